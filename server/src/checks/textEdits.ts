import type { Fix, TextEdit } from '../problem.ts';
import { contentOffsets } from '../yaml/offsets.ts';
import type { YamlNode, YamlScalar, YamlSequence } from '../yaml/tree.ts';

/** A fix that writes another text in the place of a scalar, keeping its quotes. */
export function replaceScalar(scalar: YamlScalar, text: string): Fix {
  return { title: `Replace with \`${text}\``, edits: [{ range: scalar.contentRange, text }] };
}

/** A fix that puts a plain scalar into quotes, so that YAML reads it as text. */
export function quoteScalar(scalar: YamlScalar): Fix {
  const text = `'${scalar.text.replaceAll("'", "''")}'`;
  return { title: `Put it in quotes: ${text}`, edits: [{ range: scalar.range, text }] };
}

/** A fix that makes a single value a list of one; only for values that stand in the line of their key. */
export function makeList(text: string, key: YamlNode, value: YamlScalar): Fix | undefined {
  const gap = text.slice(key.range.end, value.range.start);
  if (!/^\s*:[ \t]+$/.test(gap)) return undefined;
  const indent = ' '.repeat(key.range.start - lineStart(text, key.range.start));
  const edits = [{ range: { start: key.range.end, end: value.range.start }, text: `:\n${indent}    - ` }];
  return { title: 'Make it a list', edits };
}

/** Deletes an item: its whole line where it has one to itself, otherwise the item and what separates it from its neighbour. */
export function removeItem(text: string, sequence: YamlSequence, index: number): TextEdit | undefined {
  const item = sequence.items[index];
  const previous = sequence.items[index - 1];
  if (item === undefined) return undefined;
  const start = lineStart(text, item.range.start);
  const newline = text.indexOf('\n', item.range.end);
  const end = newline < 0 ? text.length : newline + 1;
  if (!sequence.flow && /^\s*-\s+$/.test(text.slice(start, item.range.start)))
    return { range: { start, end }, text: '' };
  if (previous) return { range: { start: previous.range.end, end: item.range.end }, text: '' };
  const next = sequence.items[index + 1];
  return sequence.flow && next ? { range: { start: item.range.start, end: next.range.start }, text: '' } : undefined;
}

/**
 * An edit of a part of a scalar's text, written as the scalar's style wants it; undefined where nothing can be written
 * without changing how the rest is read. `start` and `end` count in `scalar.text`.
 */
export function replacePart(
  document: string,
  scalar: YamlScalar,
  start: number,
  end: number,
  text: string,
): TextEdit | undefined {
  const written = scalar.style === 'single' ? text.replaceAll("'", "''") : text;
  if (scalar.style === 'double' && /["\\]|\p{Cc}/u.test(text)) return undefined;
  if (scalar.style === 'plain' && !isPlain(scalar.text.slice(0, start) + text + scalar.text.slice(end)))
    return undefined;
  const offset = contentOffsets(document, scalar);
  return { range: { start: offset(start), end: offset(end) }, text: written };
}

/** Whether a text needs no quotes to be read as itself; careful rather than complete. */
function isPlain(text: string): boolean {
  return (
    /^[\p{L}/%_][\p{L}\p{N} ./%_@()~$^=-]*$/u.test(text) && !/ $|^(y|n|yes|no|on|off|true|false|null)$/i.test(text)
  );
}

/** What `text` has to have in front of it to become another line of a block sequence, after the item that begins at `offset`. */
export function nextItemPrefix(text: string, offset: number): string | undefined {
  const before = text.slice(lineStart(text, offset), offset);
  return /^\s*-\s+$/.test(before) ? `\n${before}` : undefined;
}

/** Where the line of an offset begins, behind a byte order mark. */
export function lineStart(text: string, offset: number): number {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return start === 0 && text.startsWith('\ufeff') && offset > 0 ? 1 : start;
}
