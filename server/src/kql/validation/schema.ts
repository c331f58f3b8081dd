import { tablesOf } from '../../catalog/tables.ts';
import type { Target } from '../../catalog/target.ts';
import { globalsOn } from './database.ts';
import type { GlobalState, KustoSymbol } from './kusto.ts';
import { parserSymbols, tableSymbol, watchlistSymbol } from './symbols.ts';

/** What queries of the target can name: its tables and, for `asim`, the parsers under all of their names. Made once. */
export function globalsOf(target: Target): GlobalState {
  const known = made.get(target) ?? makeGlobals(target);
  made.set(target, known);
  return known;
}

const made = new Map<Target, GlobalState>();

function makeGlobals(target: Target): GlobalState {
  const tables = tablesOf(target).filter(({ kind }) => kind !== 'asimParser');
  const symbols: KustoSymbol[] = tables.map(({ name, columns }) => tableSymbol(name, () => columns));
  if (target === 'asim') symbols.push(...parserSymbols());
  if (target !== 'xdr') symbols.push(watchlistSymbol());
  return globalsOn(target, symbols);
}
