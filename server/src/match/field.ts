import { type Event, elementsOf } from './event.ts';

/** A field's name, with the ways to take it apart at its dots. */
export interface FieldPath {
  readonly name: string;
  /** Such as `__proto__`: a plain look-up of it would find what objects inherit. */
  readonly inherited: boolean;
  readonly splits: readonly { readonly head: string; readonly rest: FieldPath }[];
}

export function fieldPath(name: string): FieldPath {
  const known = new Map<string, FieldPath>();
  const build = (text: string): FieldPath => {
    const existing = known.get(text);
    if (existing !== undefined) return existing;
    const splits: { head: string; rest: FieldPath }[] = [];
    for (let dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', dot + 1)) {
      splits.push({ head: text.slice(0, dot), rest: build(text.slice(dot + 1)) });
    }
    const path = { name: text, inherited: text in Object.prototype, splits };
    known.set(text, path);
    return path;
  };
  return build(name);
}

/**
 * What the event has in a field: its own key of that name first; then, at each dot, a key that holds an object or a list
 * of objects (whose values are gathered in a list); then a key that differs by spaces only ("Source Name" is
 * `SourceName`). Undefined when the field is absent. Names are case-sensitive.
 */
export function lookUp(event: Event, path: FieldPath): unknown {
  const value = event[path.name];
  if (value !== undefined && (!path.inherited || Object.hasOwn(event, path.name))) return value;
  const found = path.splits.length > 0 ? descend(event, path) : undefined;
  return found === undefined ? spaced(event, path.name) : found;
}

function descend(object: object, path: FieldPath): unknown {
  for (const { head, rest } of path.splits) {
    if (!Object.hasOwn(object, head)) continue;
    const found = enter((object as Event)[head], rest);
    if (found !== undefined) return found;
  }
  return undefined;
}

function enter(value: unknown, path: FieldPath): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value))
    return Object.hasOwn(value, path.name) ? (value as Event)[path.name] : descend(value, path);
  const found = elementsOf(value)
    .map((element) => enter(element, path))
    .filter((element) => element !== undefined);
  return found.length > 0 ? found : undefined;
}

function spaced(event: Event, name: string): unknown {
  for (const key in event) {
    if (
      key.length > name.length &&
      key.includes(' ') &&
      key.replaceAll(' ', '') === name &&
      Object.hasOwn(event, key)
    ) {
      return event[key];
    }
  }
  return undefined;
}
