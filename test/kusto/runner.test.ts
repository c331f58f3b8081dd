import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawText } from '../../scripts/rawText.mjs';
import { createQueryRunner, type QueryRunner } from '../../server/src/kusto/worker/runner.ts';

let folder: string;
let runner: QueryRunner;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sigmasmith-runner-'));
  const workerPath = path.join(folder, 'kustoWorker.cjs');
  await build({
    entryPoints: [path.resolve(import.meta.dirname, '../../server/src/kusto/worker/main.ts')],
    outfile: workerPath,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    plugins: [rawText],
  });
  runner = createQueryRunner({ workerPath });
}, 120_000);

afterAll(async () => {
  await runner?.dispose();
  await rm(folder, { recursive: true, force: true });
});

describe('the thread that runs queries', () => {
  it('answers rows, longs of 64 bits too', async () => {
    const { rows, problems } = await runner.run('T | extend b = 9223372036854775807', { tables: { T: [{ a: 'x' }] } });
    expect(problems).toEqual([]);
    expect(rows).toEqual([{ a: 'x', b: 9223372036854775807n }]);
  }, 60_000);

  it('is given rows once, and again when it is a new one', async () => {
    let copies = 0;
    const row = {
      get a() {
        return ++copies;
      },
    };
    const tables = { T: [row], Own: { columns: { b: 'long' as const }, rows: [{ b: 2 }] } };
    expect((await runner.run('T', { tables })).rows).toEqual([{ a: 1 }]);
    expect((await runner.run('union T, Own, T', { tables })).rows).toEqual([
      { a: 1, b: null },
      { a: null, b: 2 },
      { a: 1, b: null },
    ]);
    expect(copies).toBe(1);
    await runner.run('print 1', { tables: { T: [{ a: 'other' }] } });
    expect((await runner.run('T', { tables, watchlists: { W: tables.T } })).rows).toEqual([{ a: 2 }]);
    await runner.dispose();
    expect((await runner.run('T', { tables })).rows).toHaveLength(1);
    expect((await runner.run("_GetWatchlist('W')", { tables: {}, watchlists: { W: tables.T } })).problems).toEqual([]);
  }, 60_000);

  it('is ended by a signal, and the next query has a new one', async () => {
    const abort = new AbortController();
    const endless = 'range x from 1 to 3000000 step 1 | extend y = tostring(x) | summarize dcount(y) by x % 1000';
    const running = runner.run(endless, { tables: {}, signal: abort.signal });
    abort.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
    expect((await runner.run('print a = 1', { tables: {} })).rows).toEqual([{ a: 1 }]);
  }, 60_000);

  it('is ended where one call of a function takes longer than the query may', async () => {
    const strict = createQueryRunner({ workerPath: path.join(folder, 'kustoWorker.cjs'), grace: 0 });
    const endless = 'print strrep("a", 1024, strrep("a", 1000)) matches regex "(.*a){200}b"';
    const { problems } = await strict.run(endless, { tables: {}, limits: { milliseconds: 1000 } });
    expect(problems.map(({ code }) => code)).toEqual(['kql-limit']);
    expect((await strict.run('print a = 1', { tables: {}, limits: { milliseconds: 60_000 } })).rows).toEqual([
      { a: 1 },
    ]);
    await strict.dispose();
  }, 60_000);

  it('runs nothing for a signal that is aborted already', async () => {
    await expect(runner.run('print 1', { tables: {}, signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow(
      'no',
    );
  });
});
