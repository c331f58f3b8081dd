import { kusto } from '../kql/validation/kusto.ts';
import { isScalarType, type ScalarType } from './values/value.ts';

/**
 * The syntax tree of Microsoft's service as far as the evaluator reads it. Every member is there on some kinds of node
 * only; which ones a kind has is written where that kind is compiled. Missing optional parts are null.
 */
export interface Syntax {
  readonly Kind: number;
  readonly TextStart: number;
  readonly Width: number;
  readonly End: number;
  readonly ChildCount: number;
  GetChild(index: number): Syntax | null;
  readonly Text?: string;
  readonly ValueText?: string;
  readonly IsMissing?: boolean;
  readonly Parent: Syntax | null;

  readonly ResultType?: TypeSymbol | null;
  readonly LiteralValue?: unknown;
  readonly ReferencedSymbol?: ServiceSymbol | null;
  readonly ReferencedSignature?: Signature | null;
  /** The function's body as it is bound for this call; a tree of its own, whose positions start at the body's brace. */
  GetCalledFunctionBody?(): Syntax | null;

  readonly SimpleName?: string;
  readonly [part: string]: unknown;
}

export interface ServiceSymbol {
  readonly Kind: number;
  readonly Name: string;
  readonly Type?: TypeSymbol;
  readonly Signatures?: ServiceList<Signature>;
}

export interface Signature {
  readonly Parameters: ServiceList<Parameter>;
  /** The body of a `let` function, where it is written. */
  readonly Declaration: Syntax | null;
}

export interface Parameter {
  readonly Name: string;
  readonly DefaultValue: Syntax | null;
  readonly DeclaredTypes?: ServiceList<TypeSymbol>;
}

export interface TypeSymbol extends ServiceSymbol {
  /** Of tables and tuples. */
  readonly Columns?: ServiceList<{ readonly Name: string; readonly Type: ServiceSymbol }>;
  readonly IsOpen?: boolean;
}

export interface ServiceList<T> {
  readonly Count: number;
  getItem(index: number): T;
}

export interface Column {
  readonly name: string;
  readonly type: ScalarType;
}

/** `FilterOperator`, `AddExpression`: what the service calls this kind of node. */
export function kindOf(node: Syntax): string {
  return kindNames.get(node.Kind) ?? 'unknown';
}

const kindNames: ReadonlyMap<number, string> = new Map(
  Object.entries(kusto.Syntax.SyntaxKind).flatMap(([name, kind]) => (typeof kind === 'number' ? [[kind, name]] : [])),
);

/** A part of the node; undefined if it was left out. */
export function part(node: Syntax, name: string): Syntax | undefined {
  return (node[name] as Syntax | null | undefined) ?? undefined;
}

/** A part that the node always has. Throws if it has not, which would be a mistake of ours about the service. */
export function partOf(node: Syntax, name: string): Syntax {
  const found = part(node, name);
  if (found === undefined) throw new Error(`${kindOf(node)} has no ${name}`);
  return found;
}

/** The members of a list, without their separators; none for a list that was left out. */
export function elements(list: Syntax | undefined): Syntax[] {
  if (list === undefined) return [];
  return children(list).map((child) => part(child, 'Element') ?? child);
}

/** The members of the list that is a part of the node. */
export function listOf(node: Syntax, name: string): Syntax[] {
  return elements(part(node, name));
}

export function children(node: Syntax): Syntax[] {
  return Array.from({ length: node.ChildCount }, (_, index) => node.GetChild(index)).filter((child) => child !== null);
}

/** What a token or a literal says. */
export function textOf(node: Syntax): string {
  if (node.ValueText !== undefined) return node.ValueText;
  if (node.Text !== undefined) return node.Text;
  return children(node).map(textOf).join('');
}

/** The name that a node declares or refers to. */
export function nameOf(node: Syntax): string {
  return node.SimpleName ?? part(node, 'Name')?.SimpleName ?? textOf(node);
}

/** The name that the service makes of an expression without one: `a_b` of `a.b`, `a` of `tostring(a)`; `''` if none. */
export function impliedName(node: Syntax): string {
  return service.Binding.Binder.GetExpressionResultName(node, '', null);
}

const service = kusto as unknown as {
  readonly Binding: {
    readonly Binder: { GetExpressionResultName(node: Syntax, otherwise: string, row: null): string };
  };
};

/** Columns of a table or a tuple. */
export function columnsOf(type: TypeSymbol | null | undefined): Column[] {
  const list = type?.Columns;
  if (list === undefined) return [];
  return Array.from({ length: list.Count }, (_, index) => list.getItem(index)).map(({ Name, Type }) => ({
    name: Name,
    type: scalarTypeOf(Type) ?? 'dynamic',
  }));
}

/** The type of a scalar; undefined for tables, tuples and what the service could not tell. */
export function scalarTypeOf(type: ServiceSymbol | null | undefined): ScalarType | undefined {
  const name = type?.Name ?? '';
  if (isScalarType(name)) return name;
  return name.startsWith('dynamic') || dynamicKinds.has(type?.Kind ?? 0) ? 'dynamic' : undefined;
}

/** The type that is written after a colon or in `typeof(…)`. */
export function writtenType(node: Syntax | undefined): ScalarType | undefined {
  const name = node === undefined ? '' : textOf(node).trim().toLowerCase();
  return isScalarType(name) ? name : typeAliases.get(name);
}

const typeAliases: ReadonlyMap<string, ScalarType> = new Map([
  ['double', 'real'],
  ['date', 'datetime'],
  ['time', 'timespan'],
  ['boolean', 'bool'],
  ['uuid', 'guid'],
  ['uniqueid', 'guid'],
  ['int32', 'int'],
  ['int64', 'long'],
  ['object', 'dynamic'],
]);

/** `SymbolKind` of the service. */
export const symbolKinds = { variable: 2, function: 3, parameter: 4, column: 9, table: 10 } as const;

/** Whether the node answers a table. */
export function isTabular(node: Syntax): boolean {
  return node.ResultType?.Kind === symbolKinds.table;
}

/** Bags and arrays whose shape the service knows. */
const dynamicKinds: ReadonlySet<number> = new Set([7, 8]);

/** The operator's `name=value` options: their values by name. */
export function optionsOf(node: Syntax): Map<string, Syntax> {
  return new Map(
    listOf(node, 'Parameters').map((option) => [
      nameOf(partOf(option, 'Name')).toLowerCase(),
      partOf(option, 'Expression'),
    ]),
  );
}
