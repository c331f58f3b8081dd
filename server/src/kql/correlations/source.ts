import { table as tableNamed } from '../../catalog/tables.ts';
import type { Range } from '../../range.ts';
import type { Leaf } from '../../sigma/correlations/plan.ts';
import type { DetectionRule } from '../../sigma/rule.ts';
import type { Query, Scalar } from '../ast.ts';
import { ruleMappings } from '../ruleMappings.ts';
import type { TableMapping } from '../tableMapping.ts';
import type { NamedColumns } from '../tabular.ts';
import { type Translation, translationOf } from '../translation.ts';
import { type Building, refuse, tell } from './building.ts';
import { fieldValue, hasField } from './field.ts';
import { relocate } from './relocate.ts';
import type { Demand } from './rows.ts';

/** One rule that a correlation counts the events of. */
export interface Input {
  readonly rule: DetectionRule;
  /** Of the rules that the correlation counts, which. */
  readonly target: number;
  readonly leaf: Leaf;
  /** What stands for the rule in the document that is translated, if it is one of another document. */
  readonly elsewhere: Range | undefined;
}

/** The rule's events, with the columns that are demanded of them still to be projected. */
export interface EventSource {
  readonly input: Input;
  readonly query: Query;
  readonly columns: NamedColumns;
  /** The demanded values as they would be if the query computed none of them: rules with the same ones can be read at once. */
  readonly plain: readonly Scalar[];
}

/**
 * The query of a rule, on the first table that has also the fields which the correlation needs. Undefined, with the
 * reasons among the problems, where there is none.
 */
export function eventSource(input: Input, demands: readonly Demand[], building: Building): EventSource | undefined {
  const { rule, leaf, elsewhere } = input;
  const fields = demands.map(({ fieldOf }) => fieldOf(leaf));
  const translation = translated(rule, fields, building);
  for (const problem of translation.problems) {
    if (elsewhere === undefined) tell(building, problem);
    else tell(building, { ...problem, message: `${nameOf(rule)}: ${problem.message}`, range: elsewhere });
  }
  const { mapping } = translation;
  if (translation.query === undefined || mapping === undefined) return undefined;
  for (const table of translation.tables) building.tables.add(table);
  const query = elsewhere === undefined ? translation.query : relocate(translation.query, elsewhere);
  return withColumns({ input, query, mapping }, fields, demands, building);
}

function nameOf({ name, title }: DetectionRule): string {
  return `\`${name?.value ?? title?.value ?? 'a rule without a name'}\``;
}

/** The tables that have the fields are tried first. */
function translated(rule: DetectionRule, fields: readonly string[], { options }: Building): Translation {
  const complete = ruleMappings(rule, options.target).mappings.filter((mapping) =>
    fields.every((field) => hasField(mapping, field)),
  );
  const usual = translationOf(rule, options);
  if (usual.mapping === undefined || complete.length === 0 || complete.includes(usual.mapping)) return usual;
  for (const { table } of complete) {
    const other = translationOf(rule, { ...options, tables: { prefer: [table] } });
    if (other.query !== undefined && other.mapping !== undefined && complete.includes(other.mapping)) return other;
  }
  return usual;
}

function withColumns(
  { input, query, mapping }: { readonly input: Input; readonly query: Query; readonly mapping: TableMapping },
  fields: readonly string[],
  demands: readonly Demand[],
  building: Building,
): EventSource | undefined {
  const listed = tableNamed(mapping.table, mapping.target);
  // Every table of a workspace has the usual column, also those that no catalogue lists.
  const time = listed === undefined ? building.time : listed.timeColumn;
  if (time === undefined) {
    const message = `\`${mapping.table}\` has no column of times, so its events cannot be correlated.`;
    return refuse(building, 'unsupported-value', message, input.elsewhere ?? input.rule.logsource.range);
  }
  const values = demands.map((demand, index) => fieldValue(fields[index] ?? '', demand, { mapping, query }, building));
  const parsed = new Map(
    values.flatMap((each) => (each?.parsed === undefined ? [] : [[each.parsed.name, each.parsed.expression] as const])),
  );
  const known = new Set(
    query.operators.flatMap((each) => (each.kind === 'extend' ? each.columns : [])).map(({ name }) => name),
  );
  const missing = [...parsed].filter(([name]) => !known.has(name));
  const columns: NamedColumns = [
    { name: building.time, value: { kind: 'column', name: time } },
    ...demands.flatMap(({ column, place }, index) => {
      const value = values[index]?.value;
      return value === undefined ? [] : [{ name: column, value, sources: [place] }];
    }),
  ];
  if (values.includes(undefined)) return undefined;
  noteOrigins(fields, demands, mapping, building);
  const plain = values.flatMap((each) => (each === undefined ? [] : [each.plain]));
  if (missing.length === 0) return { input, query, columns, plain };
  const extended = missing.map(([name, text]) => ({
    name,
    value: { kind: 'verbatim', text, compound: false } as const,
  }));
  const operators = [...query.operators, { kind: 'extend', columns: extended } as const];
  return { input, query: { ...query, operators }, columns, plain };
}

function noteOrigins(
  fields: readonly string[],
  demands: readonly Demand[],
  { table, fields: mapped }: TableMapping,
  { origins }: Building,
): void {
  for (const [index, { column, kind }] of demands.entries()) {
    const field = mapped.get(fields[index] ?? '');
    if (kind === 'text' && field !== undefined) origins.set(column, [...(origins.get(column) ?? []), { table, field }]);
  }
}
