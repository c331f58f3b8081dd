import type { LineIndex } from '../../lineIndex.ts';
import { commentStart, type LineStart, readLine } from './line.ts';

/** Keys of the mapping that the line of `offset` belongs to, save that line's own; `column` is where its keys stand. */
export function siblingKeys(text: string, lines: LineIndex, offset: number, column: number): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { start } of siblingLines(text, lines, offset, column)) {
    if (start.key && start.contentColumn === column) keys.add(start.key.name);
  }
  return keys;
}

/** The scalar that another key of the same mapping has on its line, without quotes. */
export function siblingValue(
  text: string,
  lines: LineIndex,
  offset: number,
  column: number,
  key: string,
): string | undefined {
  for (const { start, content } of siblingLines(text, lines, offset, column)) {
    if (start.key?.name !== key || start.contentColumn !== column) continue;
    const value = unquoted(content.slice(start.key.valueColumn).trim());
    return value === '' ? undefined : value;
  }
  return undefined;
}

/** Scalars of the list that the line of `offset` belongs to, save that line's own; quotes are taken off. */
export function siblingValues(text: string, lines: LineIndex, offset: number): ReadonlySet<string> {
  const values = new Set<string>();
  const { line } = lines.positionAt(offset);
  for (const step of [-1, 1]) {
    for (let near = line + step; near >= 0 && near < lines.lineCount; near += step) {
      const content = lineContent(text, lines, near);
      if (content.trim() === '') continue;
      const { dashes, contentColumn } = readLine(content);
      if (dashes.length === 0) break;
      values.add(unquoted(content.slice(contentColumn).trim()));
    }
  }
  return values;
}

/** Whether the list that the line of `offset` belongs to has an item that is a scalar, as lists of keywords and of values do. */
export function hasScalarSiblings(text: string, lines: LineIndex, offset: number): boolean {
  return [...siblingValues(text, lines, offset)].some((item) => item !== '' && readLine(item).key === undefined);
}

/** Lines of the same mapping: up to the line with its dash or above which it is nested, and down to where it ends. */
function* siblingLines(
  text: string,
  lines: LineIndex,
  offset: number,
  column: number,
): Generator<{ start: LineStart; content: string }> {
  const { line } = lines.positionAt(offset);
  const here = readLine(lineContent(text, lines, line));
  for (let above = line - 1; above >= 0 && here.dashes.length === 0; above--) {
    const found = startOf(text, lines, above);
    if (!found) continue;
    if (found.isMarker || found.start.contentColumn < column) break;
    yield found;
    if (found.start.contentColumn === column && found.start.dashes.length > 0) break;
  }
  for (let below = line + 1; below < lines.lineCount; below++) {
    const found = startOf(text, lines, below);
    if (!found) continue;
    if (found.isMarker || (found.start.dashes[0] ?? found.start.contentColumn) < column) break;
    yield found;
  }
}

function startOf(
  text: string,
  lines: LineIndex,
  line: number,
): { start: LineStart; content: string; isMarker: boolean } | undefined {
  const content = lineContent(text, lines, line);
  if (content.trim() === '') return undefined;
  return { start: readLine(content), content, isMarker: /^(?:---|\.\.\.)(?:\s|$)/.test(content) };
}

function lineContent(text: string, lines: LineIndex, line: number): string {
  const { start, end } = lines.lineRange(line);
  const content = text.slice(start, end);
  const comment = commentStart(content);
  return comment < 0 ? content : content.slice(0, comment);
}

function unquoted(scalar: string): string {
  return /^(['"]).*\1$/.test(scalar) ? scalar.slice(1, -1) : scalar;
}
