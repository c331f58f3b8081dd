import type { Expression, Item } from '../../sigma/expression.ts';
import type { Selection } from '../../sigma/rule.ts';

/** What a selection asks for, in words: "Image ends with one of 3 values, and CommandLine contains `-enc`". */
export function describeSelection({ expression }: Selection): string {
  return expression ? describe(expression) : 'has no meaning yet; see its findings';
}

function describe(expression: Expression): string {
  switch (expression.kind) {
    case 'item':
      return describeItem(expression);
    case 'and':
      return joined(expression.operands, ', and ');
    case 'or':
      return joined(expression.operands, ', or ');
    case 'not':
      return `not (${describe(expression.operand)})`;
    case 'selection':
      return expression.name;
  }
}

function joined(operands: readonly Expression[], separator: string): string {
  if (operands.length === 0) return 'nothing';
  const shown = operands.slice(0, shownOperands).map(describe);
  const rest = operands.length - shown.length;
  return [...shown, ...(rest > 0 ? [`${rest} more`] : [])].join(separator);
}

const shownOperands = 6;

/** One item in words, such as "Image ends with `\cmd.exe`". */
export function describeItem({ field, modifiers, quantifier, negated, values }: Item): string {
  const verb = modifiers.map((modifier) => verbs[modifier]).find((found) => found !== undefined) ?? 'is';
  const subject = field === undefined ? 'any field contains' : `${field} ${verb}`;
  const [first] = values;
  const object =
    values.length === 1 && first
      ? inline(first.source)
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

function inline(source: string): string {
  return source.length > longestValue ? `${source.slice(0, longestValue)}…` : source;
}
