import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { runCommandLine } from '../../server/src/cli/commandLine.ts';

const rule = `title: Whoami
name: whoami
logsource:
    category: process_creation
    product: windows
detection:
    selection:
        Image|endswith: '\\whoami.exe'
    condition: selection
`;
const filter = `title: Our agent
logsource:
    category: process_creation
filter:
    rules:
        - whoami
    selection:
        User: svc_agent
    condition: not selection
`;
const correlation = `title: Often
correlation:
    type: event_count
    rules:
        - whoami
    group-by:
        - User
    timespan: 1m
    condition:
        gte: 2
`;
const eventAt = (second: number, User: string) =>
  JSON.stringify({ UtcTime: `2026-01-31 12:00:${second}.000`, Image: 'C:\\whoami.exe', User });

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'sigmasmith-filters-'));
  mkdirSync(path.join(folder, 'rules'));
  mkdirSync(path.join(folder, 'filters'));
  const write = (name: string, text: string): void => writeFileSync(path.join(folder, name), text);
  write('rules/whoami.yml', rule);
  write('rules/often.yml', `${correlation}---\n${rule}`);
  write('filters/agent.yml', filter);
  write('broken.yml', 'title: [\n');
  write('events.ndjson', [eventAt(10, 'svc_agent'), eventAt(11, 'svc_agent'), eventAt(12, 'ann')].join('\n'));
});

async function run(...args: readonly string[]): Promise<{ code: number; lines: string[]; errors: string[] }> {
  const [lines, errors]: [string[], string[]] = [[], []];
  const inFolder = args.map((arg) =>
    /^[a-z]+[./][a-z./]+$|^rules$|^filters$/.test(arg) ? path.join(folder, arg) : arg,
  );
  const code = await runCommandLine(inFolder, {
    line: (text) => void lines.push(text),
    raw: (text) => void lines.push(text),
    error: (text) => void errors.push(text),
    hasColour: false,
  });
  return { code, lines, errors };
}

it('converts with the filters among the paths, and does not convert these', async () => {
  const both = await run('convert', 'filters', 'rules/whoami.yml', '--target', 'xdr', '--format', 'json');
  const converted: { title: string; query: string }[] = JSON.parse(both.lines.join('\n'));
  expect(converted.map(({ title }) => title)).toEqual(['Whoami']);
  expect(converted[0]?.query).toContain('svc_agent');
  expect(both.code).toBe(0);
});

it('converts with the filters of --filters, and without them', async () => {
  const plain = await run('convert', 'rules/whoami.yml', '--target', 'xdr');
  expect(plain.lines.join('\n')).not.toContain('svc_agent');
  const filtered = await run('convert', 'rules/whoami.yml', '--target', 'xdr', '--filters', 'filters');
  expect(filtered.lines.join('\n')).toContain('svc_agent');
});

it('does not go on without a filter that cannot be read', async () => {
  for (const missing of ['filters/none.yml', 'broken.yml']) {
    const result = await run('convert', 'rules/whoami.yml', '--target', 'xdr', '--filters', missing);
    expect([result.code, result.lines]).toEqual([1, []]);
    expect(result.errors).not.toEqual([]);
    const matched = await run('match', 'rules/whoami.yml', '--events', 'events.ndjson', '--filters', missing);
    expect([matched.code, matched.lines]).toEqual([1, []]);
  }
});

it('matches with filters', async () => {
  const plain = await run('match', 'rules/whoami.yml', '--events', 'events.ndjson');
  expect(plain.lines).toHaveLength(3);
  const filtered = await run('match', 'rules/whoami.yml', '--events', 'events.ndjson', '--filters', 'filters');
  expect(filtered.lines).toHaveLength(1);
  expect(filtered.errors.at(-1)).toBe('Whoami: 1 of 3 events match');
});

it('tells the alerts of a correlation', async () => {
  const { lines, errors } = await run('match', 'rules/often.yml', '--events', 'events.ndjson', '--format', 'json');
  expect(errors).toEqual([]);
  const [often]: { alertCount: number; alerts: unknown }[] = JSON.parse(lines.join('\n')).rules;
  const file = path.join(folder, 'events.ndjson');
  expect([often?.alertCount, often?.alerts]).toEqual([
    1,
    [
      {
        group: { User: 'svc_agent' },
        first: '2026-01-31T12:00:10.000Z',
        last: '2026-01-31T12:00:11.000Z',
        events: [0, 1].map((index) => ({ path: file, index })),
      },
    ],
  ]);
  const text = await run('match', 'rules/often.yml', '--events', 'events.ndjson');
  expect(text.errors).toContain('Often: 1 alert, 2 of 3 events match');
});
