import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../../server/src/cli/commandLine.ts';

const ruleFor = (program: string): string => `title: Runs ${program}
name: ${program}
logsource:
    category: process_creation
    product: windows
detection:
    selection:
        Image|endswith: '\\${program}.exe'
    condition: selection
`;
const filter = `title: Not the agent
logsource:
    product: windows
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
    timespan: 1m
    condition:
        gte: 2
`;
const line = (program: string, fields: Record<string, unknown> = {}): string =>
  JSON.stringify({ Image: `C:\\${program}.exe`, ...fields });

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'sigmasmith-folder-'));
  for (const name of ['rules/deep', 'events', 'withCorrelation', 'brokenFilter'])
    mkdirSync(path.join(folder, name), { recursive: true });
  const write = (name: string, text: string): void => writeFileSync(path.join(folder, name), text);
  write('rules/whoami.yml', ruleFor('whoami'));
  write('rules/deep/cmd.yml', ruleFor('cmd'));
  write('rules/deep/filter.yml', filter);
  write('withCorrelation/both.yml', `${ruleFor('whoami')}---\n${correlation}`);
  write('events/a.ndjson', [line('whoami'), line('calc'), line('CMD')].join('\n'));
  write('events/b.json', `[\n${line('whoami', { User: 'svc_agent' })},\n${line('whoami', { EventID: 3 })}\n]`);
  write('brokenFilter/whoami.yml', ruleFor('whoami'));
  write('brokenFilter/cmd.yml', ruleFor('cmd'));
  write('brokenFilter/filter.yml', filter.replace('not selection', 'not selecton'));
  write('calc.json', line('calc'));
  write('broken.ndjson', `${line('whoami')}\n{"a": }\n${line('cmd')}\n`);
});

afterAll(() => rmSync(folder, { recursive: true }));

async function match(rules: string, events: string, ...options: string[]) {
  const [lines, errors]: [string[], string[]] = [[], []];
  const [rulePath, eventPath] = [path.join(folder, rules), path.join(folder, events)];
  const shown = (text: string): string => text.replaceAll(`${folder}${path.sep}`, '').replaceAll(`${folder}/`, '');
  const code = await runCommandLine(['match', rulePath, '--events', eventPath, ...options], {
    line: (text) => void lines.push(shown(text)),
    raw: (text) => void lines.push(shown(text)),
    error: (text) => void errors.push(shown(text)),
    hasColour: false,
  });
  return { code, lines, errors };
}

describe('match with a folder of rules', () => {
  it('tells each event that a rule matches, with the filters of the folder and the kinds of events', async () => {
    expect(await match('rules', 'events')).toEqual({
      code: 0,
      lines: ['events/a.ndjson:1:1: Runs whoami', 'events/a.ndjson:3:1: Runs cmd'],
      errors: ['2 rules: 2 of 5 events match'],
    });
  });

  it('writes an object a line as JSON', async () => {
    const { lines } = await match('rules', 'events', '--format', 'json');
    expect(lines.map((text) => JSON.parse(text))).toEqual([
      { path: 'events/a.ndjson', event: 0, line: 1, column: 1, rules: ['Runs whoami'] },
      { path: 'events/a.ndjson', event: 2, line: 3, column: 1, rules: ['Runs cmd'] },
    ]);
  });

  it('ends with 1 when nothing matches', async () => {
    expect(await match('rules', 'calc.json')).toMatchObject({ code: 1, lines: [] });
  });

  it('says what cannot be read, and goes on', async () => {
    const { code, lines, errors } = await match('rules', 'broken.ndjson');
    expect(lines).toEqual(['broken.ndjson:1:1: Runs whoami', 'broken.ndjson:3:1: Runs cmd']);
    expect(errors[0]).toMatch(/^broken\.ndjson:2:\d+: error: This event cannot be read/);
    expect(code).toBe(1);
    expect((await match('rules', 'nowhere.json')).errors[0]).toMatch(
      /^nowhere\.json:1:1: error: The file cannot be read/,
    );
  });

  it('says what is wrong with a filter, where it stands, and runs the rules that it is not about', async () => {
    const { code, lines, errors } = await match('brokenFilter', 'events/a.ndjson');
    expect(lines).toEqual(['events/a.ndjson:3:1: Runs cmd']);
    expect(errors[0]).toMatch(/^brokenFilter\/filter\.yml:9:20: error unknown-selection .*`selecton`/);
    expect(errors[1]).toMatch(/^brokenFilter\/whoami\.yml: error: Runs whoami: The filter `Not the agent` applies/);
    expect(code).toBe(1);
  });

  it('says that correlations are not run', async () => {
    const { code, lines, errors } = await match('withCorrelation', 'events/a.ndjson');
    expect(lines).toEqual(['events/a.ndjson:1:1: Runs whoami']);
    expect(errors[0]).toMatch(/^withCorrelation\/both\.yml: error: Often: A correlation counts events over time/);
    expect(code).toBe(1);
  });
});
