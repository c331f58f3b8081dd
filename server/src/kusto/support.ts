import { kusto } from '../kql/validation/kusto.ts';
import { aggregateFunction } from './aggregates/table.ts';
import { conditionals } from './compile/conditionals.ts';
import { windowFunctions } from './compile/windows.ts';
import { scalarFunction } from './functions/table.ts';
import { plugins } from './operators/evaluate.ts';
import { operators } from './operators/table.ts';

/** A part of KQL, and whether queries with it can be run here. */
export interface Supported {
  readonly name: string;
  readonly runs: boolean;
}

export interface KqlSupport {
  readonly operators: readonly Supported[];
  readonly functions: readonly Supported[];
  readonly aggregates: readonly Supported[];
  readonly plugins: readonly Supported[];
}

/** All that Microsoft's service knows, each by name; what begins with `__` is not for users. */
export function kqlSupport(): KqlSupport {
  const isScalar = (name: string) =>
    scalarFunction(name) !== undefined ||
    conditionals.has(name) ||
    windowFunctions.has(name) ||
    tableFunctions.has(name);
  return {
    operators: Object.entries(operatorNames).map(([kind, name]) => ({
      name,
      runs: operators.has(kind) || compiled.has(kind),
    })),
    functions: named(service.Functions.All, isScalar),
    aggregates: named(service.Aggregates.All, (name) => aggregateFunction(name) !== undefined),
    plugins: named(service.PlugIns.All, (name) => plugins.has(name)),
  };
}

interface Named {
  readonly All: Iterable<unknown>;
}

const service = kusto as unknown as { readonly Functions: Named; readonly Aggregates: Named; readonly PlugIns: Named };
const bridge = (globalThis as unknown as { Bridge: { toArray(list: unknown): { readonly Name: string }[] } }).Bridge;

function named(list: unknown, runs: (name: string) => boolean): Supported[] {
  const names = bridge.toArray(list).map(({ Name }) => Name);
  return [...new Set(names)]
    .filter((name) => !name.startsWith('__'))
    .sort()
    .map((name) => ({ name, runs: runs(name) }));
}

/** Functions that answer tables, and are compiled as such. */
const tableFunctions: ReadonlySet<string> = new Set(['table', 'materialized_view', 'database', 'cluster']);

/** What is compiled without an entry in the table of operators. */
const compiled: ReadonlySet<string> = new Set([
  'LetStatement',
  'MaterializeExpression',
  'ToScalarExpression',
  'ToTableExpression',
]);

/** The words of the language by the service's names of their nodes. */
const operatorNames: Readonly<Record<string, string>> = {
  AsOperator: 'as',
  AssertSchemaOperator: 'assert-schema',
  ConsumeOperator: 'consume',
  CountOperator: 'count',
  DataTableExpression: 'datatable',
  DistinctOperator: 'distinct',
  EvaluateOperator: 'evaluate',
  ExtendOperator: 'extend',
  ExternalDataExpression: 'externaldata',
  FacetOperator: 'facet',
  FindOperator: 'find',
  ForkOperator: 'fork',
  GetSchemaOperator: 'getschema',
  GraphMatchOperator: 'graph-match',
  InvokeOperator: 'invoke',
  JoinOperator: 'join',
  LetStatement: 'let',
  LookupOperator: 'lookup',
  MakeGraphOperator: 'make-graph',
  MakeSeriesOperator: 'make-series',
  MaterializeExpression: 'materialize',
  MvApplyOperator: 'mv-apply',
  MvExpandOperator: 'mv-expand',
  ParseKvOperator: 'parse-kv',
  ParseOperator: 'parse',
  ParseWhereOperator: 'parse-where',
  PartitionOperator: 'partition',
  PrintOperator: 'print',
  ProjectAwayOperator: 'project-away',
  ProjectByNamesOperator: 'project-by-names',
  ProjectKeepOperator: 'project-keep',
  ProjectOperator: 'project',
  ProjectRenameOperator: 'project-rename',
  ProjectReorderOperator: 'project-reorder',
  RangeOperator: 'range',
  ReduceByOperator: 'reduce',
  RenderOperator: 'render',
  SampleDistinctOperator: 'sample-distinct',
  SampleOperator: 'sample',
  ScanOperator: 'scan',
  SearchOperator: 'search',
  SerializeOperator: 'serialize',
  SortOperator: 'sort / order',
  SummarizeOperator: 'summarize',
  TakeOperator: 'take / limit',
  TopHittersOperator: 'top-hitters',
  TopNestedOperator: 'top-nested',
  TopOperator: 'top',
  ToScalarExpression: 'toscalar',
  ToTableExpression: 'totable',
  UnionOperator: 'union',
  FilterOperator: 'where / filter',
};
