import type { LineIndex } from '../../lineIndex.ts';
import type { Range } from '../../range.ts';
import { enclosing } from './enclosing.ts';
import {
  commentStart,
  flowPlace,
  isBlockHeader,
  isDocumentMarker,
  type LineKey,
  type LineStart,
  readLine,
  type Step,
} from './line.ts';

/**
 * Where the cursor stands, read from the lines above it and their indentation. It asks nothing of the rest of the
 * document, so it holds in half-typed text, which a tree does not have an answer for: an empty line inside a
 * selection has no node.
 */
export interface Cursor {
  readonly offset: number;
  /** What encloses the cursor, outermost first. For `value`, the last step is the key whose value it is; for `item`, the item. */
  readonly path: readonly Step[];
  /**
   * - `key`: on a key, or where one can be written
   * - `value`: after a key's colon
   * - `item`: in a list item that is not (yet) a mapping, so either a scalar or a mapping's first key can be written
   * - `continuation`: on a further line of a value, such as a folded condition
   */
  readonly place: 'key' | 'value' | 'item' | 'continuation';
  /** What the cursor is in, from its first character to its last on this line, without trailing blanks. */
  readonly range: Range;
  /** The part of `range` before the cursor. */
  readonly before: string;
  /** Whether a colon follows the key. */
  readonly hasColon: boolean;
  /** Whether a value stands directly after its colon, where YAML wants a blank. */
  readonly needsBlank: boolean;
  /** The indentation at which the present mapping's keys stand. */
  readonly column: number;
}

/** Undefined in comments, in block scalars, before an indentation, and on document markers. */
export function cursorAt(text: string, lines: LineIndex, offset: number): Cursor | undefined {
  const { line } = lines.positionAt(offset);
  const { start, end } = lines.lineRange(line);
  const lineText = text.slice(start, end);
  const character = offset - start;
  const comment = commentStart(lineText);
  if ((comment >= 0 && character > comment) || isDocumentMarker(lineText)) return undefined;

  const content = comment < 0 ? lineText : lineText.slice(0, comment);
  const isBlank = content.trim() === '';
  const here = readLine(isBlank ? ' '.repeat(character) : content);
  if (!isBlank && character < here.contentColumn) return undefined;

  const above = enclosing(text, lines, line, here);
  if (above.insideBlockScalar) return undefined;
  const path: readonly Step[] = [...above.path, ...here.dashes.map((): Step => ({ kind: 'item' }))];
  const place = above.continues ? continuation(content, here) : placeOnLine(content, here, character);
  if (!place) return undefined;
  const range = { start: start + Math.min(place.start, character), end: start + Math.max(place.end, character) };
  return {
    offset,
    path: [...path, ...place.path.map((step) => (step.kind === 'key' ? { ...step, start: start + step.start } : step))],
    place: place.kind,
    range,
    before: text.slice(range.start, offset),
    hasColon: place.hasColon ?? false,
    needsBlank: place.needsBlank ?? false,
    column: here.contentColumn,
  };
}

/** A place on the cursor's line; columns count from the line's start, also those of the steps that the line itself adds. */
interface PlaceOnLine {
  readonly kind: Cursor['place'];
  readonly path: readonly Step[];
  readonly start: number;
  readonly end: number;
  readonly hasColon?: boolean;
  readonly needsBlank?: boolean;
}

function continuation(content: string, { contentColumn }: LineStart): PlaceOnLine {
  return { kind: 'continuation', path: [], start: contentColumn, end: content.trimEnd().length };
}

function placeOnLine(content: string, here: LineStart, character: number): PlaceOnLine | undefined {
  const { key, dashes, contentColumn } = here;
  if (!key)
    return { kind: dashes.length > 0 ? 'item' : 'key', path: [], start: contentColumn, end: content.trimEnd().length };
  if (character <= key.colon) return { kind: 'key', path: [], start: contentColumn, end: key.colon, hasColon: true };
  return placeInValue(content, key, contentColumn, character);
}

function placeInValue(
  content: string,
  { name, colon, valueColumn }: LineKey,
  start: number,
  character: number,
): PlaceOnLine | undefined {
  if (isBlockHeader(content.slice(valueColumn))) return undefined;
  const step: Step = { kind: 'key', name, start };
  const flow = flowPlace(content, valueColumn, character);
  if (flow) return { ...flow, kind: flow.place, path: [step, ...flow.path] };
  const needsBlank = Math.min(character, valueColumn) === colon + 1;
  return { kind: 'value', path: [step], start: valueColumn, end: content.trimEnd().length, needsBlank };
}

/** The cursor's range without the quotes around it: what is typed inside quotes is compared without them. */
export function insideQuotes({ range, offset }: Cursor, text: string): Range {
  const quote = text[range.start];
  if ((quote !== '"' && quote !== "'") || offset <= range.start) return range;
  const closed = range.end - 1 > range.start && range.end > offset && text[range.end - 1] === quote;
  return { start: range.start + 1, end: closed ? range.end - 1 : range.end };
}
