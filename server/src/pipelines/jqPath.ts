/** The part of jq's language that leads to values: `.items[].name`, `.[0]`, `.["a b"]?`. */
export type JqPath = readonly JqStep[];
type JqStep =
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'element'; readonly index: number }
  | { readonly kind: 'each' };

/** Undefined for anything that is more than a path. */
export function readJqPath(text: string): JqPath | undefined {
  const source = text.trim();
  if (source === '.') return [];
  if (!/^(?:\.(?:[A-Za-z_]\w*|"(?:[^"\\]|\\.)*")?(?:\[(?:-?\d+|"(?:[^"\\]|\\.)*")?\]|\?)*)+$/.test(source))
    return undefined;
  const steps: JqStep[] = [];
  for (const [, name, quoted, index] of source.matchAll(/([A-Za-z_]\w*)|("(?:[^"\\]|\\.)*")|\[(-?\d+)?\]/g)) {
    if (name !== undefined) steps.push({ kind: 'member', name });
    else if (quoted !== undefined) {
      const text = unquoted(quoted);
      if (text === undefined) return undefined;
      steps.push({ kind: 'member', name: text });
    } else steps.push(index === undefined ? { kind: 'each' } : { kind: 'element', index: Number(index) });
  }
  return steps;
}

function unquoted(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What the path leads to; null has nothing below it. Undefined where a step does not fit what it stands at. */
export function follow(path: JqPath, value: unknown): readonly unknown[] | undefined {
  let found: readonly unknown[] = [value];
  for (const step of path) {
    const next: unknown[] = [];
    for (const each of found) {
      const below = stepFrom(each, step);
      if (below === undefined) return undefined;
      next.push(...below);
    }
    found = next;
  }
  return found;
}

function stepFrom(value: unknown, step: JqStep): readonly unknown[] | undefined {
  const isList = Array.isArray(value);
  const isObject = typeof value === 'object' && value !== null && !isList;
  switch (step.kind) {
    case 'each':
      return isList ? value : isObject ? Object.values(value) : undefined;
    case 'element':
      if (value === null) return [null];
      return isList ? [value.at(step.index) ?? null] : undefined;
    case 'member':
      if (value === null) return [null];
      if (!isObject) return undefined;
      return [Object.hasOwn(value, step.name) ? (value as Record<string, unknown>)[step.name] : null];
  }
}
