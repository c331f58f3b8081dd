import { type GlobalState, type KustoSymbol, kusto } from './kusto.ts';

/**
 * What queries on a database can name, its members. It carries the service's cache and already has the options that
 * `ParseAndAnalyze` sets: otherwise the service makes its grammar and its maps of functions anew for every query.
 */
export function globalsOn(database: string, members: KustoSymbol[]): GlobalState {
  const globals = kusto.GlobalState.Default.WithDatabase(new kusto.Symbols.DatabaseSymbol.ctor(database, members));
  return globals.WithParseOptions(globals.ParseOptions.WithAlwaysProduceEndTokens(true)).WithCache();
}
