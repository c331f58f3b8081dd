import { type Event, type Scalar, scalarsOf, textOf } from './event.ts';
import { type FieldPath, fieldPath, lookUp } from './field.ts';
import { fold } from './fold.ts';

/**
 * The event that a compiled rule is looking at, and what was already found out about it: each field is looked up and
 * folded at most once an event, however many values are compared with it.
 */
export interface Frame {
  event: Event;
  /** Raised with each event; what carries an older number is stale. */
  generation: number;
  readonly fields: Map<string, Field>;
  keywords:
    | { readonly generation: number; readonly scalars: readonly Scalar[]; folded?: readonly string[] }
    | undefined;
}

export interface Field {
  readonly path: FieldPath;
  generation: number;
  value: unknown;
  folded: string | undefined;
}

export function createFrame(): Frame {
  return { event: {}, generation: 0, fields: new Map(), keywords: undefined };
}

/** Turns to the next event. Even the same object may have changed since, so nothing is kept. */
export function enter(frame: Frame, event: Event): void {
  frame.event = event;
  frame.generation++;
}

export function fieldOf(frame: Frame, name: string): Field {
  const known = frame.fields.get(name);
  if (known !== undefined) return known;
  const field: Field = { path: fieldPath(name), generation: -1, value: undefined, folded: undefined };
  frame.fields.set(name, field);
  return field;
}

/** Undefined when the event has no such field. */
export function readField(frame: Frame, field: Field): unknown {
  if (field.generation !== frame.generation) {
    field.generation = frame.generation;
    field.value = lookUp(frame.event, field.path);
    field.folded = undefined;
  }
  return field.value;
}

/** The folded form of the field's text, which `readField` has just returned. */
export function foldedText(field: Field, text: string): string {
  field.folded ??= fold(text);
  return field.folded;
}

/** Every scalar of the event, for keywords. */
export function keywordScalars(frame: Frame): readonly Scalar[] {
  if (frame.keywords?.generation !== frame.generation) {
    frame.keywords = { generation: frame.generation, scalars: scalarsOf(frame.event) };
  }
  return frame.keywords.scalars;
}

export function foldedKeywords(frame: Frame): readonly string[] {
  const scalars = keywordScalars(frame);
  if (frame.keywords === undefined) return [];
  frame.keywords.folded ??= scalars.map((scalar) => fold(textOf(scalar)));
  return frame.keywords.folded;
}
