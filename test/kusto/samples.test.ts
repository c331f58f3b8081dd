import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { runKql } from '../../server/src/kusto/runKql.ts';
import { sharedPath } from '../shared.ts';

/** The first query loads and warms Microsoft's service. */
beforeAll(() => runKql('print 1', { tables: {} }), 60_000);

const processes = [
  {
    Timestamp: '2024-05-01T10:00:00Z',
    DeviceName: 'a',
    FileName: 'cmd.exe',
    ProcessId: '4711',
    ReportId: 9007199254740993n,
  },
  { Timestamp: '2024-05-01T10:05:00.1234567Z', DeviceName: 'b', FileName: 'certutil.exe', Extra: { x: 1 } },
];

describe('rows of samples', () => {
  it('have the types of the catalogue, and those of their values for other columns', async () => {
    const { rows, problems } = await runKql(
      'DeviceProcessEvents | project Timestamp, ProcessId, n = strlen(FileName), x = Extra.x, AccountName, ReportId',
      { tables: { DeviceProcessEvents: processes } },
    );
    expect(problems).toEqual([]);
    expect(rows).toEqual([
      {
        Timestamp: '2024-05-01T10:00:00.0000000Z',
        ProcessId: 4711,
        n: 7,
        x: null,
        AccountName: '',
        ReportId: 9007199254740993n,
      },
      { Timestamp: '2024-05-01T10:05:00.1234567Z', ProcessId: null, n: 12, x: 1, AccountName: '', ReportId: null },
    ]);
  });

  it('set the clock to just after the newest event', async () => {
    const { rows } = await runKql('DeviceProcessEvents | where Timestamp > ago(3m) | project DeviceName, now()', {
      tables: { DeviceProcessEvents: processes },
    });
    expect(rows).toEqual([{ DeviceName: 'b', Column1: '2024-05-01T10:05:01.1234567Z' }]);
  });

  it('follow a clock that is given', async () => {
    const now = new Date('2024-05-02T00:00:00Z');
    const { rows } = await runKql('print now()', { tables: {}, now });
    expect(rows).toEqual([{ print_0: '2024-05-02T00:00:00.0000000Z' }]);
  });

  it('are none for a table of the catalogue that was not given', async () => {
    const { rows, problems } = await runKql('DeviceRegistryEvents | union DeviceProcessEvents | count', {
      tables: { DeviceProcessEvents: processes },
    });
    expect(problems).toEqual([]);
    expect(rows).toEqual([{ Count: 2 }]);
  });

  it('can have columns of their own', async () => {
    const table = {
      columns: { k: 'string', v: 'dynamic', t: 'timespan' },
      rows: [{ k: 'a', v: '{"b":[1]}', t: '1.00:00:00' }],
    } as const;
    const { rows } = await runKql('T | project x = v.b[0], t', { tables: { T: table } });
    expect(rows).toEqual([{ x: 1, t: '1.00:00:00' }]);
  });
});

describe('what a workspace has', () => {
  it('answers an ASIM parser under both of its names, with aliases and filtering parameters', async () => {
    const tables = {
      imProcessCreate: [
        {
          TimeGenerated: '2024-05-01T10:00:00Z',
          TargetProcessCommandLine: 'cmd /c whoami',
          TargetProcessName: 'C:\\cmd.exe',
        },
        { TimeGenerated: '2024-05-01T11:00:00Z', CommandLine: 'certutil -urlcache' },
      ],
    };
    const all = await runKql('_Im_ProcessCreate | project CommandLine, TargetProcessCommandLine, Process', { tables });
    expect(all.problems).toEqual([]);
    expect(all.rows).toEqual([
      { CommandLine: 'cmd /c whoami', TargetProcessCommandLine: 'cmd /c whoami', Process: 'C:\\cmd.exe' },
      { CommandLine: 'certutil -urlcache', TargetProcessCommandLine: 'certutil -urlcache', Process: '' },
    ]);
    const filtered = await runKql(
      'imProcessCreate(starttime=datetime(2024-05-01 10:30), commandline_has_any=dynamic(["urlcache", "x"])) | count',
      { tables },
    );
    expect(filtered.problems).toEqual([]);
    expect(filtered.rows).toEqual([{ Count: 1 }]);
    const other = await runKql('_Im_ProcessCreate(commandline_has_any=dynamic(["cache"])) | count', { tables });
    expect(other.rows).toEqual([{ Count: 0 }]);
  });

  it('answers a watchlist', async () => {
    const watchlists = { vips: [{ SearchKey: 'ann', Level: '1' }] };
    const { rows, problems } = await runKql(
      "let names = _GetWatchlist('vips') | project SearchKey; datatable(u:string)['ann', 'bob'] | where u in (names)",
      { tables: {}, watchlists },
    );
    expect(problems).toEqual([]);
    expect(rows).toEqual([{ u: 'ann' }]);
  });

  it('answers a function of the workspace', async () => {
    const functions = { Loud: '(T: (a: string), end: string = "!") { T | extend a = strcat(toupper(a), end) }' };
    const { rows, problems } = await runKql("datatable(a:string)['x'] | invoke Loud()", { tables: {}, functions });
    expect(problems).toEqual([]);
    expect(rows).toEqual([{ a: 'X!' }]);
  });
});

describe('problems', () => {
  const problemsOf = async (query: string, limits = {}) => (await runKql(query, { tables: {}, limits })).problems;

  it('are those of the service, at their place', async () => {
    expect(await problemsOf('print a = nosuch(1)')).toMatchObject([
      { code: 'KS211', severity: 'error', range: { start: 10, end: 16 } },
    ]);
  });

  it('name what is not implemented, and there are no rows', async () => {
    const query = 'print a = 1 | extend b = geo_info_from_ip_address("192.0.2.1")';
    const { rows, problems } = await runKql(query, { tables: {} });
    expect(rows).toEqual([]);
    expect(problems).toMatchObject([{ code: 'kql-not-implemented', range: { start: 25, end: query.length } }]);
    expect(problems[0]?.message).toContain('`geo_info_from_ip_address`');
  });

  it('name the operator that is not implemented', async () => {
    const [problem] = await problemsOf('print a = "x" | reduce by a');
    expect(problem).toMatchObject({ code: 'kql-not-implemented', range: { start: 16, end: 27 } });
    expect(problem?.message).toContain('`reduce`');
  });

  it('stand in the body of a let function where it is written', async () => {
    const [problem] = await problemsOf('let f = (x:string) { geo_info_from_ip_address(x) }; print f("192.0.2.1")');
    expect(problem).toMatchObject({ code: 'kql-not-implemented', range: { start: 21, end: 48 } });
  });

  it('tell an expression that RE2 cannot read', async () => {
    expect(await problemsOf('print "a" matches regex @"(?=a)"')).toMatchObject([
      { code: 'kql-run-error', range: { start: 24, end: 32 } },
    ]);
  });

  it('stop what would never end', async () => {
    expect(await problemsOf('range x from 1 to 1000000000000 step 1 | count')).toMatchObject([
      { code: 'kql-limit', range: { start: 0, end: 38 } },
    ]);
    const cross = 'range x from 1 to 100000 step 1 | extend k = 1 | as T | join kind=inner (T) on k | count';
    expect(await problemsOf(cross, { bytes: 50_000_000 })).toMatchObject([{ code: 'kql-limit' }]);
    expect(await problemsOf('range x from 1 to 1000000 step 1 | count', { milliseconds: -1 })).toMatchObject([
      { code: 'kql-limit' },
    ]);
  });

  it('tell a cancelled run', async () => {
    const { problems } = await runKql('range x from 1 to 100000 step 1', { tables: {}, signal: AbortSignal.abort() });
    expect(problems).toMatchObject([{ code: 'kql-limit', message: 'The query was cancelled.' }]);
  });
});

describe('long queries', () => {
  it('can have a chain of a thousand conditions, and problems keep their places', async () => {
    const chain = Array.from({ length: 1000 }, (_, index) => `x == ${index}`).join(' or ');
    const query = `range x from 1 to 2000 step 1 | where ${chain} | count`;
    expect((await runKql(query, { tables: {} })).rows).toEqual([{ Count: 999 }]);
    const wrong = `${query} | where nosuch == 1`;
    const { problems } = await runKql(wrong, { tables: {} });
    expect(problems.map(({ range }) => wrong.slice(range.start, range.end))).toEqual(['nosuch']);
  }, 60_000);
});

describe('steps', () => {
  it('count the rows after each operator, at its place', async () => {
    const query = 'datatable(a:long)[1, 2, 3] | where a > 1 | extend b = a | count';
    const { steps } = await runKql(query, { tables: {} });
    expect(steps.map(({ range, rows }) => [query.slice(range.start, range.end), rows])).toEqual([
      ['datatable(a:long)[1, 2, 3]', 3],
      ['where a > 1', 2],
      ['extend b = a', 2],
      ['count', 1],
    ]);
  });
});

describe('the query of the seed page', () => {
  const page = sharedPath('seeds/technique-page.txt');
  it.skipIf(page === undefined)('finds the process and the registry write, and nothing else', async () => {
    const text = readFileSync(page ?? '', 'utf8');
    const query = /\nkusto\n(.*?\| union RegistryCertStore)\n/s.exec(text)?.[1] ?? '';
    const { rows, problems } = await runKql(query, {
      tables: {
        DeviceProcessEvents: [
          {
            Timestamp: '2024-05-01T10:00:00Z',
            FileName: 'certutil.exe',
            ProcessCommandLine: 'certutil -addstore -f ROOT C:\\Users\\x\\AppData\\evil.cer',
          },
          {
            Timestamp: '2024-05-01T10:01:00Z',
            FileName: 'certutil.exe',
            ProcessCommandLine: 'certutil -dump evil.cer',
          },
          {
            Timestamp: '2024-04-29T10:00:00Z',
            FileName: 'certutil.exe',
            ProcessCommandLine: 'certutil /addstore ROOT old.cer',
          },
        ],
        DeviceRegistryEvents: [registryWrite('evil.exe'), registryWrite('svchost.exe')],
      },
    });
    expect(problems).toEqual([]);
    expect(rows).toMatchObject([
      { FileName: 'certutil.exe', TargetStore: '-f', IsRootStore: false },
      { ActionType: 'RegistryValueSet', InitiatingProcessFileName: 'evil.exe' },
    ]);
  });
});

/** The page's query asks for an `AccountName`, which the catalogue's table does not have; so the rows have one. */
function registryWrite(process: string) {
  return {
    Timestamp: '2024-05-01T10:02:00Z',
    ActionType: 'RegistryValueSet',
    AccountName: 'ann',
    RegistryKey: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\SystemCertificates\\ROOT\\Certificates\\ABC',
    InitiatingProcessFileName: process,
  };
}
