import { beforeAll, expect, test } from 'vitest';
import { runKql } from '../../server/src/kusto/runKql.ts';
import { parsePipeline } from '../../server/src/pipelines/parse.ts';
import { processingWith } from '../../server/src/pipelines/processing.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';
import { type Comparison, compareReadings } from '../../server/src/verdict/compareReadings.ts';
import type { RunQuery } from '../../server/src/verdict/reading.ts';

/** Microsoft's service takes its time. */
beforeAll(() => runKql('print 1', { tables: {} }), 60_000);

const whoami = { Image: 'C:\\x\\whoami.exe', CommandLine: 'whoami /all', Computer: 'a' };
const events = [whoami, { ...whoami, CommandLine: 'whoami' }, { ...whoami, Computer: 'b' }];

test('a field that a pipeline names as the table does is the same field of the event', async () => {
  const { readings, query, disagreements } = await compare(`
- type: field_name_mapping
  mapping: { CommandLine: ProcessCommandLine, Image: FolderPath }`);
  expect(query).toContain('ProcessCommandLine contains " /all"');
  expect(verdicts(readings)).toEqual(['true true', 'false false', 'true true']);
  expect(disagreements).toEqual([]);
});

test('what a pipeline asks beside the rule is a disagreement where it makes a difference', async () => {
  const { readings, disagreements } = await compare(`
- type: add_condition
  conditions: { CommandLine|endswith: x }`);
  expect(verdicts(readings)).toEqual(['true false', 'false false', 'true false']);
  expect(disagreements).toMatchObject([{ sample: 0, rule: true, query: false }, { sample: 2 }]);
});

test('an event that says nothing of what a pipeline asks for is passed over', async () => {
  const { readings } = await compare(`
- type: add_condition
  conditions: { DeviceName: a }`);
  const reason = 'a pipeline asks for `DeviceName`, of which it says nothing';
  expect(readings).toMatchObject([{ reason }, { reason }, { reason }]);
});

test('the text that a pipeline adds to the query is run, and must keep the times of the events', async () => {
  const added = (suffix: string) => `
postprocessing:
  - type: embed
    suffix: "${suffix}"`;
  const { query, readings } = await compare('', added('\\n| where FolderPath !has \\"x\\"'));
  expect(query).toMatch(/\| where FolderPath !has "x"$/);
  expect(verdicts(readings)).toEqual(['true false', 'false false', 'true false']);
  const { obstacle } = await compare('', added('\\n| project FolderPath'));
  expect(obstacle).toContain('`Timestamp`');
});

test('a query that becomes another document is not run', async () => {
  const { obstacle } = await compare('', '\npostprocessing:\n  - type: json\n    json_template: \'{"q": "%QUERY%"}\'');
  expect(obstacle).toBe('A pipeline puts the query into another document.');
});

function verdicts(readings: Comparison['readings']): string[] {
  return readings.map((each) => (each.kind === 'compared' ? `${each.rule} ${each.query}` : each.kind));
}

function compare(transformations: string, more = ''): Promise<Comparison> {
  const list = transformations === '' ? ' []' : transformations.replace(/^/gm, '  ');
  const pipeline = parsePipeline(`name: p\npriority: 1\ntransformations:${list}${more}\n`, 'p.yml');
  expect(pipeline.problems).toEqual([]);
  const text = `title: Whoami
logsource: { category: process_creation, product: windows }
detection:
  selection: { Image|endswith: '\\whoami.exe', CommandLine|contains: ' /all' }
  condition: selection`;
  const [rule] = parseSigma(text).rules;
  if (rule?.kind !== 'detection') throw new Error('no rule');
  const samples = events.map((event) => ({ event }));
  return compareReadings(rule, samples, { target: 'xdr' }, { run, processing: processingWith([pipeline], [])?.(rule) });
}

const run: RunQuery = (query, { tables, target }) => runKql(query, { tables, target });
