import type { Range } from '../range.ts';
import type {
  Binary,
  BinaryOperator,
  BoolLiteral,
  Call,
  Membership,
  NegatedOperator,
  Scalar,
  StringLiteral,
  Verbatim,
} from './ast.ts';

/** Constructors that keep trees flat, free of constants, and in words that people would choose. */

export function column(name: string): Scalar {
  return { kind: 'column', name };
}

export function text(value: string): StringLiteral {
  return { kind: 'string', value };
}

export function integer(value: number | bigint): Scalar {
  return { kind: 'number', text: String(value) };
}

export function bool(value: boolean): BoolLiteral {
  return { kind: 'bool', value };
}

export function call(name: string, ...parameters: readonly Scalar[]): Scalar {
  return { kind: 'call', name, arguments: parameters };
}

export function binary(left: Scalar, operator: BinaryOperator, right: Scalar): Binary {
  return { kind: 'binary', operator, left, right };
}

export function verbatim(kql: string, reads?: readonly string[]): Verbatim {
  return { kind: 'verbatim', text: kql, compound: / (and|or) /.test(kql), ...(reads !== undefined && { reads }) };
}

/** The same node with one more place in the rule that it stands for. */
export function from<Node extends Scalar>(node: Node, source: Range): Node {
  return { ...node, sources: [...(node.sources ?? []), source] };
}

/** True if there is nothing to fulfil. */
export function and(operands: readonly Scalar[]): Scalar {
  return join('and', operands);
}

/** False if there is nothing to choose from. */
export function or(operands: readonly Scalar[]): Scalar {
  return join('or', operands);
}

/**
 * The opposite, which is never null: in Sigma a missing field makes an item false and its negation true, so a term that
 * may be null counts as false before it is turned round.
 */
export function not(operand: Scalar): Scalar {
  const opposite = turned(operand);
  return opposite === undefined ? { kind: 'not', operand: withoutNulls(operand) } : keepSources(opposite, operand);
}

/**
 * Whether Kusto may answer null. Strings are never null, and `==` with a literal answers false for null; order comparisons and
 * functions on text that is no address or number are null then, and of `in` the documentation says nothing.
 */
export function mayBeNull(node: Scalar): boolean {
  switch (node.kind) {
    case 'binary':
      return nullableOperators.has(node.operator);
    case 'call':
      return nullableCalls.has(node.name);
    case 'and':
    case 'or':
      return node.operands.some(mayBeNull);
    case 'not':
      return mayBeNull(node.operand);
    case 'column':
    case 'string':
    case 'number':
    case 'bool':
      return false;
    case 'verbatim':
      return node.nullable === true;
    case 'in':
      return node.items.some(({ kind }) => kind === 'number');
  }
}

const nullableOperators: ReadonlySet<string> = new Set(['<', '<=', '>', '>=']);
const nullableCalls: ReadonlySet<string> = new Set([
  'ipv4_is_in_range',
  'ipv4_is_in_any_range',
  'ipv6_is_in_range',
  'ipv6_is_in_any_range',
]);

function withoutNulls(node: Scalar): Scalar {
  if (!mayBeNull(node)) return node;
  switch (node.kind) {
    case 'and':
    case 'or':
      return { ...node, operands: node.operands.map(withoutNulls) };
    case 'not':
      return { ...node, operand: withoutNulls(node.operand) };
    default: {
      const { sources, ...bare } = node;
      return keepSources(call('coalesce', bare, bool(false)), { ...node, ...(sources && { sources }) });
    }
  }
}

const opposites: ReadonlyMap<string, BinaryOperator | NegatedOperator> = new Map<
  string,
  BinaryOperator | NegatedOperator
>(
  (
    [
      ['==', '!='],
      ['=~', '!~'],
      ['contains', '!contains'],
      ['contains_cs', '!contains_cs'],
      ['startswith', '!startswith'],
      ['startswith_cs', '!startswith_cs'],
      ['endswith', '!endswith'],
      ['endswith_cs', '!endswith_cs'],
    ] as const
  ).flatMap(([plain, negated]) => [
    [plain, negated],
    [negated, plain],
  ]),
);

const oppositeCalls: Readonly<Record<string, string>> = {
  isempty: 'isnotempty',
  isnotempty: 'isempty',
  isnull: 'isnotnull',
  isnotnull: 'isnull',
};

/** The opposite in one operator, where Kusto has one that is right for missing values too. */
function turned(node: Scalar): Scalar | undefined {
  switch (node.kind) {
    case 'bool':
      return bool(!node.value);
    case 'not':
      return withoutNulls(node.operand);
    case 'call': {
      const name = oppositeCalls[node.name];
      return name === undefined ? undefined : { ...node, name };
    }
    case 'binary': {
      // With `*` the opposite of an operator asks whether some column differs, not whether all do.
      if (node.left.kind === 'column' && node.left.name === '*') return undefined;
      const operator = opposites.get(node.operator);
      return operator === undefined ? undefined : { ...node, operator };
    }
    case 'in':
      if (mayBeNull(node) || node.operator.startsWith('has')) return undefined;
      return {
        ...node,
        operator: node.operator.startsWith('!') ? stripped(node.operator) : `!${stripped(node.operator)}`,
      };
    default:
      return undefined;
  }
}

function stripped(operator: Membership['operator']): 'in' | 'in~' {
  return operator.endsWith('~') ? 'in~' : 'in';
}

function join(kind: 'and' | 'or', operands: readonly Scalar[]): Scalar {
  const absorbing = kind === 'or';
  const flat: Scalar[] = [];
  for (const operand of operands) {
    if (operand.kind === kind && operand.sources === undefined) flat.push(...operand.operands);
    else if (operand.kind === 'call') addOnce(flat, operand);
    else if (operand.kind !== 'bool' || operand.value === absorbing) flat.push(operand);
  }
  const decisive = flat.find((operand) => operand.kind === 'bool');
  if (decisive !== undefined) return decisive;
  const [first] = flat;
  if (first === undefined) return bool(!absorbing);
  return flat.length === 1 ? first : { kind, operands: flat };
}

/** Sigma asks for the absent and for the empty text, which is one question in most tables. */
function addOnce(operands: Scalar[], operand: Call): void {
  const index = operands.findIndex((each) => each.kind === 'call' && spelling(each) === spelling(operand));
  const known = operands[index];
  if (known === undefined) operands.push(operand);
  else operands[index] = { ...known, sources: [...(known.sources ?? []), ...(operand.sources ?? [])] };
}

function spelling({ name, arguments: parameters }: Call): string {
  return JSON.stringify([name, parameters]);
}

function keepSources(node: Scalar, origin: Scalar): Scalar {
  const { sources: _, ...bare } = node;
  return origin.sources === undefined ? bare : { ...bare, sources: origin.sources };
}
