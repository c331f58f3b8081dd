import type { Range } from '../../range.ts';
import type { Proposal } from './completionItem.ts';

/** What can stand at the end of a half-written condition: a selection or a quantifier, or an operator after one. */
export function completeCondition(before: string, range: Range, selections: readonly SelectionName[]): Proposal[] {
  const words = before.match(/[^\s()]+|[()]/g) ?? [];
  const typing = before !== '' && !/[\s()]$/.test(before);
  const complete = typing ? words.slice(0, -1) : words;
  const [secondLast, last] = [complete.at(-2)?.toLowerCase(), complete.at(-1)?.toLowerCase()];

  if (last === 'of' && isQuantifier(secondLast)) return quantified(range, selections);
  if (isQuantifier(last) && (secondLast === undefined || !isQuantifier(secondLast))) {
    if (last !== 'all' || !selections.some(({ name }) => name === 'all')) {
      return [{ label: 'of', kind: 'operator', range }];
    }
  }
  return expectsOperand(last) ? operands(range, selections) : operators(range);
}

/** A selection and, in words, what it holds. */
export interface SelectionName {
  readonly name: string;
  readonly summary: string;
}

function isQuantifier(word: string | undefined): boolean {
  return word === 'all' || word === 'any' || /^\d+$/.test(word ?? '');
}

function expectsOperand(last: string | undefined): boolean {
  return last === undefined || last === '(' || last === 'and' || last === 'or' || last === 'not';
}

function operands(range: Range, selections: readonly SelectionName[]): Proposal[] {
  const patterns = namePatterns(selections).flatMap((pattern): Proposal[] => [
    { label: `1 of ${pattern}`, kind: 'operator', range, detail: 'At least one of them matches.' },
    { label: `all of ${pattern}`, kind: 'operator', range, detail: 'Each of them matches.' },
  ]);
  return [
    ...selections.map((selection) => selectionProposal(selection, range)),
    ...patterns,
    { label: 'not', kind: 'operator', range },
    { label: '1 of them', kind: 'operator', range, detail: 'At least one selection matches.' },
    { label: 'all of them', kind: 'operator', range, detail: 'Every selection matches.' },
  ];
}

function operators(range: Range): Proposal[] {
  return [
    { label: 'and', kind: 'operator', range },
    { label: 'or', kind: 'operator', range },
    { label: 'and not', kind: 'operator', range },
  ];
}

function quantified(range: Range, selections: readonly SelectionName[]): Proposal[] {
  return [
    ...namePatterns(selections).map((label): Proposal => {
      const held = selections.filter(({ name }) => name.startsWith(label.slice(0, -1)));
      return { label, kind: 'selection', range, detail: held.map(({ name }) => name).join(', ') };
    }),
    { label: 'them', kind: 'operator', range, detail: 'All selections, save those that begin with _.' },
    ...selections.map((selection) => selectionProposal(selection, range)),
  ];
}

function selectionProposal({ name, summary }: SelectionName, range: Range): Proposal {
  return { label: name, kind: 'selection', range, detail: summary };
}

/** `selection_*` and `filter_main_*`: each beginning that ends with an underscore, those that hold most names first. */
export function namePatterns(selections: readonly SelectionName[]): string[] {
  const counts = new Map<string, number>();
  for (const { name } of selections) {
    for (let end = name.indexOf('_', 1); end > 0; end = name.indexOf('_', end + 1)) {
      const pattern = `${name.slice(0, end + 1)}*`;
      counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
    }
  }
  return [...counts].sort(([, first], [, second]) => second - first).map(([pattern]) => pattern);
}
