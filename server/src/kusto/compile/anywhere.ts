import type { Expression } from '../expression.ts';
import { fold } from '../fold.ts';
import type { Plan } from '../plan.ts';
import { hasTerm } from '../terms.ts';
import { toText } from '../values/convert.ts';

/**
 * What a text alone means as a condition of `search`: some column has it as a term. A `*` at an end lets the term go on
 * there (documentation: "search operator").
 */
export function anywhere(pattern: string, input: Plan): Expression {
  const needle = pattern.replace(/^\*|\*$/g, '').toLowerCase();
  const [atStart, atEnd] = [!pattern.startsWith('*'), !pattern.endsWith('*')];
  const readers = input.columns.map(({ type }, index) => ({ type, read: input.reader(index) }));
  const evaluate = (row: object) =>
    readers.some(({ type, read }) => hasTerm(fold(toText(read(row), type)), needle, atStart, atEnd));
  return { type: 'bool', constant: false, evaluate };
}
