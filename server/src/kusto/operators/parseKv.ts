import { asText, patternOf } from '../compile/textOperators.ts';
import { noRow } from '../expression.ts';
import type { Plan, Row } from '../plan.ts';
import { notImplemented, overRows, refused, type Scope, scalar } from '../scope.ts';
import { listOf, nameOf, part, partOf, type Syntax } from '../syntax.ts';
import { conversion } from '../values/convert.ts';
import { extended, outputOf } from './columns.ts';
import { keyValues, type Notation } from './keyValues.ts';
import { type Operator, piped } from './operator.ts';
import { declaredColumns } from './sources.ts';

/** `parse-kv`: columns out of a text of keys and values. */
export const parseKvOperators: Readonly<Record<string, Operator>> = { ParseKvOperator: piped(parseKv) };

/** What a literal of the query says. */
export function constantText(node: Syntax, scope: Scope): string {
  return asText(scalar(node, scope))(noRow);
}

function parseKv(node: Syntax, input: Plan, scope: Scope): Plan {
  const inner = overRows(scope, input);
  const keys = declaredColumns(partOf(node, 'Keys'));
  const notation = notationOf(part(node, 'WithClause'), scope);
  const odd = keys.find(({ name }) => notation.kind === 'words' && !/^[\p{L}\p{N}]+$/u.test(name));
  if (odd !== undefined)
    throw notImplemented(`The key \`${odd.name}\`, which is no single word, without delimiters`, node, scope);
  const wanted = new Set(keys.map(({ name }) => name));
  const text = asText(scalar(partOf(node, 'Expression'), inner));
  let last: { readonly row: Row; readonly found: ReadonlyMap<string, string> } | undefined;
  const valuesOf = (row: Row) => {
    if (last?.row !== row) last = { row, found: keyValues(text(row), notation, wanted) };
    return last.found;
  };
  const made = keys.map(({ name, type }) => {
    const convert = conversion('string', type);
    const evaluate = (row: Row) => convert(valuesOf(row).get(name) ?? '');
    return { name, expression: { type, constant: false, evaluate } };
  });
  return extended(outputOf(node), made, input, inner, node);
}

/** `regex` alone, both delimiters, or none; quotes and escapes can be given several times. */
function notationOf(clause: Syntax | undefined, scope: Scope): Notation {
  const given = (clause === undefined ? [] : listOf(clause, 'Properties')).map((each) => ({
    name: nameOf(partOf(each, 'Name')),
    value: partOf(each, 'Expression'),
  }));
  const unknown = given.find(({ name }) => !properties.has(name));
  if (unknown !== undefined) throw notImplemented(`\`parse-kv\` with \`${unknown.name}\``, unknown.value, scope);
  const texts = (wanted: string) =>
    given.filter(({ name }) => name === wanted).map(({ value }) => constantText(value, scope));
  const regex = given.find(({ name }) => name === 'regex');
  if (regex !== undefined) {
    const pattern = patternOf(constantText(regex.value, scope), regex.value, scope);
    if (pattern.groupCount() !== 2) throw refused('The pattern needs two groups: key and value.', regex.value, scope);
    return { kind: 'regex', pattern };
  }
  const [pairs] = texts('pair_delimiter');
  const [keys] = texts('kv_delimiter');
  const quoting = { quotes: texts('quote'), escapes: texts('escape') };
  if (pairs === undefined && keys === undefined) return { kind: 'words', ...quoting };
  if (!pairs || !keys) throw notImplemented('`parse-kv` with one delimiter', clause ?? ({} as Syntax), scope);
  return { kind: 'delimited', pairs, keys, greedy: texts('greedy')[0] === 'true', ...quoting };
}

const properties: ReadonlySet<string> = new Set([
  'pair_delimiter',
  'kv_delimiter',
  'quote',
  'escape',
  'greedy',
  'regex',
]);
