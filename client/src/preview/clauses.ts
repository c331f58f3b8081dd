import type { LspPosition, LspRange, PreviewResult } from '../../../server/src/lsp/protocol.ts';
import type { QueryRange } from './messages.ts';

type SourceMap = PreviewResult['sourceMap'];

/**
 * The clauses of the query that belong to a cursor or selection in the rule. A cursor belongs to the smallest part of
 * the rule that holds it; where that part is longer than the cursor's line, the parts that lie on that line come first.
 * A selection belongs to all parts inside it, and if there are none to the smallest part around it.
 */
export function clausesAt(sourceMap: SourceMap, selection: LspRange): QueryRange[] {
  const found = isEmpty(selection) ? atCursor(sourceMap, selection.start) : inSelection(sourceMap, selection);
  return found.map(({ start, end }) => ({ start, end }));
}

function atCursor(sourceMap: SourceMap, cursor: LspPosition): SourceMap {
  const around = smallest(sourceMap.filter(({ source }) => holds(source, { start: cursor, end: cursor })));
  if (around.some(({ source }) => isOnLine(source, cursor.line))) return around;
  const onLine = largest(sourceMap.filter(({ source }) => isOnLine(source, cursor.line)));
  return onLine.length > 0 ? onLine : around;
}

function inSelection(sourceMap: SourceMap, selection: LspRange): SourceMap {
  const inside = sourceMap.filter(({ source }) => holds(selection, source));
  return inside.length > 0 ? inside : smallest(sourceMap.filter(({ source }) => holds(source, selection)));
}

/** The entries whose part of the rule holds no other entry's. */
function smallest(entries: SourceMap): SourceMap {
  return entries.filter(({ source }) => !entries.some((other) => isWithin(other.source, source)));
}

/** The entries whose part of the rule lies in no other entry's. */
function largest(entries: SourceMap): SourceMap {
  return entries.filter(({ source }) => !entries.some((other) => isWithin(source, other.source)));
}

function isWithin(inner: LspRange, outer: LspRange): boolean {
  return holds(outer, inner) && !holds(inner, outer);
}

function holds(outer: LspRange, inner: LspRange): boolean {
  return compare(outer.start, inner.start) <= 0 && compare(inner.end, outer.end) <= 0;
}

function isOnLine(range: LspRange, line: number): boolean {
  return range.start.line === line && range.end.line === line;
}

function isEmpty(range: LspRange): boolean {
  return compare(range.start, range.end) === 0;
}

function compare(first: LspPosition, second: LspPosition): number {
  return first.line - second.line || first.character - second.character;
}
