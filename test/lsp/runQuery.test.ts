import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CancellationTokenSource, ProgressType, type WorkDoneProgressReport } from 'vscode-languageserver/node';
import { methods, type RunQueryResult } from '../../server/src/lsp/protocol.ts';
import { startClient, type TestClient } from './client.ts';

let folder: string;
let client: TestClient;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sigmasmith-run-query-'));
  const settings = {
    query: { tables: { Elsewhere_CL: 'far/*.json' } },
    kql: { customTables: { Doors_CL: { Door: 'string', Code: 'string', Opened: 'long' } } },
  };
  client = await startClient({ configuration: () => settings, rootUri: pathToFileURL(folder).href });
}, 60_000);

afterAll(async () => {
  await client.stop();
  await rm(folder, { recursive: true, force: true });
});

let inFolder = 0;

async function write(name: string, content: unknown): Promise<void> {
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
}

async function run(text: string, name = 'q.kql'): Promise<RunQueryResult> {
  const uri = pathToFileURL(path.join(folder, name)).href;
  const result = await client.request<RunQueryResult | null>(methods.runQuery, { uri, text, version: 3 });
  if (result === null) throw new Error(client.logged.join('\n'));
  return result;
}

describe('a query', () => {
  it('says that the parser starts, and answers rows without any sample', async () => {
    const said: string[] = [];
    const token = 'first';
    client.connection.onProgress(new ProgressType<WorkDoneProgressReport>(), token, ({ message }) => {
      if (message !== undefined) said.push(message);
    });
    const params = {
      uri: 'untitled:Untitled-1',
      text: 'print a = 1, b = dynamic({"x": 9223372036854775807})',
      version: 1,
    };
    const result = await client.request<RunQueryResult>(methods.runQuery, { ...params, workDoneToken: token });
    expect(result).toMatchObject({
      columns: [
        { name: 'a', type: 'long' },
        { name: 'b', type: 'dynamic' },
      ],
      rows: [[1, '{"x":9223372036854775807}']],
      total: 1,
      problems: [],
      files: [],
    });
    expect(said).toContain('Starting Microsoft’s parser…');
  }, 60_000);

  it('has the first rows, and the number of all', async () => {
    const { rows, total, steps } = await run('range x from 1 to 2500 step 1\n| where x > 1');
    expect([rows.length, total]).toEqual([1000, 2499]);
    expect(steps.map(({ range: { end }, rows: left }) => [end.line, left])).toEqual([
      [0, 2500],
      [1, 2499],
    ]);
  });

  it('is the one at the cursor where a file has several', async () => {
    const text = '// one\nprint a = 1\n\n// two\nprint b = 2\n| extend c = b\n\nprint';
    const params = { uri: 'untitled:Untitled-1', text, version: 1 };
    const at = (line: number) =>
      client.request<RunQueryResult>(methods.runQuery, { ...params, position: { line, character: 0 } });
    expect(await at(1)).toMatchObject({ rows: [[1]], query: { index: 0, count: 3 } });
    const second = await at(4);
    expect(second).toMatchObject({ rows: [[2, 2]], problems: [], query: { index: 1, count: 3 } });
    expect(second.query?.range).toEqual({ start: { line: 3, character: 0 }, end: { line: 7, character: 0 } });
    expect(second.steps.map(({ range }) => range.end.line)).toEqual([4, 5]);
    expect((await at(7)).problems.map(({ range }) => range.start.line)).toEqual([7]);
  });

  it('without rows means the side whose names it has', async () => {
    expect((await run('DeviceProcessEvents | where Timestamp > ago(1d)')).problems).toEqual([]);
    expect((await run('DeviceProcessEvents | where TimeGenerated > ago(1d)')).problems).toEqual([]);
  });

  it('is told what keeps it from running, and where', async () => {
    const { problems, rows } = await run('print a = 1\n| extend b = nosuchfunction(a)');
    expect(rows).toEqual([]);
    expect(problems).toMatchObject([{ severity: 'error', range: { start: { line: 1, character: 13 } } }]);
  });

  it.each([0, 1])(
    'gives way to the next one when it is cancelled, with %i of them running',
    async (begun) => {
      const source = new CancellationTokenSource();
      const token = `cancelled${begun}`;
      const begins = new Promise<void>((resolve) => {
        client.connection.onProgress(new ProgressType<WorkDoneProgressReport>(), token, ({ kind }) => {
          if (kind === 'report') resolve();
        });
      });
      const params = { uri: 'untitled:Untitled-1', text: endless, version: 1, workDoneToken: token };
      const ended = client.connection.sendRequest(methods.runQuery, params, source.token).catch(() => null);
      if (begun > 0) await begins;
      source.cancel();
      expect(await ended).toBeNull();
      expect((await run('print a = 2')).rows).toEqual([[2]]);
    },
    60_000,
  );
});

const endless = 'range x from 1 to 3000000 step 1 | extend y = tostring(x) | summarize dcount(y) by x % 1000';

describe('sample rows', () => {
  let name: string;
  beforeEach(() => {
    inFolder += 1;
    name = `query${inFolder}`;
  });
  afterEach(() => rm(path.join(folder, name), { recursive: true, force: true }));

  it('are those beside the query, by its name and that of the table', async () => {
    await write(`${name}.DeviceProcessEvents.json`, [{ Timestamp: '2026-01-02T03:04:05Z', FileName: 'a.exe' }]);
    await write(`${name}.DeviceRegistryEvents.ndjson`, '{"RegistryKey":"k1"}\n{"RegistryKey":"k2"}\n');
    await write(`${name}.other.DeviceProcessEvents.json`, [{ FileName: 'of another query' }]);
    await write(`${name}.Own_CL.csv`, 'Name,Count\r\nx,7\r\n');
    await write(`${name}/More_CL.json`, { a: 1 });
    await write(`${name}.rows.json`, { First_CL: [{ b: 1 }, { b: 2 }], Second_CL: [{ c: 'x' }] });
    await write('far/one.json', [{ far: true }]);
    const names = 'DeviceProcessEvents, DeviceRegistryEvents, Own_CL, More_CL, First_CL, Second_CL, Elsewhere_CL';
    const { rows, files, problems } = await run(
      `union withsource=Source ${names}\n| summarize Rows = count() by Source\n| sort by Source asc`,
      `${name}.kql`,
    );
    expect(problems).toEqual([]);
    expect(rows).toEqual([
      ['DeviceProcessEvents', 1],
      ['DeviceRegistryEvents', 2],
      ['Elsewhere_CL', 1],
      ['First_CL', 2],
      ['More_CL', 1],
      ['Own_CL', 1],
      ['Second_CL', 1],
    ]);
    expect(
      files.map(({ uri, tables }) => [path.posix.basename(uri), tables.map((table) => table.name)]),
    ).toContainEqual([`${name}.rows.json`, ['First_CL', 'Second_CL']]);
  });

  it('can be events in the names of Sigma', async () => {
    await write(`${name}.DeviceProcessEvents.json`, [
      { UtcTime: '2026-01-05 10:15:00.000', Image: 'C:\\x\\certutil.exe', CommandLine: 'certutil -urlcache' },
    ]);
    const { rows, files } = await run(
      'DeviceProcessEvents | where Timestamp > ago(1h) and FileName =~ "certutil.exe" | project ProcessCommandLine',
      `${name}.kql`,
    );
    expect(rows).toEqual([['certutil -urlcache']]);
    expect(files[0]?.problems).toEqual([]);
  });

  it('are read again when their file has changed', async () => {
    const file = `${name}.Own_CL.json`;
    await write(file, [{ a: 1 }]);
    expect((await run('Own_CL | project a', `${name}.kql`)).rows).toEqual([[1]]);
    await write(file, [{ a: 1 }, { a: 2 }]);
    expect((await run('Own_CL | project a', `${name}.kql`)).rows).toEqual([[1], [2]]);
  });

  it('have the clock: now() is just after the newest of them', async () => {
    await write(`${name}.DeviceProcessEvents.json`, [
      { Timestamp: '2020-01-01T00:00:00Z', FileName: 'old' },
      { Timestamp: '2020-01-05T00:00:00Z', FileName: 'new' },
    ]);
    const { rows } = await run('DeviceProcessEvents | where Timestamp > ago(1d) | project FileName', `${name}.kql`);
    expect(rows).toEqual([['new']]);
  });

  it('can be those of a watchlist', async () => {
    await write(`${name}.watchlist.Admins.csv`, 'SearchKey,UserName\nann,ann\n');
    const { rows, files } = await run("_GetWatchlist('Admins') | project UserName", `${name}.kql`);
    expect(rows).toEqual([['ann']]);
    expect(files[0]?.tables).toEqual([{ name: 'Admins', rows: 1, isWatchlist: true }]);
  });

  it('that cannot be read are told of, and the others are used', async () => {
    await write(`${name}.Own_CL.json`, '{"a":1}\nnonsense\n{"a":3}\n');
    await write(`${name}.rows.json`, '[1]');
    const { rows, files } = await run('Own_CL | project a', `${name}.kql`);
    expect(rows).toEqual([[1], [3]]);
    expect(files.map(({ problems }) => problems.length)).toEqual([1, 1]);
    expect(files[0]?.problems[0]?.range.start.line).toBe(1);
  });
});

describe('tables without rows', () => {
  it('are told: those that the query reads, and no others', async () => {
    await write('bare.DeviceInfo.json', [{ DeviceId: 'a' }]);
    const lacking = async (text: string) => (await run(text, 'bare.kql')).tablesWithoutRows;
    expect(await lacking('DeviceNetworkEvents')).toEqual(['DeviceNetworkEvents']);
    expect(await lacking('// SecurityEvent\nDeviceInfo | join (DeviceEvents | take 1) on DeviceId')).toEqual([
      'DeviceEvents',
    ]);
    expect(await lacking('_Im_ProcessCreate(starttime=ago(1d)) | take 1')).toEqual(['_Im_ProcessCreate']);
    expect(await lacking('let DeviceEvents = print a = 1; DeviceEvents | where a == 2')).toEqual([]);
    expect(await lacking('DeviceInfo | where DeviceId == "b"')).toEqual([]);
  });
});

describe('rows of comma-separated values', () => {
  it('have the types of the setting, or those that their texts say', async () => {
    await write('typed.Doors_CL.csv', 'Door,Code,Opened\n007,12,3\n8,13,x\n');
    await write('typed.Walls_CL.csv', 'Wall,Height,Painted\n1,2.50,true\n2,3,false\n');
    const doors = await run('Doors_CL | project Door, Code, Opened', 'typed.kql');
    expect(doors.columns.map(({ type }) => type)).toEqual(['string', 'string', 'long']);
    expect(doors.rows).toEqual([
      ['007', '12', 3],
      ['8', '13', null],
    ]);
    const walls = await run('Walls_CL | where Painted | project Wall, Height', 'typed.kql');
    expect([walls.problems, walls.columns.map(({ type }) => type), walls.rows]).toEqual([
      [],
      ['long', 'real'],
      [[1, 2.5]],
    ]);
  });
});
