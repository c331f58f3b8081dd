import type { KqlTokenKind, PreviewResult, ValidateKqlResult } from '../../../../server/src/lsp/protocol.ts';

/** A line of the query, cut into pieces that belong to one clause each. */
export type QueryLine = readonly QueryPiece[];

export interface QueryPiece {
  readonly start: number;
  readonly end: number;
  /** Position in the source map of the smallest clause that holds the piece; undefined for what comes from no part of the rule. */
  readonly clause: number | undefined;
  readonly words: readonly QueryWord[];
}

/** Characters that look the same. */
export interface QueryWord {
  readonly text: string;
  readonly kind: KqlTokenKind | undefined;
  readonly diagnostic: Diagnostic | undefined;
}

type Diagnostic = ValidateKqlResult['diagnostics'][number];

/**
 * Cuts a query into lines, clauses and words. Cost grows with the number of parts times its logarithm: a query of
 * thousands of values is laid out at every keystroke.
 */
export function layOutQuery(
  query: string,
  tokens: PreviewResult['tokens'],
  sourceMap: readonly { readonly start: number; readonly end: number }[],
  diagnostics: readonly Diagnostic[],
): QueryLine[] {
  const clauseAt = nestedLookUp(sourceMap);
  const kindAt = nestedLookUp(tokens.map(([start, length]) => ({ start, end: start + length })));
  const diagnosticAt = nestedLookUp(
    diagnostics.map(({ start, length }) => ({ start, end: start + Math.max(length, 1) })),
  );
  const lines: (QueryPiece & { end: number; words: QueryWord[] })[][] = [[]];
  for (const [start, end] of segments(query, tokens, sourceMap, diagnostics)) {
    const text = query.slice(start, end);
    if (text === '\n') {
      lines.push([]);
      continue;
    }
    const line = lines.at(-1) ?? [];
    // Indentation belongs to no clause, so that marks begin where the words do.
    const clause = line.length === 0 && text.trim() === '' ? undefined : clauseAt(start);
    const token = kindAt(start);
    const diagnostic = diagnosticAt(start);
    const word: QueryWord = {
      text,
      kind: token === undefined ? undefined : tokens[token]?.[2],
      diagnostic: diagnostic === undefined ? undefined : diagnostics[diagnostic],
    };
    const last = line.at(-1);
    if (last !== undefined && last.clause === clause) {
      last.end = end;
      last.words.push(word);
    } else {
      line.push({ start, end, clause, words: [word] });
    }
  }
  return lines;
}

/** The query cut wherever something begins or ends; each line break is a segment of its own. */
function* segments(
  query: string,
  tokens: PreviewResult['tokens'],
  sourceMap: readonly { readonly start: number; readonly end: number }[],
  diagnostics: readonly Diagnostic[],
): Iterable<[start: number, end: number]> {
  const cuts = new Set<number>([0, query.length]);
  for (const [start, length] of tokens) cuts.add(start).add(start + length);
  for (const { start, end } of sourceMap) cuts.add(start).add(end);
  for (const { start, length } of diagnostics) cuts.add(start).add(start + Math.max(length, 1));
  for (const { index, 0: blanks } of query.matchAll(/^ +/gm)) cuts.add(index + blanks.length);
  for (let at = query.indexOf('\n'); at !== -1; at = query.indexOf('\n', at + 1)) cuts.add(at).add(at + 1);
  const ordered = [...cuts].filter((cut) => cut >= 0 && cut <= query.length).sort((first, second) => first - second);
  for (const [index, start] of ordered.entries()) {
    const end = ordered[index + 1];
    if (end !== undefined) yield [start, end];
  }
}

/** For positions that only grow: the innermost of nested ranges that holds a position. */
function nestedLookUp(
  ranges: readonly { readonly start: number; readonly end: number }[],
): (position: number) => number | undefined {
  const waiting = ranges
    .map(({ start, end }, index) => ({ start, end, index }))
    .sort((first, second) => first.start - second.start || second.end - first.end || first.index - second.index);
  const open: typeof waiting = [];
  let next = 0;
  return (position) => {
    for (let range = waiting[next]; range !== undefined && range.start <= position; range = waiting[next]) {
      open.push(range);
      next += 1;
    }
    while ((open.at(-1)?.end ?? Number.POSITIVE_INFINITY) <= position) open.pop();
    return open.at(-1)?.index;
  };
}
