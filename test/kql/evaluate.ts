import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { RE2JS } from 're2js';
import type { Scalar } from '../../server/src/kql/ast.ts';

/** Null is Kusto's; text is never null. */
export type Value = string | number | bigint | boolean | null;

/** Looks columns up, and the dynamic values that verbatim KQL names. */
export type Row = (name: string) => Value;

/** What Kusto's documentation says the expression is on a row: a second reading of the tree, for tests. */
export function evaluate(node: Scalar, row: Row): Value {
  switch (node.kind) {
    case 'column':
    case 'verbatim':
      return verbatimNumber(node) ?? row(node.kind === 'column' ? node.name : node.text);
    case 'string':
    case 'bool':
      return node.value;
    case 'number':
      return numberOf(node.text);
    case 'binary':
      return compare(evaluate(node.left, row), node.operator, evaluate(node.right, row));
    case 'in': {
      const left = evaluate(node.left, row);
      if (left === null) return null;
      if (node.operator === 'has_any') return node.items.some((item) => hasTerm(left, evaluate(item, row)));
      if (node.operator === 'has_all') return node.items.every((item) => hasTerm(left, evaluate(item, row)));
      const equal = node.operator.endsWith('~') ? '=~' : '==';
      const found = node.items.some((item) => compare(left, equal, evaluate(item, row)) === true);
      return found !== node.operator.startsWith('!');
    }
    case 'and':
      return connect(node.operands, row, false);
    case 'or':
      return connect(node.operands, row, true);
    case 'not': {
      const operand = evaluate(node.operand, row);
      return operand === null ? null : operand !== true;
    }
    case 'call':
      return callOf(
        node.name,
        node.arguments.map((argument) => evaluate(argument, row)),
      );
  }
}

function verbatimNumber(node: Scalar): Value | undefined {
  const [, digits] = (node.kind === 'verbatim' && /^decimal\((.*)\)$/.exec(node.text)) || [];
  return digits === undefined ? undefined : numberOf(digits);
}

function connect(operands: readonly Scalar[], row: Row, decisive: boolean): Value {
  const values = operands.map((operand) => evaluate(operand, row));
  if (values.includes(decisive)) return decisive;
  return values.includes(null) ? null : !decisive;
}

function numberOf(text: string): number | bigint | null {
  if (/^-?\d+$/.test(text)) return BigInt(text);
  return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : null;
}

function compare(left: Value, operator: string, right: Value): Value {
  switch (operator) {
    case '==':
      return left === null || right === null ? (left === right ? null : false) : looselyEqual(left, right);
    case '!=':
      return left === null || right === null ? (left === right ? null : true) : !looselyEqual(left, right);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return left === null || right === null ? null : ordered(left, operator, right);
    case 'has':
      return hasTerm(left, right);
    case 'matches regex':
      return RE2JS.compile(String(right)).matcher(String(left)).find();
    default:
      return textCompare(String(left), operator, String(right));
  }
}

function looselyEqual(left: Value, right: Value): boolean {
  if (typeof left === 'string' || typeof right === 'string' || typeof left === 'boolean') return left === right;
  return Number(left) === Number(right) && BigIntOr(left) === BigIntOr(right);
}

function BigIntOr(value: Value): bigint | Value {
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value;
}

function ordered(left: Value, operator: '<' | '<=' | '>' | '>=', right: Value): boolean {
  const [a, b] = [left as number, right as number];
  return operator === '<' ? a < b : operator === '<=' ? a <= b : operator === '>' ? a > b : a >= b;
}

function textCompare(left: string, operator: string, right: string): boolean {
  if (operator.startsWith('!')) {
    return !textCompare(left, operator === '!~' ? '=~' : operator.slice(1), right);
  }
  const cased = operator.endsWith('_cs');
  const [a, b] = cased ? [left, right] : [fold(left), fold(right)];
  switch (operator.replace('_cs', '')) {
    case '=~':
      return a === b;
    case 'contains':
      return a.includes(b);
    case 'startswith':
      return a.startsWith(b);
    case 'endswith':
      return a.endsWith(b);
  }
  throw new Error(`No operator ${operator}`);
}

/**
 * A term is a longest run of alphanumeric characters, says Microsoft's page on string operators; whether those are
 * ASCII's, Unicode's, or the underscore too, readers differ. True is what is true for all of them.
 */
function hasTerm(left: Value, right: Value): boolean {
  const wanted = fold(String(right));
  return [/[A-Za-z0-9]+/g, /[\p{L}\p{N}]+/gu, /[\p{L}\p{N}_]+/gu].every((term) =>
    (String(left).match(term) ?? []).some((each) => fold(each) === wanted),
  );
}

function fold(text: string): string {
  return text.toUpperCase().toLowerCase();
}

function callOf(name: string, values: readonly Value[]): Value {
  const [first = null, ...more] = values;
  switch (name) {
    case 'isempty':
      return first === null || first === '';
    case 'isnotempty':
      return first !== null && first !== '';
    case 'isnull':
      return first === null;
    case 'isnotnull':
      return first !== null;
    case 'tostring':
      return first === null ? '' : String(first);
    case 'gettype':
      return typeof first === 'string' && /^\[.*\]$/s.test(first) ? 'array' : 'string';
    case 'todouble': {
      const number = numberOf(String(first));
      return number === null ? null : Number(number);
    }
    case 'todecimal':
      return numberOf(String(first));
    case 'coalesce':
      return values.find((value) => value !== null) ?? null;
    case 'ipv4_is_in_range':
    case 'ipv4_is_in_any_range':
      return inRange(String(first), more.map(String), 'ipv4');
    case 'ipv6_is_in_range':
    case 'ipv6_is_in_any_range':
      return inRange(String(first), more.map(String), 'ipv6');
  }
  throw new Error(`No function ${name}`);
}

/** An address of version 4 is a mapped one to the functions of version 6. */
function inRange(address: string, networks: readonly string[], family: 'ipv4' | 'ipv6'): Value {
  const mapped = family === 'ipv6' && isIPv4(address) ? `::ffff:${address}` : address;
  if (!(family === 'ipv4' ? isIPv4(mapped) : isIPv6(mapped))) return null;
  return networks.some((network) => {
    const [net = '', prefix] = network.split('/');
    const list = new BlockList();
    list.addSubnet(net, Number(prefix), family);
    return list.check(mapped, family);
  });
}
