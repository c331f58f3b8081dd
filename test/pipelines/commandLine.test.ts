import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommandLine } from '../../server/src/cli/commandLine.ts';

const files: Readonly<Record<string, string>> = {
  'rule.yml': `title: A
logsource: { category: process_creation, product: windows }
detection:
    selection: { cmd: whoami }
    condition: selection
`,
  'mapping.yml':
    'priority: 20\ntransformations:\n- { type: field_name_mapping, mapping: { Cmd: ProcessCommandLine } }\n',
  'folder/first.yml':
    'priority: 10\ntransformations:\n- { type: field_name_mapping, mapping: { cmd: Cmd } }\n- { type: set_state, key: query_table, val: DeviceProcessEvents }\n',
  'folder/other.yml': 'nothing: here\n',
  'take.yml': 'postprocessing:\n- { type: embed, suffix: "\\n| take 5" }\n',
  'json.yml': `postprocessing:\n- { type: json, json_template: '{"query": "%QUERY%"}' }\n`,
  'all.yml': 'finalizers:\n- { type: concat, prefix: "<", suffix: ">" }\n',
  'bad.yml': 'transformations:\n- type: field_name_maping\n  mapping: {}\n',
};

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sigmasmith-pipelines-'));
  await mkdir(path.join(folder, 'folder'));
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
});

afterAll(() => rm(folder, { recursive: true }));

async function run(command: string, ...args: readonly string[]) {
  const lines: string[] = [];
  const errors: string[] = [];
  const output = {
    line: (text: string) => void lines.push(text),
    raw: (text: string) => void lines.push(text),
    error: (text: string) => void errors.push(text),
    hasColour: false,
  };
  const given = args.map((each) => (each in files || each === 'folder' ? path.join(folder, each) : each));
  const code = await runCommandLine([command, ...given], output);
  const clean = (texts: readonly string[]) => texts.join('\n').replaceAll(`${folder}${path.sep}`, '').trim();
  return { code, out: clean(lines), errors: clean(errors) };
}

const convert = (...args: readonly string[]) =>
  run('convert', 'rule.yml', '--target', 'xdr', '--no-term-index', ...args);

test('pipelines of files and folders, by priority', async () => {
  const { code, out } = await convert('--pipeline', 'mapping.yml', '--pipeline', 'folder');
  expect(out).toBe('// A (rule.yml)\nDeviceProcessEvents\n| where ProcessCommandLine =~ "whoami"');
  expect(code).toBe(0);
});

test('without them the rule has no query', async () => {
  const { code, errors } = await convert();
  expect(errors).toContain('error unmapped-field');
  expect(code).toBe(1);
});

test('post-processing that leaves a query', async () => {
  const { out } = await convert('--pipeline', 'mapping.yml', '--pipeline', 'folder', '--pipeline', 'take.yml');
  expect(out).toMatch(/^\/\/ A [\s\S]*\n\| take 5$/);
});

test('post-processing that makes a document has no comment around it', async () => {
  const { out } = await convert('--pipeline', 'mapping.yml', '--pipeline', 'folder', '--pipeline', 'json.yml');
  expect(JSON.parse(out)).toEqual({ query: 'DeviceProcessEvents\n| where ProcessCommandLine =~ "whoami"' });
});

test('finalizers', async () => {
  const { out } = await convert('--pipeline', 'mapping.yml', '--pipeline', 'folder', '--pipeline', 'all.yml');
  expect(out).toBe('<DeviceProcessEvents\n| where ProcessCommandLine =~ "whoami">');
});

test('finalizers of each query by itself, where each has a file', async () => {
  const written = path.join(folder, 'written');
  await convert('--pipeline', 'mapping.yml', '--pipeline', 'folder', '--pipeline', 'all.yml', '--out', written);
  expect(await readFile(path.join(written, 'rule.kql'), 'utf8')).toBe(
    '<DeviceProcessEvents\n| where ProcessCommandLine =~ "whoami">\n',
  );
});

test('an error in a pipeline stops everything', async () => {
  const { code, out, errors } = await convert('--pipeline', 'bad.yml');
  expect([code, out]).toEqual([1, '']);
  expect(errors).toContain('bad.yml:2:9: error pipeline-unknown-type');
});

test('a file that is not there is said', async () => {
  const { code, errors } = await convert('--pipeline', 'nowhere.yml');
  expect(code).toBe(1);
  expect(errors).toContain('there is no such file');
});

test('check looks at pipelines that are named', async () => {
  const { code, out } = await run('check', 'bad.yml', 'mapping.yml', '--format', 'json');
  expect(code).toBe(1);
  expect(out).toContain('pipeline-unknown-type');
});
