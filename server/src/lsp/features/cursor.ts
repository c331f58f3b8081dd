import type { LineIndex } from '../../lineIndex.ts';
import type { Range } from '../../range.ts';
import { commentStart, flowPlace, type LineStart, readLine } from './line.ts';

/** One step from the top of the document to the cursor: a key with the offset where it starts, or an item of a list. */
export type Step = { readonly kind: 'key'; readonly name: string; readonly start: number } | { readonly kind: 'item' };

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
  const blank = content.trim() === '';
  const here = readLine(blank ? ' '.repeat(character) : content);
  if (!blank && character < here.contentColumn) return undefined;

  const above = enclosing(text, lines, line, here, blank ? character : here.contentColumn);
  if (!above || above.insideBlockScalar) return undefined;
  const path: Step[] = [...above.path];
  for (const _ of here.dashes) path.push({ kind: 'item' });

  const { key } = here;
  const common = { offset, hasColon: false, needsBlank: false, column: here.contentColumn };
  if (above.continues) {
    const contentEnd = start + content.trimEnd().length;
    const range = { start: Math.min(start + here.contentColumn, offset), end: Math.max(contentEnd, offset) };
    return { ...common, path, place: 'continuation', range, before: text.slice(range.start, offset) };
  }
  if (key && character > key.colon) {
    path.push({ kind: 'key', name: key.name, start: start + here.contentColumn });
    const valueColumn = Math.min(character, key.valueColumn);
    if (isBlockHeader(content.slice(key.valueColumn))) return undefined;
    const flow = flowPlace(content, key.valueColumn, character);
    if (flow) {
      for (const step of flow.path) path.push(step.kind === 'key' ? { ...step, start: start + step.start } : step);
      const range = { start: start + flow.start, end: start + flow.end };
      return {
        ...common,
        path,
        place: flow.place,
        range,
        before: text.slice(range.start, offset),
        hasColon: flow.hasColon,
      };
    }
    const range = { start: start + valueColumn, end: Math.max(offset, start + content.trimEnd().length) };
    const needsBlank = valueColumn === key.colon + 1;
    return { ...common, path, place: 'value', range, before: text.slice(range.start, offset), needsBlank };
  }
  const contentEnd = key ? key.colon : content.trimEnd().length;
  const range = { start: Math.min(start + here.contentColumn, offset), end: Math.max(start + contentEnd, offset) };
  const place = here.dashes.length > 0 && !key ? 'item' : 'key';
  return { ...common, path, place, range, before: text.slice(range.start, offset), hasColon: key !== undefined };
}

interface Enclosing {
  readonly path: Step[];
  /** The innermost key already has a value that starts on its own line, so this line can only continue it. */
  readonly continues: boolean;
  readonly insideBlockScalar: boolean;
}

/** Walks upwards to the keys and items that the line at `column` belongs to. */
function enclosing(
  text: string,
  lines: LineIndex,
  line: number,
  here: LineStart,
  column: number,
): Enclosing | undefined {
  const path: Step[] = [];
  let continues = false;
  let insideBlockScalar = false;
  // A list may stand at its key's own indentation, so the parent of a dash is a key at its column or further left.
  let childColumn = here.dashes[0] ?? column;
  let childIsItem = here.dashes.length > 0;
  let innermost = true;
  for (let above = line - 1; above >= 0 && (childColumn > 0 || childIsItem); above--) {
    const { start, end } = lines.lineRange(above);
    const indentation = indentationOf(text, start, end);
    if (indentation === undefined || indentation > childColumn || text[start + indentation] === '#') continue;
    const lineText = text.slice(start, end);
    if (isDocumentMarker(lineText)) break;
    const comment = commentStart(lineText);
    const parent = readLine(comment < 0 ? lineText : lineText.slice(0, comment));
    const { key } = parent;
    if (key && (parent.contentColumn < childColumn || (childIsItem && parent.contentColumn === childColumn))) {
      path.unshift({ kind: 'key', name: key.name, start: start + parent.contentColumn });
      const value = lineText.slice(key.valueColumn, comment < 0 ? undefined : comment).trim();
      if (isBlockHeader(value)) {
        if (key.name !== 'condition') insideBlockScalar = true;
        continues = true;
      } else if (innermost && value !== '' && !/^[&!]\S*$/.test(value)) {
        continues = true;
      }
      innermost = false;
      childColumn = parent.contentColumn;
      childIsItem = false;
    } else if (!key && !childIsItem && parent.dashes.length > 0 && parent.contentColumn < childColumn) {
      // Text below a list item that is a scalar: it continues the item.
      continues = true;
    }
    for (const dash of [...parent.dashes].reverse()) {
      if (dash >= childColumn) continue;
      path.unshift({ kind: 'item' });
      innermost = false;
      childColumn = dash;
      childIsItem = true;
    }
  }
  return { path, continues, insideBlockScalar };
}

function isDocumentMarker(lineText: string): boolean {
  return /^(?:---|\.\.\.)(?:\s|$)/.test(lineText);
}

function isBlockHeader(value: string): boolean {
  return /^[|>][-+0-9]*\s*$/.test(value);
}

/** Undefined for a blank line. */
function indentationOf(text: string, start: number, end: number): number | undefined {
  for (let offset = start; offset < end; offset++) {
    const character = text[offset];
    if (character !== ' ' && character !== '\t') return offset - start;
  }
  return undefined;
}

/** The cursor's range without the quotes around it: what is typed inside quotes is compared without them. */
export function insideQuotes({ range, offset }: Cursor, text: string): Range {
  const quote = text[range.start];
  if ((quote !== '"' && quote !== "'") || offset <= range.start) return range;
  const closed = range.end - 1 > range.start && range.end > offset && text[range.end - 1] === quote;
  return { start: range.start + 1, end: closed ? range.end - 1 : range.end };
}
