import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { runCommandLine } from '../../server/src/cli/commandLine.ts';

const failed = `title: Failed
name: failed
logsource:
    product: windows
    service: security
detection:
    selection:
        EventID: 4625
    condition: selection
`;
const often = `title: Often
correlation:
    type: event_count
    rules:
        - failed
    group-by:
        - TargetUserName
    timespan: 10m
    condition:
        gte: 3
`;
const filter = `title: Our scanner
logsource:
    product: windows
    service: security
filter:
    rules:
        - failed
    selection:
        TargetUserName: scanner
    condition: not selection
`;

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'sigmasmith-correlations-'));
  const write = (name: string, text: string): void => writeFileSync(path.join(folder, name), text);
  write('failed.yml', failed);
  write('often.yml', often);
  write('filter.yml', filter);
  write('both.yml', `${often}generate: true\n---\n${failed}`);
});

async function convert(...names: readonly string[]) {
  const [lines, errors]: [string[], string[]] = [[], []];
  const paths = names.map((name) => path.join(folder, name));
  const code = await runCommandLine(['convert', ...paths, '--target', 'workspace', '--format', 'json'], {
    line: (text) => void lines.push(text),
    raw: (text) => void lines.push(text),
    error: (text) => void errors.push(text),
    hasColour: false,
  });
  const results: { title: string; query: string | null; findings: { code: string }[] }[] = JSON.parse(lines.join('\n'));
  return { code, results };
}

it('finds the rules of a correlation in other files, with filters applied', async () => {
  const { code, results } = await convert('often.yml', 'failed.yml', 'filter.yml');
  expect(code).toBe(0);
  // Specification, "Generate": what a correlation refers to is not converted by itself.
  expect(results.map(({ title }) => title)).toEqual(['Often']);
  expect(results[0]?.query).toContain('where EventID == 4625');
  expect(results[0]?.query).toContain('TargetUserName !~ "scanner"');
  expect(results[0]?.query).toContain('prev(TimeGenerated, 2) <= 10m');
});

it('converts the rules of a correlation too where it says so', async () => {
  const { code, results } = await convert('both.yml');
  expect(code).toBe(0);
  expect(results.map(({ title }) => title)).toEqual(['Often', 'Failed']);
});

it('refuses a correlation of rules that are not there', async () => {
  const { code, results } = await convert('often.yml');
  expect(code).toBe(1);
  expect(results[0]?.query).toBeNull();
  expect(results[0]?.findings.map(({ code }) => code)).toEqual(['unresolved-reference']);
});
