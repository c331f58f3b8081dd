import { beforeAll, describe, expect, it } from 'vitest';
import type { Target } from '../../server/src/catalog/target.ts';
import { runKql } from '../../server/src/kusto/runKql.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';
import { type Comparison, compareReadings } from '../../server/src/verdict/compareReadings.ts';
import type { RunQuery, Sample } from '../../server/src/verdict/reading.ts';

const ofProcess = [
  'category: process_creation',
  "Image|endswith: '\\whoami.exe'",
  "CommandLine|contains: ' /all'",
] as const;
const process = rule(...ofProcess);
const security = rule('service: security', 'EventID: 4625', "TargetUserName: 'ann'");

/** Microsoft's service takes its time. */
beforeAll(() => runKql('print 1', { tables: {} }), 60_000);

describe('compareReadings', () => {
  it('agrees on events in the names of Sigma', async () => {
    const { readings, disagreements } = await compare(process, 'xdr', [
      { event: { Image: 'C:\\x\\whoami.exe', CommandLine: 'whoami /all' } },
      { event: { Image: 'C:\\x\\whoami.exe', CommandLine: 'whoami' } },
      { event: { Image: 'C:\\x\\hostname.exe' } },
    ]);
    expect(readings.map((each) => each.kind === 'compared' && [each.rule, each.query])).toEqual([
      [true, true],
      [false, false],
      [false, false],
    ]);
    expect(disagreements).toEqual([]);
  });

  it('tells events at the same time apart', async () => {
    const event = { Image: 'C:\\x\\whoami.exe', UtcTime: '2026-01-05 10:15:00.123' };
    const commands = ['w /all', 'w', 'w /all /all', 'w /fo'];
    const samples = commands.map((CommandLine) => ({ event: { ...event, CommandLine } }));
    const { readings } = await compare(process, 'xdr', samples);
    expect(readings.map((each) => each.kind === 'compared' && each.query)).toEqual([true, false, true, false]);
  });

  it('runs a row of the table as it is: by the query alone where the rule has other names', async () => {
    const original = {
      Timestamp: '2026-01-05T10:15:00Z',
      FolderPath: 'C:\\x\\whoami.exe',
      ProcessCommandLine: 'whoami /all',
      ActionType: 'ProcessCreated',
    };
    const { readings } = await compare(process, 'xdr', [{ event: original }]);
    expect(readings).toMatchObject([{ kind: 'row', query: true }]);
    const failed = {
      Type: 'SecurityEvent',
      TimeGenerated: '2026-01-05T10:15:00Z',
      EventID: 4625,
      TargetUserName: 'ann',
    };
    const { readings: others } = await compare(security, 'workspace', [
      { event: failed },
      { event: { ...failed, TargetUserName: 'bob' } },
      { event: { ...failed, Type: 'SigninLogs' } },
    ]);
    expect(others).toMatchObject([
      { kind: 'compared', rule: true, query: true },
      { kind: 'compared', rule: false, query: false },
      { kind: 'unplaced', reason: 'it is a row of `SigninLogs`, and the query reads `SecurityEvent`' },
    ]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['an empty text', { Image: '' }, 'a row cannot tell its empty `Image` from none'],
    ['a list', { Image: ['a', 'b'] }, 'its `Image` is a list, and a row has one text'],
  ])('passes over %s, and says why', async (_, event, reason) => {
    const { readings } = await compare(process, 'asim', [{ event }]);
    expect(readings).toEqual([{ kind: 'unplaced', rule: false, reason }]);
  });

  it('passes over events of another kind', async () => {
    const { readings } = await compareReadings(
      process,
      [{ event: { Image: 'C:\\whoami.exe', EventID: 3 } }],
      { target: 'xdr' },
      { run: runKql, contradiction: () => 'this is event 3' },
    );
    expect(readings).toMatchObject([{ kind: 'unplaced', reason: 'this is event 3' }]);
  });

  it('names the item that is read differently, and what the event has', async () => {
    /** A service for which no command line has it. */
    const run: RunQuery = async (query, options) => {
      const result = await runKql(query, options);
      return query.includes('/all') ? { ...result, rows: [] } : result;
    };
    const samples = [{ event: { Image: 'C:\\x\\whoami.exe', CommandLine: 'whoami /all' } }];
    const { disagreements } = await compareReadings(process, samples, { target: 'xdr' }, { run });
    expect(disagreements).toMatchObject([
      { sample: 0, rule: true, query: false, culprit: { name: 'CommandLine|contains', rule: true, query: false } },
    ]);
    expect(disagreements[0]?.culprit?.content).toEqual({ kind: 'value', text: 'whoami /all' });
    const { start = 0, end = 0 } = disagreements[0]?.culprit?.range ?? {};
    expect(textOfRule(...ofProcess).slice(start, end)).toContain('CommandLine|contains');
  });

  it('says why nothing can be compared', async () => {
    const unknown = rule('category: process_creation', "Frobnication: 'x'");
    expect((await compare(unknown, 'xdr', [])).obstacle).toMatch(/^The rule has no query: .*Frobnication/);
    const broken: RunQuery = async () => ({
      rows: [],
      problems: [{ code: 'kql-limit', severity: 'error', message: 'Too much.', range: { start: 0, end: 1 } }],
    });
    const { obstacle } = await compareReadings(
      process,
      [{ event: { Image: 'x' } }],
      { target: 'xdr' },
      { run: broken },
    );
    expect(obstacle).toBe('The query cannot be run here: Too much.');
  });
});

function rule(logsource: string, ...items: readonly string[]) {
  const [parsed] = parseSigma(textOfRule(logsource, ...items)).rules;
  if (parsed?.kind !== 'detection') throw new Error('no detection');
  return parsed;
}

function textOfRule(logsource: string, ...items: readonly string[]): string {
  const lines = items.map((item) => `        ${item}`).join('\n');
  return `title: Test\nlogsource:\n    product: windows\n    ${logsource}\ndetection:\n    selection:\n${lines}\n    condition: selection\n`;
}

function compare(given: ReturnType<typeof rule>, target: Target, samples: readonly Sample[]): Promise<Comparison> {
  return compareReadings(given, samples, { target }, { run: runKql });
}
