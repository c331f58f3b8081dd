import { asimParsers } from '../../catalog/asim.ts';
import type { Columns, ColumnType } from '../../catalog/columns.ts';
import { tablesOf } from '../../catalog/tables.ts';
import type { Target } from '../../catalog/target.ts';
import { type GlobalState, type KustoSymbol, kusto, type ScalarTypeName } from './kusto.ts';

/** What queries of the target can name: its tables and, for `asim`, the parsers under all of their names. Made once. */
export function globalsOf(target: Target): GlobalState {
  const known = made.get(target) ?? makeGlobals(target);
  made.set(target, known);
  return known;
}

const { ColumnSymbol, DatabaseSymbol, FunctionSymbol, Parameter, ScalarTypes, TableSymbol } = kusto.Symbols;
const made = new Map<Target, GlobalState>();

function makeGlobals(target: Target): GlobalState {
  const tables = tablesOf(target).filter(({ kind }) => kind !== 'asimParser');
  const symbols: KustoSymbol[] = tables.map(
    ({ name, columns }) => new TableSymbol.$ctor4(name, columnSymbols(columns)),
  );
  if (target === 'asim') symbols.push(...parserSymbols());
  if (target !== 'xdr') symbols.push(watchlistSymbol());
  return kusto.GlobalState.Default.WithDatabase(new DatabaseSymbol.ctor(target, symbols));
}

function parserSymbols(): KustoSymbol[] {
  return asimParsers().flatMap(({ name, workspaceName, parameterless, columns, parameters }) => {
    const returned = new TableSymbol.ctor(columnSymbols(columns));
    const accepted = [...parameters].map(([parameter, type]) => optionalParameter(parameter, type));
    return [
      ...[name, workspaceName].map((each) => new FunctionSymbol.$ctor5(each, returned, accepted)),
      ...parameterless.map((each) => new FunctionSymbol.$ctor5(each, returned, [])),
    ];
  });
}

/** Sentinel's function for its watchlists, whose columns only the workspace knows. */
function watchlistSymbol(): KustoSymbol {
  const anything = new TableSymbol.ctor([]).WithIsOpen(true);
  const alias = new Parameter.$ctor3('alias', ScalarTypes.String, 0, null, null, false, null, 1, 1, null, null);
  return new FunctionSymbol.$ctor5('_GetWatchlist', anything, [alias]);
}

function columnSymbols(columns: Columns): KustoSymbol[] {
  return [...columns].map(([name, type]) => new ColumnSymbol(name, ScalarTypes[scalarTypes[type]]));
}

/** Every filtering parameter of a parser can be left out. */
function optionalParameter(name: string, type: ColumnType): KustoSymbol {
  const anyExpression = 0;
  const symbol = ScalarTypes[scalarTypes[type]];
  return new Parameter.$ctor3(name, symbol, anyExpression, null, null, false, null, 0, 1, null, null);
}

const scalarTypes: Readonly<Record<ColumnType, ScalarTypeName>> = {
  string: 'String',
  int: 'Int',
  long: 'Long',
  real: 'Real',
  bool: 'Bool',
  datetime: 'DateTime',
  timespan: 'TimeSpan',
  dynamic: 'Dynamic',
  guid: 'Guid',
};
