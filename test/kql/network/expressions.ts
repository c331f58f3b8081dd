import { RE2JS } from 're2js';
import { parseExpression, type RowExpression } from '../../../server/src/kql/rows/parseExpression.ts';

/** A computed field of a mapping on a row, with the functions that log lines are read with. Kusto's text is never null. */
export function computed(expression: string, row: Readonly<Record<string, string>>): string {
  const parsed = parseExpression(expression);
  if (parsed === undefined) throw new Error(`cannot be read: ${expression}`);
  return textOf(parsed, row);
}

function textOf(expression: RowExpression, row: Readonly<Record<string, string>>): string {
  switch (expression.kind) {
    case 'literal':
      return String(expression.value);
    case 'path':
      return row[expression.column] ?? '';
    case 'member': {
      const bag: unknown = JSON.parse(inner(expression.of, row) || '{}');
      return expression.keys.reduce((value, key) => own(value, key), bag)?.toString() ?? '';
    }
    case 'call':
      return callOf(expression.name, expression.operands, row);
    case 'operator':
      return String(holds(expression.operator, expression.operands, row));
  }
}

function inner(expression: RowExpression, row: Readonly<Record<string, string>>): string {
  const [operand] = expression.kind === 'call' && expression.name === 'parse_json' ? expression.operands : [];
  if (operand === undefined) throw new Error('keys are of parsed JSON');
  return textOf(operand, row);
}

function own(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Object.entries(value).find(([name]) => name === key)?.[1] : '';
}

function callOf(name: string, operands: readonly RowExpression[], row: Readonly<Record<string, string>>): string {
  if (name === 'iff') {
    const [condition, yes, no] = operands;
    return condition && yes && no ? textOf(textOf(condition, row) === 'true' ? yes : no, row) : '';
  }
  const [first = '', second = '', third = ''] = operands.map((operand) => textOf(operand, row));
  switch (name) {
    case 'extract': {
      const matcher = RE2JS.compile(first).matcher(third);
      return matcher.find() ? (matcher.group(Number(second)) ?? '') : '';
    }
    case 'coalesce':
      return operands.map((operand) => textOf(operand, row)).find((text) => text !== '') ?? '';
    case 'replace_regex':
      return first.replace(new RegExp(second, 'g'), third.replace(/\\(\d)/g, '$$$1'));
    case 'url_decode':
      return decodeURIComponent(first);
    case 'strcat':
      return operands.map((operand) => textOf(operand, row)).join('');
    case 'trim':
      return second.replace(new RegExp(`^(?:${first})+|(?:${first})+$`, 'g'), '');
    case 'substring':
      return first.slice(Number(second), Number(second) + Number(third));
    case 'strlen':
      return String(first.length);
    case 'toint':
    case 'tolong':
    case 'tostring':
      return first;
    default:
      throw new Error(`no such function here: ${name}`);
  }
}

function holds(operator: string, operands: readonly RowExpression[], row: Readonly<Record<string, string>>): boolean {
  const [left = '', ...others] = operands.map((operand) => textOf(operand, row));
  switch (operator) {
    case '==':
    case 'in':
      return others.includes(left);
    case 'contains':
      return others.some((other) => left.toLowerCase().includes(other.toLowerCase()));
    case 'endswith':
      return others.some((other) => left.toLowerCase().endsWith(other.toLowerCase()));
    case 'startswith':
      return others.some((other) => left.toLowerCase().startsWith(other.toLowerCase()));
    default:
      throw new Error(`no such operator here: ${operator}`);
  }
}
