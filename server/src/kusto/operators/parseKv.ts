import { asText } from '../compile/textOperators.ts';
import { noRow } from '../expression.ts';
import type { Plan, Row } from '../plan.ts';
import { notImplemented, overRows, type Scope, scalar } from '../scope.ts';
import { listOf, nameOf, part, partOf, type Syntax } from '../syntax.ts';
import { conversion } from '../values/convert.ts';
import { extended, outputOf } from './columns.ts';
import { type Operator, piped } from './operator.ts';
import { declaredColumns } from './sources.ts';

/** `parse-kv`: columns out of a text of keys and values. */
export const parseKvOperators: Readonly<Record<string, Operator>> = { ParseKvOperator: piped(parseKv) };

interface Shape {
  readonly pairs: string;
  readonly keys: string;
  readonly quotes: readonly string[];
  readonly greedy: boolean;
}

/** What a literal of the query says. */
export function constantText(node: Syntax, scope: Scope): string {
  return asText(scalar(node, scope))(noRow);
}

function parseKv(node: Syntax, input: Plan, scope: Scope): Plan {
  const inner = overRows(scope, input);
  const keys = declaredColumns(partOf(node, 'Keys'));
  const shape = shapeOf(part(node, 'WithClause'), scope);
  const text = asText(scalar(partOf(node, 'Expression'), inner));
  let last: { readonly row: Row; readonly found: ReadonlyMap<string, string> } | undefined;
  const pairsOf = (row: Row) => {
    if (last?.row !== row)
      last = {
        row,
        found: pairs(
          text(row),
          shape,
          keys.map(({ name }) => name),
        ),
      };
    return last.found;
  };
  const made = keys.map(({ name, type }) => {
    const convert = conversion('string', type);
    const evaluate = (row: Row) => convert(pairsOf(row).get(name) ?? '');
    return { name, expression: { type, constant: false, evaluate } };
  });
  return extended(outputOf(node), made, input, inner, node);
}

function shapeOf(clause: Syntax | undefined, scope: Scope): Shape {
  const given = new Map(
    (clause === undefined ? [] : listOf(clause, 'Properties')).map((each) => [
      nameOf(partOf(each, 'Name')),
      partOf(each, 'Expression'),
    ]),
  );
  const text = (name: string, otherwise: string) => {
    const node = given.get(name);
    return node === undefined ? otherwise : constantText(node, scope);
  };
  const regex = given.get('regex');
  const escaping = given.get('escape');
  if (regex !== undefined || escaping !== undefined)
    throw notImplemented('`parse-kv` with `regex` or `escape`', regex ?? escaping ?? ({} as Syntax), scope);
  const quote = given.get('quote');
  return {
    pairs: text('pair_delimiter', ' '),
    keys: text('kv_delimiter', '='),
    quotes: quote === undefined ? [] : [...constantText(quote, scope)],
    greedy: text('greedy', 'false') === 'true',
  };
}

/** The first value of each key. A greedy value goes on until another of the wanted keys comes. */
function pairs(text: string, shape: Shape, names: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  let at = 0;
  while (at < text.length) {
    const delimiter = text.indexOf(shape.keys, at);
    if (delimiter === -1) break;
    const key = keyBefore(text.slice(at, delimiter), shape);
    const { value, end } = valueAt(text, delimiter + shape.keys.length, shape, names);
    if (!found.has(key)) found.set(key, value);
    at = end;
  }
  return found;
}

function valueAt(
  text: string,
  start: number,
  shape: Shape,
  names: readonly string[],
): { readonly value: string; readonly end: number } {
  const [open, close = open] = shape.quotes;
  if (open !== undefined && close !== undefined && text.startsWith(open, start)) {
    const end = text.indexOf(close, start + 1);
    if (end !== -1) return { value: text.slice(start + 1, end), end: end + 1 };
  }
  let end = text.indexOf(shape.pairs, start);
  while (
    shape.greedy &&
    end !== -1 &&
    !names.some((name) => text.startsWith(`${name}${shape.keys}`, end + shape.pairs.length))
  )
    end = text.indexOf(shape.pairs, end + 1);
  if (end === -1) return { value: text.slice(start).trim(), end: text.length };
  return { value: text.slice(start, end), end: end + shape.pairs.length };
}

/** What stands last before the delimiter: a text in quotes, or what follows the last pair. */
function keyBefore(text: string, { quotes, pairs: delimiter }: Shape): string {
  const [open, close = open] = quotes;
  const trimmed = text.trim();
  if (open !== undefined && close !== undefined && trimmed.endsWith(close)) {
    const start = trimmed.lastIndexOf(open, trimmed.length - 2);
    if (start !== -1) return trimmed.slice(start + 1, -1);
  }
  return text.split(delimiter).at(-1)?.trim() ?? '';
}
