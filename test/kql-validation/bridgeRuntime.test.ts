import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createContext, runInContext } from 'node:vm';
import { expect, test } from 'vitest';
import { type BridgeRuntime, quicken } from '../../server/src/kql/validation/bridgeRuntime.ts';
import type { Kusto } from '../../server/src/kql/validation/kusto.ts';

const queries = [
  'T | where a has "x" and b > 3 or not(c in~ ("p", "q")) | summarize count(), dcount(b) by a, bin(d, 1h)',
  'let f = (n: long) { T | where b > n }; f(2) | join kind=leftouter (T | project a, e = b) on a | top 3 by b desc',
  'T | extend j = parse_json(c) | mv-expand k = j.list to typeof(long) | project-away j | order by k asc',
  'union withsource=s T, (print a = "x", nothing = 1 / 0) | evaluate bag_unpack(j) | render timechart',
  'T | where missing == 1 | extend x = strcat(a, 1, | take',
  'range i from 1 to 10 step 1 | scan declare (s: long = 0) with (step one: true => s = s + i;)',
];

/** The service in a realm of its own, where its runtime is as it came. */
function freshService() {
  const require = createRequire(import.meta.url);
  const realm = createContext({});
  for (const script of ['bridge.min.js', 'Kusto.Language.Bridge.min.js'])
    runInContext(readFileSync(require.resolve(`@kusto/language-service-next/${script}`), 'utf8'), realm);
  return realm as unknown as BridgeRuntime & { Kusto: { Language: Kusto } };
}

test('the quickened runtime gives the same answer to each question of the service', () => {
  const fresh = freshService();
  const { System, Bridge } = fresh;
  const plain = { getCount: System.Array.getCount, getItem: System.Array.getItem, is: Bridge.is };
  quicken(fresh);
  const quick = { getCount: System.Array.getCount, getItem: System.Array.getItem, is: Bridge.is };
  const asked = { getCount: 0, getItem: 0, is: 0 };
  const comparing =
    <Name extends keyof typeof asked>(name: Name) =>
    (...parameters: unknown[]): never => {
      asked[name]++;
      const ask = (functions: typeof plain) => (functions[name] as (...all: unknown[]) => unknown)(...parameters);
      const answer = ask(quick);
      if (!Object.is(answer, ask(plain))) throw new Error(`${name} differs`);
      return answer as never;
    };
  System.Array.getCount = comparing('getCount');
  System.Array.getItem = comparing('getItem');
  Bridge.is = comparing('is');

  const { GlobalState, KustoCode, Symbols } = fresh.Kusto.Language;
  const { String: text, Long, DateTime } = Symbols.ScalarTypes;
  const columns = Object.entries({ a: text, b: Long, c: text, d: DateTime }).map(
    ([name, type]) => new Symbols.ColumnSymbol(name, type),
  );
  const table = new Symbols.TableSymbol.$ctor4('T', columns);
  const globals = GlobalState.Default.WithDatabase(new Symbols.DatabaseSymbol.ctor('samples', [table]));
  for (const query of queries) KustoCode.ParseAndAnalyze(query, globals).GetDiagnostics();

  expect(Math.min(...Object.values(asked))).toBeGreaterThan(1000);
});
