import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const program = path.resolve(import.meta.dirname, '../../dist/cli.cjs');

const rows = `{"Timestamp":"2026-01-05T10:15:00Z","DeviceName":"a","FileName":"certutil.exe","ProcessId":9007199254740993}
{"Timestamp":"2026-01-05T10:16:00Z","DeviceName":"b","FileName":"whoami.exe","ProcessCommandLine":"whoami, \\"all\\""}
`;
const query = `DeviceProcessEvents
| where Timestamp > ago(1h)
| where FileName endswith ".exe"
| project DeviceName, FileName, ProcessId, ProcessCommandLine, AccountName`;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sigmasmith-query-'));
  const write = (name: string, text: string) => writeFile(path.join(folder, name), text);
  await write('q.kql', query);
  await write('rows.ndjson', rows);
  await write('rows.csv', '\ufeff"Timestamp [UTC]",FileName\r\n2026-01-05T10:15:00Z,"who, ""am"" i.exe"\r\n');
  await write('hosts.csv', 'Name,Owner\na,Ann\n');
  await write('saved.kql', 'DeviceProcessEvents | where FileName startswith "who"');
  await write('parameters.kql', '(least: long = 0) { DeviceProcessEvents | where ProcessId > least }');
  await write('broken.ndjson', `${rows}{"Timestamp": \n`);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('query', () => {
  it('writes aligned rows, without the columns that are empty', async () => {
    const { code, out, err } = await run(['q.kql', '--table', 'DeviceProcessEvents=rows.ndjson']);
    expect(out.split('\n')).toEqual([
      'DeviceName  FileName             ProcessId  ProcessCommandLine',
      '----------  ------------  ----------------  ------------------',
      'a           certutil.exe  9007199254740993',
      'b           whoami.exe                      whoami, "all"',
      '',
    ]);
    expect(err).toBe('2 rows; 1 empty column is left out\n');
    expect(code).toBe(0);
  });

  it('runs the chosen one of several queries, and none without a choice', async () => {
    await writeFile(path.join(folder, 'several.kql'), 'print a = 1\n\n// the second\nprint b = 2\n| where nothing');
    const first = await run(['several.kql', '--query', '1', '--format', 'csv']);
    expect(first).toMatchObject({ out: 'a\r\n1\r\n', code: 0 });
    const second = await run(['several.kql', '--query', '2']);
    expect(second.err).toContain('several.kql:5:9: error');
    const unclear = await run(['several.kql']);
    expect(unclear.err).toContain('several.kql has 2 queries');
    expect(unclear.code).toBe(2);
    expect((await run(['several.kql', '--query', '3'])).err).toContain('no number 3');
  });

  it('lays out events in the names of Sigma', async () => {
    const event = {
      UtcTime: '2026-01-05 10:15:00.000',
      Image: 'C:\\x\\certutil.exe',
      CommandLine: 'certutil -urlcache',
    };
    await writeFile(
      path.join(folder, 'sigma.json'),
      JSON.stringify([event, { Timestamp: '2026-01-05T10:15:30Z', FileName: 'b.exe' }]),
    );
    const text = 'DeviceProcessEvents | where Timestamp > ago(1h) | project Timestamp, FileName, ProcessCommandLine';
    await writeFile(path.join(folder, 'sigma.kql'), text);
    const { code, out } = await run(['sigma.kql', '--table', 'DeviceProcessEvents=sigma.json', '--format', 'csv']);
    expect(out.split('\r\n').slice(1)).toEqual([
      '2026-01-05T10:15:00.0000000Z,certutil.exe,certutil -urlcache',
      '2026-01-05T10:15:30.0000000Z,b.exe,',
      '',
    ]);
    expect(code).toBe(0);
    await writeFile(path.join(folder, 'unclear.json'), '{"TargetObject": "HKLM\\\\SOFTWARE\\\\x"}');
    await writeFile(path.join(folder, 'registry.kql'), 'DeviceRegistryEvents | count');
    const unclear = await run(['registry.kql', '--table', 'DeviceRegistryEvents=unclear.json']);
    expect(unclear.err).toContain('could be a row of `DeviceRegistryEvents` of more than one kind');
    expect(unclear.code).toBe(1);
  });

  it('without rows takes the side whose names the query has', async () => {
    await writeFile(
      path.join(folder, 'hunt.kql'),
      'DeviceProcessEvents | where Timestamp > ago(1d) | project FileName',
    );
    expect(await run(['hunt.kql'])).toMatchObject({ code: 0, err: '0 rows\n' });
  });

  it('writes CSV as RFC 4180 has it, and JSON with all digits', async () => {
    const csv = await run(['q.kql', '--table', 'DeviceProcessEvents=rows.ndjson', '--format', 'csv']);
    expect(csv.out.split('\r\n')).toEqual([
      'DeviceName,FileName,ProcessId,ProcessCommandLine,AccountName',
      'a,certutil.exe,9007199254740993,,',
      'b,whoami.exe,,"whoami, ""all""",',
      '',
    ]);
    const args = ['q.kql', '--table', 'DeviceProcessEvents=rows.ndjson', '--format', 'json', '--limit', '1'];
    const json = await run(args);
    expect(json.out).toContain('"ProcessId":9007199254740993,');
    expect(JSON.parse(json.out)).toHaveLength(1);
    expect(json.err).toContain('2 rows, of which 1 are shown');
  });

  it('says how many rows each operator leaves, by its place', async () => {
    const { err } = await run([
      'q.kql',
      '--table',
      'DeviceProcessEvents=rows.ndjson',
      '--steps',
      '--now',
      '2026-01-05T11:15:30Z',
    ]);
    expect(err).toContain('q.kql:1:1: 2 rows  DeviceProcessEvents\nq.kql:2:3: 1 row  where Timestamp > ago(1h)\n');
  });

  it('reads watchlists and exports in CSV, and functions of the workspace', async () => {
    const everything = `let exported = DeviceFileEvents | project Timestamp, FileName;
      let owner = toscalar(_GetWatchlist('hosts') | where Name == 'a' | project Owner);
      exported | extend owner, saved = toscalar(Saved | count), above = toscalar(Above(5) | count)`;
    const tables = ['--table', 'DeviceFileEvents=rows.csv', '--table', 'DeviceProcessEvents=rows.ndjson'];
    const others = [
      '--watchlist',
      'hosts=hosts.csv',
      '--function',
      'Saved=saved.kql',
      '--function',
      'Above=parameters.kql',
    ];
    const { out } = await run(['-', ...tables, ...others, '--format', 'json'], everything);
    expect(JSON.parse(out)).toEqual([
      { Timestamp: '2026-01-05T10:15:00.0000000Z', FileName: 'who, "am" i.exe', owner: 'Ann', saved: 1, above: 1 },
    ]);
  });

  it('tells what is wrong with the query with its place, and has no rows then', async () => {
    const { code, out, err } = await run(['-'], 'DeviceProcessEvents\n| where Foo == 1');
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toMatch(/^<stdin>:2:9: error KS142 .*\n 2 \| \| where Foo == 1\n {3}\| {9}\^\^\^\n/);
  });

  it('tells a broken line of a file, and runs on the rest', async () => {
    const { code, out, err } = await run(['q.kql', '--table', 'DeviceProcessEvents=broken.ndjson', '--format', 'csv']);
    expect(code).toBe(1);
    expect(err).toContain('broken.ndjson:3:');
    expect(out.split('\r\n')).toHaveLength(4);
  });

  it('stops at the limit of time', async () => {
    const endless = 'range x from 1 to 3000000 step 1 | extend y = tostring(x) | summarize dcount(y) by x % 1000';
    const { code, err } = await run(['-', '--time-limit', '1'], `${endless} | union (${endless}), (${endless})`);
    expect(code).toBe(1);
    expect(err).toContain('kql-limit');
  });

  it.each([
    [['q.kql', '--table', 'rows.ndjson'], '--table has to be NAME=FILE'],
    [['q.kql', '--now', 'yesterday'], '--now has to be a time'],
    [['q.kql', '--limit', '0'], '--limit has to be a whole number'],
    [['q.kql', '--target', 'splunk'], '--target has to be one of'],
    [[], 'The query to run is missing.'],
  ])('%j is wrong use', async (args, message) => {
    const { code, err } = await run(args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

function run(args: readonly string[], input = ''): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program, 'query', ...args], { cwd: folder }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
    child.stdin?.end(input);
  });
}
