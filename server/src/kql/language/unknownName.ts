import { nearest } from '../../sigma/nearest.ts';
import type { Diagnostic } from '../validation/kusto.ts';
import type { AnalysedQuery, KqlDocument } from './document.ts';
import type { KqlFinding } from './finding.ts';
import { proposalsAt } from './proposals.ts';
import { columnsOf, type Schema, tableNames } from './schemas.ts';
import { itemsOf, type Named, service } from './service.ts';
import { around, kindOf } from './syntax.ts';

/**
 * Microsoft's service says of tables, columns and functions alike that a name "does not refer to any known …". Which of
 * them is meant decides what to do about it: a table may be one of the user's own, a column of a known table is not.
 */
export function unknownName(
  diagnostic: Diagnostic,
  query: AnalysedQuery,
  document: KqlDocument,
  isColumnExpected: boolean,
): KqlFinding | undefined {
  const { Code, Start, Length } = diagnostic;
  const written = query.text.slice(Start, Start + Length);
  const place = { start: Start, length: Length };
  const name = written.replace(/^\[?["']|["']\]?$/g, '');
  switch (Code) {
    case 'KS204':
    case 'KS205':
      return { ...unknownTable(name, query, document, Code === 'KS205'), ...place };
    case 'KS211':
      return { ...unknownFunction(name, query), ...place };
    case 'KS142':
      return !isColumnExpected && isTablePlace(query, Start)
        ? { ...unknownTable(name, query, document, false), ...place }
        : { ...unknownColumn(name, query, document, Start), ...place };
    default:
      return undefined;
  }
}

/** "Query operator expected." behind a pipe, for a word that is nearly one. */
export function unknownOperator({ Start, Length }: Diagnostic, query: AnalysedQuery): KqlFinding | undefined {
  const word = query.text.slice(Start, Start + Length);
  if (word === '') return undefined;
  const { items } = proposalsAt(query.code, Start);
  const operators = items.flatMap(({ item: { Kind, MatchText } }) => (Kind === operatorKind ? [MatchText] : []));
  const guess = nearest(word, operators);
  const what = `\`${word}\` is not an operator.`;
  const place = { code: 'unknown-operator', severity: 'error', start: Start, length: Length } as const;
  if (guess === undefined) return { ...place, message: what };
  return { ...place, message: `${what} Did you mean \`${guess}\`?`, suggestions: [guess] };
}

const operatorKind = service.Editor.CompletionKind.QueryPrefix;

type Found = Omit<KqlFinding, 'start' | 'length'>;

function unknownTable(name: string, query: AnalysedQuery, document: KqlDocument, isFuzzy: boolean): Found {
  const { schema, customTables, target } = document;
  const code = 'unknown-table';
  const severity = schema === 'xdr' && !isFuzzy ? 'error' : 'warning';
  const side = `\`${name}\` is not a table of ${sides[schema]}.`;
  const other: Schema = schema === 'xdr' ? 'workspace' : 'xdr';
  if (target !== 'auto' && schema !== 'unified' && columnsOf(name, other) !== undefined)
    return {
      code,
      severity,
      message: `${side} It is one of ${sides[other]}: the setting \`sigmasmith.kql.documentsTarget\` says which this file is for.`,
    };
  const guess = nearest(name, [...localTables(query), ...tableNames(schema, customTables)]);
  if (guess !== undefined)
    return { code, severity, message: `${side} Did you mean \`${guess}\`?`, suggestions: [guess] };
  const samples = name.endsWith('_CL') ? `, or put exported rows into a file \`${name}.json\`` : '';
  const advice =
    schema === 'xdr'
      ? ''
      : ` If it is one of your own, give its columns in the setting \`sigmasmith.kql.customTables\`${samples}.`;
  return { code, severity, message: `${side}${advice}` };
}

const sides: Readonly<Record<Schema, string>> = {
  xdr: 'Defender XDR',
  workspace: 'a Log Analytics workspace',
  unified: 'Defender XDR or a Log Analytics workspace',
};

function unknownColumn(name: string, query: AnalysedQuery, document: KqlDocument, start: number): Found {
  const code = 'unknown-column';
  const scope = query.code.GetColumnsInScope(start);
  const columns = itemsOf(scope?.Columns).map(({ Name }) => Name);
  const owner = scope?.Name ? ` of \`${scope.Name}\`` : ' here';
  const what = columns.length === 0 ? `Nothing here is called \`${name}\`.` : `\`${name}\` is not a column${owner}.`;
  const time = timeColumn(name, columns);
  if (time !== undefined)
    return {
      code,
      severity: 'error',
      message: `${what} The time is in \`${time}\` ${time === 'Timestamp' ? 'in Defender XDR' : 'in a Log Analytics workspace'}.`,
      suggestions: [time],
    };
  const guess = nearest(name, [...columns, ...localNames(query, start)]);
  if (guess !== undefined)
    return { code, severity: 'error', message: `${what} Did you mean \`${guess}\`?`, suggestions: [guess] };
  if (name.endsWith('_CF') && document.schema !== 'xdr')
    return { code, severity: 'information', message: `${what} Custom columns are known to the workspace only.` };
  return { code, severity: 'error', message: what };
}

function timeColumn(name: string, columns: readonly string[]): string | undefined {
  const other = name === 'Timestamp' ? 'TimeGenerated' : name === 'TimeGenerated' ? 'Timestamp' : undefined;
  return other !== undefined && columns.includes(other) ? other : undefined;
}

function unknownFunction(name: string, query: AnalysedQuery): Found {
  const { Functions, Aggregates } = query.globals as unknown as Readonly<
    Record<string, Parameters<typeof itemsOf<Named>>[0]>
  >;
  const known = [...itemsOf(Functions), ...itemsOf(Aggregates)].map(({ Name }) => Name);
  const guess = nearest(name, [...localFunctions(query), ...known]);
  const what = `\`${name}\` is not a function that is known here.`;
  if (guess !== undefined)
    return {
      code: 'unknown-function',
      severity: 'error',
      message: `${what} Did you mean \`${guess}\`?`,
      suggestions: [guess],
    };
  return {
    code: 'unknown-function',
    severity: 'warning',
    message: `${what} If it is one that is saved in your workspace, its result is not.`,
  };
}

/** Whether the name stands where rows come from: first in a statement, or among the tables of `union`, `join` and their like. */
function isTablePlace({ code, text }: AnalysedQuery, start: number): boolean {
  if (text.slice(start).startsWith('*') || /^[\w*]*\*/.test(text.slice(start))) return true;
  let inner = '';
  for (const node of around(code.Syntax.GetTokenAt(start))) {
    const kind = kindOf(node);
    if (node.TextStart !== start && !listKinds.has(kind) && !tableKinds.has(kind)) return false;
    if (tableKinds.has(kind)) return inner !== 'scalar';
    if (kind.endsWith('Operator')) return false;
    inner = kind === 'FunctionCallExpression' ? 'scalar' : inner;
  }
  return false;
}

const listKinds: ReadonlySet<string> = new Set(['List', 'SeparatedElement', 'ParenthesizedExpression']);
const tableKinds: ReadonlySet<string> = new Set([
  'ExpressionStatement',
  'UnionOperator',
  'JoinOperator',
  'LookupOperator',
  'FindInClause',
  'PipeExpression',
]);

const symbolKinds = service.Symbols.SymbolKind;

function localTables({ code }: AnalysedQuery): string[] {
  return declared(code.GetSymbolsInScope(lastPlace(code)), (type) => type?.Kind === symbolKinds.Table);
}

function localFunctions({ code }: AnalysedQuery): string[] {
  return declared(code.GetSymbolsInScope(lastPlace(code)), (type) => type?.Kind === symbolKinds.Function);
}

function localNames({ code }: AnalysedQuery, start: number): string[] {
  return declared(code.GetSymbolsInScope(start), () => true);
}

function lastPlace({ Syntax }: AnalysedQuery['code']): number {
  return Syntax.TextStart + Syntax.Width;
}

/** Names of `let` and of parameters. */
function declared(
  symbols: Parameters<typeof itemsOf<Named>>[0],
  isWanted: (type: Named | undefined) => boolean,
): string[] {
  return itemsOf(symbols).flatMap(({ Name, Kind, Type }) => {
    const isLocal = Kind === symbolKinds.Variable || Kind === symbolKinds.Parameter;
    return isLocal && isWanted(Type) ? [Name] : [];
  });
}
