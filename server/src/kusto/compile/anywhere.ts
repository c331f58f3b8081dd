import type { Expression } from '../expression.ts';
import { caseless, fold } from '../fold.ts';
import type { Plan } from '../plan.ts';
import { regexOf } from '../regex.ts';
import { hasTerm } from '../terms.ts';
import { toText } from '../values/convert.ts';

/**
 * What a text alone means as a condition of `search`: some column has it as a term. A `*` at an end lets the term go on
 * there (documentation: "search operator").
 */
export function anywhere(pattern: string, input: Plan, caseSensitive: boolean): Expression {
  const test = searchTest(pattern, caseSensitive);
  const readers = input.columns.map(({ type }, index) => ({ type, read: input.reader(index) }));
  const evaluate = (row: object) => readers.some(({ type, read }) => test(toText(read(row), type)));
  return { type: 'bool', constant: false, evaluate };
}

/** What `search` looks for in one text: a term, its beginning or end, a part, or with a `*` inside a pattern. */
export function searchTest(pattern: string, caseSensitive: boolean): (text: string) => boolean {
  const bare = pattern.replace(/^\*|\*$/g, '');
  const needle = caseSensitive ? bare : caseless(bare);
  if (needle.includes('*')) {
    const source = pattern
      .split('*')
      .map((each) => each.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&'))
      .join('.*');
    const regex = regexOf(
      `(?${caseSensitive ? '' : 'i'}s)${pattern.startsWith('*') ? '' : '\\b'}${source}${pattern.endsWith('*') ? '' : '\\b'}`,
    );
    return (text) => regex.test(text);
  }
  const [atStart, atEnd] = [!pattern.startsWith('*'), !pattern.endsWith('*')];
  return (text) => hasTerm(caseSensitive ? text : fold(text), needle, atStart, atEnd);
}
