import type { RunQueryResult } from '../../../server/src/lsp/protocol.ts';

/** What is written at the end of a line of the query. */
export interface StepNote {
  readonly line: number;
  /** `← 12 rows`; for several operators on the line `← 40 → 12 rows`. */
  readonly text: string;
  /** No row is left behind the line. */
  readonly isEmpty: boolean;
}

/** The row counts by the lines on which tables and operators end, in the order of the text. */
export function stepNotes(steps: RunQueryResult['steps']): StepNote[] {
  const lines = new Map<number, RunQueryResult['steps']>();
  for (const step of steps) {
    const { line } = step.range.end;
    lines.set(line, [...(lines.get(line) ?? []), step]);
  }
  return [...lines].map(([line, ended]) => {
    const last = ended.at(-1);
    const runs = last !== undefined && last.runs > 1 ? ` in ${last.runs} runs` : '';
    return {
      line,
      text: `← ${ended.map(({ rows }) => counted(rows)).join(' → ')} ${last?.rows === 1 ? 'row' : 'rows'}${runs}`,
      isEmpty: last?.rows === 0,
    };
  });
}

function counted(rows: number): string {
  return rows.toLocaleString('en');
}
