import { columnOf } from '../compile/names.ts';
import { noRow } from '../expression.ts';
import { type Cells, cellsPlan, type Plan, type Reader } from '../plan.ts';
import { eachRow, notImplemented, overRows, refused, type Scope, scalar } from '../scope.ts';
import { type Column, kindOf, nameOf, partOf, type Syntax } from '../syntax.ts';
import { fromDynamic, toText, typeOfDynamic } from '../values/convert.ts';
import { type Bag, type Dynamic, isArray, isBag, type ScalarType, type Value } from '../values/value.ts';
import { outputOf } from './columns.ts';
import { needColumns } from './neededColumns.ts';

/** The members of bags as columns, in the order of their names, behind the columns that stay. */
export function bagUnpack(node: Syntax, given: readonly Syntax[], input: Plan, scope: Scope): Plan {
  const [bagNode] = given;
  if (bagNode === undefined) throw refused('An argument is missing.', node, scope);
  const inner = overRows(scope, input);
  const options = optionsOfCall(given.slice(1), node, scope);
  const bagName = kindOf(bagNode) === 'NameReference' ? nameOf(bagNode) : '';
  const sources = new Set(input.columns.map(({ name }) => name).filter((name) => name !== bagName));
  const unpacking: Unpacking = { ...options, read: scalar(bagNode, inner).evaluate, sources };
  needColumns(node, scope, () => columnsOfAll(input, bagName, unpacking, node, scope));
  const output = outputOf(node);
  return cellsPlan(output, () => {
    const readers = output.map((column) => readerOf(column, input, unpacking, node, scope));
    scope.context.budget.rows(input.rows().length, output.length);
    const made: Cells[] = [];
    eachRow(inner, input.rows(), (row) => made.push(readers.map((read) => read(row))));
    return made;
  });
}

interface Options {
  readonly prefix: string;
  /** Which column counts where a member has the name of a source column. */
  readonly conflict: 'error' | 'replace_source' | 'keep_source';
  readonly ignored: ReadonlySet<string>;
}

interface Unpacking extends Options {
  readonly read: Reader;
  /** The columns of the input without the one that is unpacked. */
  readonly sources: ReadonlySet<string>;
}

/** The optional arguments, by their names or in their order (documentation: "bag_unpack plugin"). */
function optionsOfCall(given: readonly Syntax[], node: Syntax, scope: Scope): Options {
  const values = new Map<string, Value>();
  given.forEach((each, index) => {
    const isNamed = kindOf(each) === 'SimpleNamedExpression';
    const name = isNamed ? nameOf(partOf(each, 'Name')) : (optionNames[index] ?? '');
    if (!optionNames.includes(name)) throw notImplemented('`bag_unpack` with this argument', each, scope);
    values.set(name, scalar(isNamed ? partOf(each, 'Expression') : each, scope).evaluate(noRow));
  });
  const conflict = String(values.get('columnsConflict') ?? 'error');
  if (conflict !== 'error' && conflict !== 'replace_source' && conflict !== 'keep_source')
    throw refused(`\`${conflict}\` is no way to resolve a conflict.`, node, scope);
  const ignored = values.get('ignoredProperties') ?? [];
  return {
    prefix: String(values.get('OutputColumnPrefix') ?? ''),
    conflict,
    ignored: new Set(isArray(ignored) ? ignored.map((each) => toText(each, 'dynamic')) : []),
  };
}

const optionNames = ['OutputColumnPrefix', 'columnsConflict', 'ignoredProperties'];

function columnsOfAll(input: Plan, bagName: string, unpacking: Unpacking, node: Syntax, scope: Scope): Column[] {
  const { conflict, sources } = unpacking;
  const members = columnsInBags(input, unpacking);
  const twice = members.find(({ name }) => sources.has(name));
  if (twice !== undefined && conflict === 'error')
    throw refused(`\`bag_unpack\` would make a second column \`${twice.name}\`.`, node, scope);
  const replaced = new Set(conflict === 'replace_source' ? members.map(({ name }) => name) : []);
  const kept = input.columns.filter(({ name }) => name !== bagName && !replaced.has(name));
  return [...kept, ...members.filter(({ name }) => conflict !== 'keep_source' || !sources.has(name))];
}

/** A key whose values are of one type gets a column of it, any other one of `dynamic`. */
function columnsInBags(input: Plan, { read, prefix, ignored }: Unpacking): Column[] {
  const types = new Map<string, ScalarType | undefined>();
  for (const row of input.rows()) {
    const value = read(row);
    if (!isBag(value as Dynamic)) continue;
    for (const [key, member] of Object.entries(value as Bag)) {
      if (ignored.has(key)) continue;
      const own = member === null ? undefined : typeOfDynamic(member);
      const before = types.get(key);
      types.set(key, before === undefined || before === own ? (own ?? before) : own === undefined ? before : 'dynamic');
    }
  }
  return [...types]
    .map(([key, type]): Column => ({ name: `${prefix}${key}`, type: type ?? 'dynamic' }))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

function readerOf({ name, type }: Column, input: Plan, unpacking: Unpacking, node: Syntax, scope: Scope): Reader {
  const { read, prefix, conflict, ignored, sources } = unpacking;
  const key = name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
  const source = sources.has(name) ? columnOf(name, input)?.evaluate : undefined;
  const hasKey = (row: object) => {
    const bag = read(row);
    return key !== undefined && !ignored.has(key) && isBag(bag as Dynamic) && Object.hasOwn(bag as Bag, key);
  };
  if (source !== undefined && conflict !== 'replace_source') {
    if (conflict === 'keep_source') return source;
    return (row) => {
      if (hasKey(row)) throw refused(`\`bag_unpack\` would make a second column \`${name}\`.`, node, scope);
      return source(row);
    };
  }
  if (source !== undefined && !input.rows().some(hasKey)) return source;
  return (row) => {
    const bag = read(row) as Bag;
    return fromDynamic(key !== undefined && hasKey(row) ? (bag[key] ?? null) : null, type);
  };
}
