import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const repository = path.resolve(import.meta.dirname, '../..');
let folder: string;

beforeAll(async () => {
  // Inside the repository, so that the package finds itself by its name.
  folder = await mkdtemp(path.join(repository, 'dist', 'consumer-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const consumer = `
import { checkFile, compileMatcher, type Conversion, convertToKql, explain, parseSigma, type Problem, type RunResult, runKql, type SigmaRule } from 'sigmasmith';

const text: string = [
  'title: Encoded PowerShell',
  'logsource: { category: process_creation, product: windows }',
  'detection:',
  '  selection:',
  "    CommandLine|contains: ' -enc '",
  '  condition: selection',
].join('\\n');

const { rules, problems }: { readonly rules: readonly SigmaRule[]; readonly problems: readonly Problem[] } = parseSigma(text);
const [rule] = rules;
if (rule === undefined) throw new Error('no rule');
const matches: (event: Record<string, unknown>) => boolean = compileMatcher(rule);
const conversion: Conversion = convertToKql(rule, { target: 'xdr' });
const query: string | undefined = conversion.query;
const rows = [{ ActionType: 'ProcessCreated', ProcessCommandLine: 'powershell -ENC AAAA' }, { ActionType: 'ProcessCreated', ProcessCommandLine: 'powershell' }];
const result: RunResult = await runKql(query ?? '', { tables: { DeviceProcessEvents: rows }, now: new Date() });
// @ts-expect-error: splunk is not a target
const wrong = () => convertToKql(rule, { target: 'splunk' });
console.log(JSON.stringify([
  problems.length,
  matches({ CommandLine: 'powershell -ENC AAAA' }),
  matches({ CommandLine: 'powershell' }),
  query?.includes('DeviceProcessEvents'),
  conversion.tables,
  conversion.sourceMap.length > 0,
  checkFile(parseSigma(text)).length >= 0,
  typeof explain(rule, {}),
  typeof wrong,
  [result.problems.length, result.rows.length, result.rows[0]?.ProcessCommandLine],
]));
`;

describe('the package, by its own name', () => {
  it('has types that a strict consumer can use', async () => {
    await writeFile(path.join(folder, 'consumer.mts'), consumer);
    const options = [
      '--strict',
      '--exactOptionalPropertyTypes',
      '--module',
      'nodenext',
      '--target',
      'es2023',
      '--skipLibCheck',
      'false',
    ];
    const compiler = path.join(repository, 'node_modules/typescript/bin/tsc');
    const args = [compiler, ...options, '--ignoreConfig', '--types', 'node', path.join(folder, 'consumer.mts')];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: repository }).catch((error) => error);
    expect(stdout).toBe('');
  });

  it('reads, matches, converts and runs queries', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [path.join(folder, 'consumer.mjs')]);
    expect(JSON.parse(stdout)).toEqual([
      0,
      true,
      false,
      true,
      ['DeviceProcessEvents'],
      true,
      true,
      'object',
      'function',
      [0, 1, 'powershell -ENC AAAA'],
    ]);
  });
});
