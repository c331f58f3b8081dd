import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const program = path.resolve(import.meta.dirname, '../../dist/cli.cjs');

const rule = `title: Whoami
logsource: { category: process_creation, product: windows }
detection:
    selection:
        Image|endswith: '\\whoami.exe'
        CommandLine|contains: ' /all'
    condition: selection
`;
const image = 'C:\\Windows\\System32\\whoami.exe';
const events = [
  { Image: image, CommandLine: 'whoami /all' },
  { Image: image, CommandLine: 'whoami' },
  { Image: image, CommandLine: '' },
  { EventID: 3, Channel: 'Microsoft-Windows-Sysmon/Operational', Image: image, CommandLine: 'whoami /all' },
  {
    Timestamp: '2026-01-05T10:00:00Z',
    ActionType: 'ProcessCreated',
    FolderPath: image,
    ProcessCommandLine: 'whoami /all',
  },
];
/** \`Target\` is looked for in the JSON of all targets (schemas/sentinel/mappings/azure.json), where a number is found between commas too. */
const approximate = `title: Approximate
logsource: { product: azure, service: auditlogs }
detection:
    selection:
        Target: '5'
    condition: selection
`;
const correlation = `title: Often
correlation: { type: event_count, rules: [whoami], timespan: 1m, condition: { gte: 2 } }
---
${rule.replace('title', 'name: whoami\ntitle')}`;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sigmasmith-readings-'));
  const write = (name: string, text: string) => writeFile(path.join(folder, name), text);
  await write('rule.yml', rule);
  await write('events.ndjson', events.map((event) => JSON.stringify(event)).join('\n'));
  await write('approximate.yml', approximate);
  await write('targets.ndjson', '{"Target": ["5"]}\n{"Target": ["x,5,y"]}\n');
  await write('correlation.yml', correlation);
  await write('timed.ndjson', JSON.stringify({ ...events[0], UtcTime: '2026-01-05 10:00:00.000' }));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('match --engine', () => {
  it('query: runs the query on the events as rows, and says which ones have none', async () => {
    const { code, out, err } = await match(
      'rule.yml',
      '--events',
      'events.ndjson',
      '--engine',
      'query',
      '--target',
      'xdr',
    );
    expect(out.split('\n')).toEqual(['events.ndjson:1:1: Whoami', 'events.ndjson:5:1: Whoami', '']);
    expect(err).toContain('Whoami: the query matches 2 of 3 events (xdr, DeviceProcessEvents)\n');
    expect(err).toContain('1 event not run: a row cannot tell its empty `CommandLine` from none (events.ndjson:3:1)');
    expect(code).toBe(0);
  });

  it('both: compares the answers', async () => {
    const args = ['rule.yml', '--events', 'events.ndjson', '--engine', 'both', '--target', 'xdr', '--format', 'json'];
    const { code, out } = await match(...args);
    const { matches, readings, rules } = JSON.parse(out);
    expect(code).toBe(0);
    expect(matches.map(({ line }: { line: number }) => line)).toEqual([1, 5]);
    expect(rules).toEqual([{ title: 'Whoami', events: 5, hits: 1 }]);
    expect(readings).toMatchObject([
      {
        rule: 'Whoami',
        target: 'xdr',
        table: 'DeviceProcessEvents',
        compared: 2,
        rows: 1,
        disagreements: [],
        passedOver: [
          { events: 1, first: { path: 'events.ndjson', event: 2, line: 3, column: 1 } },
          { events: 1, reason: expect.stringContaining('this is event 3'), first: { line: 4 } },
        ],
      },
    ]);
  });

  it('both: a disagreement is told with both answers, its place and the listed reason, and makes the exit code 1', async () => {
    const args = ['approximate.yml', '--events', 'targets.ndjson', '--engine', 'both', '--target', 'workspace'];
    const { code, out, err } = await match(...args);
    expect(code).toBe(1);
    expect(out).toBe('targets.ndjson:1:1: Approximate\n');
    const [told, note, summary] = err.split('\n');
    expect(told).toBe(
      'targets.ndjson:2:1: warning readings-disagree Approximate: The query on `AuditLogs` matches event 2, and the rule does not: `Target` holds for the query and not for the rule, where the event has `["x,5,y"]`. The query is only near to the rule: `Target` in `AuditLogs`: everything that is said of the targets is searched, as JSON. The query is only near to the rule: `Target` may be a list in `AuditLogs`: `5` between commas in a text counts as an element.',
    );
    expect(note).toBe('   note: approximate.yml:5:9: `Target`');
    expect(summary).toBe('Approximate: both readings agree on 1 of 2 events (workspace, AuditLogs)');
  });

  it('says what cannot be compared', async () => {
    const correlated = await match(
      'correlation.yml',
      '--events',
      'timed.ndjson',
      '--engine',
      'both',
      '--target',
      'asim',
    );
    expect(correlated.code).toBe(1);
    expect(correlated.err).toContain('correlation.yml: error: Often: Correlations are run by the rule only');
    const unmapped = await match(
      'approximate.yml',
      '--events',
      'targets.ndjson',
      '--engine',
      'query',
      '--target',
      'asim',
    );
    expect(unmapped.code).toBe(1);
    expect(unmapped.err).toContain('approximate.yml: error: Approximate: The rule has no query: ');
  });

  it('both: compares the rules of folders and several files, and sums up', async () => {
    await mkdir(path.join(folder, 'rules'), { recursive: true });
    await writeFile(path.join(folder, 'rules', 'a.yml'), rule);
    await writeFile(path.join(folder, 'rules', 'b.yml'), correlation);
    const both = ['--engine', 'both', '--target', 'xdr'];
    const agreeing = await match('rules', ...both, '--events', 'events.ndjson');
    expect(agreeing.out.split('\n').filter((line) => line.endsWith(':1:1: Whoami'))).toHaveLength(2);
    expect(agreeing.err).toContain('rules/b.yml: note: Often: Correlations are run by the rule only');
    expect(agreeing.err).toContain('Whoami: both readings agree on 2 of 2 events (xdr, DeviceProcessEvents)');
    expect(agreeing.err.trimEnd().split('\n').at(-1)).toBe(
      '3 rules: 2 agree with their queries on all events that were compared, 0 disagree; 1 without a query that can be run (xdr)',
    );
    expect(agreeing.code).toBe(0);
    const args = ['rule.yml', 'approximate.yml', '--engine', 'both', '--target', 'workspace'];
    const disagreeing = await match(...args, '--format', 'json', '--events', 'targets.ndjson', 'events.ndjson');
    expect(disagreeing.code).toBe(1);
    expect(disagreeing.err).toContain(
      '2 rules: 1 agree with their queries on all events that were compared, 1 disagrees',
    );
    const told = disagreeing.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(told).toMatchObject([
      { path: 'rule.yml', disagreements: [] },
      { path: 'approximate.yml', disagreements: [{ path: 'targets.ndjson', line: 2, rule: false, query: true }] },
    ]);
  }, 60_000);

  it('runs the query that pipelines make', async () => {
    await writeFile(
      path.join(folder, 'p.yml'),
      'name: p\npriority: 1\ntransformations:\n  - type: add_condition\n    conditions: { CommandLine|endswith: x }\n',
    );
    const args = ['rule.yml', '--engine', 'both', '--target', 'xdr', '--pipeline', 'p.yml'];
    const { code, err } = await match(...args, '--events', 'events.ndjson');
    expect(code).toBe(1);
    expect(err).toContain('The rule matches event 1');
  });

  it.each([
    [['rule.yml', '--engine', 'both'], '--engine both needs a --target'],
    [['rule.yml', '--engine', 'kusto', '--target', 'xdr'], '--engine has to be one of'],
    [['rule.yml', '--pipeline', 'p.yml'], '--pipeline changes queries'],
  ])('%j is wrong use', async (args, message) => {
    const { code, err } = await match(...args, '--events', 'events.ndjson');
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

function match(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, 'match', ...args], { cwd: folder }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}
