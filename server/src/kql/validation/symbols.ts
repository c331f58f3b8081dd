import { asimParsers } from '../../catalog/asim.ts';
import type { Columns, ColumnType } from '../../catalog/columns.ts';
import { type KustoSymbol, kusto, type ScalarTypeName } from './kusto.ts';

const { ColumnSymbol, FunctionSymbol, Parameter, ScalarTypes, TableSymbol } = kusto.Symbols;

/** A table whose columns are made when something is first asked of them: a query names a few of a thousand tables. */
export function tableSymbol(name: string, columns: () => Columns): KustoSymbol {
  const symbol = new TableSymbol.$ctor4(name, []);
  // The service has no lazy symbols; the member is a plain property of the instance.
  Object.defineProperty(symbol, 'Columns', {
    configurable: true,
    enumerable: true,
    get: () => {
      const made = tableType(columns()) as KustoSymbol & { readonly Columns: unknown };
      Object.defineProperty(symbol, 'Columns', { value: made.Columns, writable: true });
      return made.Columns;
    },
  });
  return symbol;
}

/** ASIM's parsers under all of their names. */
export function parserSymbols(): KustoSymbol[] {
  return asimParsers().flatMap(({ name, workspaceName, parameterless, columns, parameters }) => {
    const returned = tableType(columns);
    const accepted = [...parameters].map(([parameter, type]) => optionalParameter(parameter, type));
    return [
      ...[name, workspaceName].map((each) => new FunctionSymbol.$ctor5(each, returned, accepted)),
      ...parameterless.map((each) => new FunctionSymbol.$ctor5(each, returned, [])),
    ];
  });
}

/** Sentinel's function for its watchlists, whose columns only the workspace knows. */
export function watchlistSymbol(): KustoSymbol {
  const anything = new TableSymbol.ctor([]).WithIsOpen(true);
  const alias = new Parameter.$ctor3('alias', ScalarTypes.String, 0, null, null, false, null, 1, 1, null, null);
  return new FunctionSymbol.$ctor5('_GetWatchlist', anything, [alias]);
}

function tableType(columns: Columns): KustoSymbol {
  return new TableSymbol.ctor(
    [...columns].map(([name, type]) => new ColumnSymbol(name, ScalarTypes[scalarTypes[type]])),
  );
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
