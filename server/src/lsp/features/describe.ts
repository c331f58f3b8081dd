import type { Expression, Item } from '../../sigma/expression.ts';
import type { Selection } from '../../sigma/rule.ts';

/** How names and values are written: as they are, or for markdown as code. */
export type Quote = (text: string) => string;

/** What a selection asks for, in words: "Image ends with one of 3 values, and CommandLine contains -enc". */
export function describeSelection({ expression }: Selection, quote: Quote = (text) => text): string {
  return expression ? describe(expression, quote) : 'has no meaning yet; see its findings';
}

function describe(expression: Expression, quote: Quote): string {
  switch (expression.kind) {
    case 'item':
      return describeItem(expression, quote);
    case 'and':
      return joined(expression.operands, ', and ', quote);
    case 'or':
      return joined(expression.operands, ', or ', quote);
    case 'not':
      return `not (${describe(expression.operand, quote)})`;
    case 'selection':
      return quote(expression.name);
  }
}

function joined(operands: readonly Expression[], separator: string, quote: Quote): string {
  if (operands.length === 0) return 'nothing';
  const shown = operands.slice(0, shownOperands).map((operand) => describe(operand, quote));
  const rest = operands.length - shown.length;
  return [...shown, ...(rest > 0 ? [`${rest} more`] : [])].join(separator);
}

const shownOperands = 6;

function describeItem({ field, modifiers, quantifier, negated, values }: Item, quote: Quote): string {
  const verb = modifiers.map((modifier) => verbs[modifier]).find((found) => found !== undefined) ?? 'is';
  const subject = field === undefined ? 'any field contains' : `${quote(field)} ${verb}`;
  const [first] = values;
  const object =
    values.length === 1 && first
      ? quote(shortened(first.source))
      : `${quantifier === 'all' ? 'all' : 'one'} of ${values.length} values`;
  const words = `${subject} ${object}`;
  return negated ? `not (${words})` : words;
}

const verbs: Readonly<Record<string, string | undefined>> = {
  contains: 'contains',
  startswith: 'starts with',
  endswith: 'ends with',
  re: 'matches',
  cidr: 'lies in',
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
  exists: 'exists:',
  fieldref: 'equals the field',
};

const longestValue = 60;

function shortened(source: string): string {
  return source.length > longestValue ? `${source.slice(0, longestValue)}…` : source;
}
