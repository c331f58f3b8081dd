import { globalsOn } from '../kql/validation/database.ts';
import { type GlobalState, type KustoSymbol, kusto } from '../kql/validation/kusto.ts';
import type { AsimSource } from './asim.ts';
import type { Column } from './syntax.ts';
import type { ScalarType } from './values/value.ts';

interface Schema {
  readonly columns: readonly Column[];
}

/** What the service binds names to. The last few are kept, since a query is run again and again on the same tables. */
export function globalsFor(
  tables: ReadonlyMap<string, Schema>,
  parsers: ReadonlyMap<string, AsimSource>,
  watchlists: ReadonlyMap<string, Schema>,
  functions: Readonly<Record<string, string>>,
): GlobalState {
  const described = (named: ReadonlyMap<string, Schema>) =>
    [...named].map(([name, { columns }]) => [name, columns.map(({ name: column, type }) => `${column}:${type}`)]);
  const key = JSON.stringify([described(tables), described(parsers), described(watchlists), functions]);
  const known = made.get(key);
  if (known !== undefined) return known;
  const symbols = [
    ...[...tables].map(([name, schema]) => new service.TableSymbol.$ctor4(name, columnSymbols(schema))),
    ...[...parsers].map(([name, parser]) => parserSymbol(name, parser)),
    ...Object.entries(functions).map(([name, text]) => workspaceFunction(name, text)),
    watchlistSymbol(watchlists),
  ];
  const globals = globalsOn('samples', symbols);
  if (made.size >= mostKept) made.clear();
  made.set(key, globals);
  return globals;
}

const mostKept = 32;
const made = new Map<string, GlobalState>();

/** The constructors of the service that only the evaluator needs. */
interface Service {
  readonly TableSymbol: (typeof kusto.Symbols)['TableSymbol'];
  readonly FunctionSymbol: (typeof kusto.Symbols)['FunctionSymbol'] & {
    /** Name, parameters and body as text, description. */
    readonly $ctor16: new (
      name: string,
      parameters: string,
      body: string,
      description: null,
    ) => KustoSymbol;
    /** What a call answers follows from its arguments. */
    readonly ctor: new (
      name: string,
      answer: (call: CallContext) => KustoSymbol,
      tabularity: number,
      parameters: KustoSymbol[],
    ) => KustoSymbol;
  };
}

interface CallContext {
  readonly Arguments: {
    readonly Count: number;
    getItem(index: number): { readonly LiteralValue?: unknown; readonly ConstantValue?: unknown };
  };
}

const service = kusto.Symbols as unknown as Service;
const tabular = 2;

function columnSymbols({ columns }: Schema): KustoSymbol[] {
  return columns.map(({ name, type }) => new kusto.Symbols.ColumnSymbol(name, typeSymbol(type)));
}

function typeSymbol(type: ScalarType): KustoSymbol {
  return (kusto.Symbols.ScalarTypes as Readonly<Record<string, KustoSymbol>>)[typeNames[type]] as KustoSymbol;
}

const typeNames: Readonly<Record<ScalarType, string>> = {
  string: 'String',
  int: 'Int',
  long: 'Long',
  real: 'Real',
  decimal: 'Decimal',
  bool: 'Bool',
  datetime: 'DateTime',
  timespan: 'TimeSpan',
  guid: 'Guid',
  dynamic: 'Dynamic',
};

function parameter(name: string, type: ScalarType, required: boolean): KustoSymbol {
  return new kusto.Symbols.Parameter.$ctor3(
    name,
    typeSymbol(type),
    0,
    null,
    null,
    false,
    null,
    required ? 1 : 0,
    1,
    null,
    null,
  );
}

function parserSymbol(name: string, parser: AsimSource): KustoSymbol {
  const answered = new kusto.Symbols.TableSymbol.ctor(columnSymbols(parser));
  const parameters = [...parser.parameters].map(([each, type]) => parameter(each, type, false));
  return new service.FunctionSymbol.$ctor5(name, answered, parameters);
}

/** `(a: long) { … }`, or a body alone. */
function workspaceFunction(name: string, text: string): KustoSymbol {
  const start = text.indexOf('{');
  const parameters = text.slice(0, start).trim();
  return new service.FunctionSymbol.$ctor16(name, parameters === '' ? '()' : parameters, text.slice(start), null);
}

function watchlistSymbol(watchlists: ReadonlyMap<string, Schema>): KustoSymbol {
  const answer = ({ Arguments }: CallContext) => {
    const alias = Arguments.Count === 0 ? undefined : Arguments.getItem(0).ConstantValue;
    const schema = watchlists.get(String(alias)) ?? { columns: [] };
    return new kusto.Symbols.TableSymbol.ctor(columnSymbols(schema));
  };
  return new service.FunctionSymbol.ctor('_GetWatchlist', answer, tabular, [
    parameter('watchlistAlias', 'string', true),
  ]);
}
