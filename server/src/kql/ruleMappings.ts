import type { Columns, ColumnType } from '../catalog/columns.ts';
import { table as tableNamed } from '../catalog/tables.ts';
import { type Target, targets } from '../catalog/target.ts';
import type { LogsourceKey } from '../catalog/taxonomy.ts';
import { allOf } from '../enumerate.ts';
import type { Problem } from '../problem.ts';
import type { Item } from '../sigma/expression.ts';
import { itemsIn } from '../sigma/itemsIn.ts';
import type { DetectionRule } from '../sigma/rule.ts';
import { columnName } from './identifier.ts';
import { mappingsFor } from './mappings.ts';
import { packedField } from './packedFields.ts';
import { quote } from './quote.ts';
import type { MappedField, MappedFields, TableMapping } from './tableMapping.ts';

/** The mappings that a rule may be translated by, the preferred one first, or why there can be none. */
export interface RuleMappings {
  readonly mappings: readonly TableMapping[];
  readonly obstacle?: Problem;
}

/**
 * Those of the rule's log source. Where processing pipelines have given fields their names, a column of that name is the
 * field, and otherwise the name is Sigma's; a table that they name is read instead of any other, and all fields are its
 * columns.
 */
export function ruleMappings(rule: DetectionRule, target: Target): RuleMappings {
  const { processing } = rule;
  const usual = () => mappingsFor(logsourceOf(rule), target);
  if (processing === undefined) return { mappings: usual() };
  const known = remembered.get(rule) ?? new Map<Target, RuleMappings>();
  remembered.set(rule, known);
  const found =
    known.get(target) ??
    (processing.queryTable === undefined ? withColumns(rule, usual()) : onTable(rule, processing.queryTable, target));
  known.set(target, found);
  return found;
}

export function logsourceOf({ logsource: { category, product, service } }: DetectionRule): LogsourceKey {
  return { category: category?.value, product: product?.value, service: service?.value };
}

/** A rule is asked for its mappings several times, and they are compared by identity. */
const remembered = new WeakMap<DetectionRule, Map<Target, RuleMappings>>();

function withColumns(rule: DetectionRule, mappings: readonly TableMapping[]): RuleMappings {
  const items = rule.expression === undefined ? [] : itemsIn(rule.expression);
  const { renamed, own } = namesIn(items);
  const clashes = mappings.map((mapping) => {
    const columns = tableNamed(mapping.table, mapping.target)?.columns;
    return [...renamed].find((name) => own.has(name) && columns?.has(name) && !isColumn(mapping, name));
  });
  const usable = mappings.filter((_, index) => clashes[index] === undefined);
  const [mapping] = mappings;
  const [clash] = clashes;
  if (usable.length === 0 && mapping !== undefined && clash !== undefined)
    return { mappings: [], obstacle: clashing(clash, items, mapping) };
  return { mappings: usable.map((each) => ({ ...each, fields: overlaid(each, renamed) })) };
}

function isColumn({ fields }: TableMapping, name: string): boolean {
  const mapped = fields.get(name);
  return mapped === undefined || (mapped.kind === 'column' && mapped.column === name);
}

/** What a pipeline has named is looked for among the columns first, what the mapping does not know at last. */
function overlaid({ table, target, fields }: TableMapping, renamed: ReadonlySet<string>): MappedFields {
  const columns = tableNamed(table, target)?.columns;
  const columnOf = (name: string) => (columns === undefined ? undefined : columnField(name, columns));
  return {
    get: (name) => (renamed.has(name) ? (columnOf(name) ?? fields.get(name)) : (fields.get(name) ?? columnOf(name))),
    keys: () => fields.keys(),
    [Symbol.iterator]: () => fields[Symbol.iterator](),
  };
}

/** A column, or a path into a dynamic one. */
function columnField(name: string, columns: Columns): MappedField | undefined {
  const type = columns.get(name);
  if (type !== undefined) return { kind: 'column', column: spelled(name), type };
  const [outer = ''] = name.split('.');
  if (outer === name || columns.get(outer) !== 'dynamic') return undefined;
  const packed = { of: outer, format: 'dynamic', prefix: `${outer}.`, fields: [], rest: true } as const;
  return packedField(packed, name, (column) => columns.has(column));
}

function onTable(rule: DetectionRule, name: string, target: Target): RuleMappings {
  const items = rule.expression === undefined ? [] : itemsIn(rule.expression);
  // ASIM's parsers are functions of the same workspace.
  const table = tableNamed(name, target) ?? (target === 'workspace' ? tableNamed(name, 'asim') : undefined);
  const common = { target, table: name, rows: [], requires: new Map(), keywords: ['*'], row: new Map() };
  if (table !== undefined) {
    const { columns } = table;
    const columnOf = (field: string) => columnField(field, columns);
    return { mappings: [{ ...common, fields: fieldsOf(columns.keys(), columnOf) }] };
  }
  const elsewhere = targets.filter((other) => tableNamed(name, other) !== undefined);
  if (elsewhere.length > 0) return { mappings: [], obstacle: otherTarget(rule, name, target, elsewhere) };
  const types = typesIn(items);
  const note =
    'no table of that name is known; its columns are taken to be named as the fields are, with the types of their values';
  const columnOf = (field: string) => columnField(field, types) ?? unknownColumn(field);
  return { mappings: [{ ...common, note, fields: fieldsOf(types.keys(), columnOf) }] };
}

function fieldsOf(names: Iterable<string>, get: (name: string) => MappedField | undefined): MappedFields {
  const listed = [...names];
  return {
    get,
    keys: () => listed,
    *[Symbol.iterator]() {
      for (const name of listed) {
        const field = get(name);
        if (field !== undefined) yield [name, field];
      }
    },
  };
}

/** In a table that nobody knows, dots lead into a dynamic column. */
function unknownColumn(name: string): MappedField | undefined {
  const [outer = ''] = name.split('.');
  if (outer === name || outer === '') return { kind: 'column', column: spelled(name), type: 'string' };
  return columnField(name, new Map([[outer, 'dynamic']]));
}

/** The types that the values of fields have: a number throughout, or else text. */
function typesIn(items: readonly Item[]): Columns {
  const kinds = new Map<string, Set<string>>();
  for (const { field, values } of items) {
    if (field === undefined || field.includes('.')) continue;
    const known = kinds.get(field) ?? new Set();
    for (const { alternatives } of values) for (const { kind } of alternatives) known.add(typeOfTest[kind] ?? 'any');
    kinds.set(field, known);
  }
  return new Map(
    [...kinds].map(([name, known]): [string, ColumnType] => {
      const [only = 'string', other] = [...known].filter((kind) => kind !== 'any');
      return [name, other === undefined && (only === 'long' || only === 'bool') ? only : 'string'];
    }),
  );
}

const typeOfTest: Readonly<Record<string, string | undefined>> = {
  number: 'long',
  compare: 'long',
  boolean: 'bool',
  string: 'string',
  regex: 'string',
  cidr: 'string',
  fieldref: 'string',
};

/** A name as a column can be named in a query. */
function spelled(name: string): string {
  return columnName(name) === name ? name : `[${quote(name)}]`;
}

/** The names that pipelines have given, and those that are the rule's own. */
function namesIn(items: readonly Item[]): { readonly renamed: ReadonlySet<string>; readonly own: ReadonlySet<string> } {
  const renamed = new Set<string>();
  const own = new Set<string>();
  const add = (name: string, isRenamed: boolean) => (isRenamed ? renamed : own).add(name);
  for (const { field, isRenamed, values } of items) {
    if (field !== undefined) add(field, isRenamed === true);
    for (const { alternatives } of values) {
      for (const test of alternatives) if (test.kind === 'fieldref') add(test.field, test.isRenamed === true);
    }
  }
  return { renamed, own };
}

function clashing(name: string, items: readonly Item[], { table }: TableMapping): Problem {
  const range = items.find(({ field, isRenamed }) => field === name && isRenamed !== true)?.fieldRange;
  const message = `A pipeline gives another field the name \`${name}\`, a column of \`${table}\`, and the rule’s own \`${name}\` is something else there. Let the pipeline rename this one too.`;
  return { code: 'unmapped-field', severity: 'error', message, range: range ?? { start: 0, end: 0 } };
}

function otherTarget({ logsource }: DetectionRule, name: string, target: Target, others: readonly Target[]): Problem {
  const named = allOf(others.map((other) => `\`${other}\``));
  const message = `A pipeline has the query read \`${name}\`, which the target \`${target}\` does not have. There is one for ${named}.`;
  return { code: 'unmapped-logsource', severity: 'error', message, range: logsource.range };
}
