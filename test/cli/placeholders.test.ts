import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const program = path.resolve(import.meta.dirname, '../../dist/cli.cjs');

const rule = `title: Admin Tool
logsource:
    category: process_creation
    product: windows
detection:
    selection:
        User|expand: '%admins%'
    condition: selection
`;

const files: Readonly<Record<string, string>> = {
  'rule.yml': rule,
  'events.ndjson': '{"User": "alice"}\n{"User": "svc_backup"}\n{"User": "carol"}\n',
  'list.yml': 'admins: [alice, "svc_*"]\n',
  'one.yml': 'admins: alice\n',
  'list.json': '{"admins": ["alice"], "__proto__": ["x"]}\n',
  'other.yml': 'others: [alice]\n',
  'broken.yml': 'admins: [alice\n',
  'empty.yml': 'admins: []\n',
  'null.yml': 'admins:\n',
  'deep.yml': 'admins:\n    - alice\n    - name: bob\n',
  'text.yml': 'alice\n',
  'nothing.yml': '',
  'two.yml': 'admins: alice\n---\nadmins: bob\n',
};

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sigmasmith-placeholders-'));
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function sigmasmith(...args: string[]): Promise<{ code: unknown; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { cwd: folder }, (error, out, err) => {
      resolve({ code: error ? error.code : 0, out, err });
    });
  });
}

const match = (...args: string[]) => sigmasmith('match', 'rule.yml', '--events', 'events.ndjson', ...args);

it.each([
  ['list.yml', '2 of 3'],
  ['one.yml', '1 of 3'],
  ['list.json', '1 of 3'],
])('matches with the values of %s', async (file, count) => {
  const { code, err } = await match('--placeholders', file);
  expect([code, err.trim()]).toEqual([0, `Admin Tool: ${count} events match`]);
});

it('converts with the values', async () => {
  const { code, out } = await sigmasmith('convert', 'rule.yml', '--target', 'xdr', '--placeholders', 'list.yml');
  expect(code).toBe(0);
  expect(out).toContain('"alice"');
  expect(out).toContain('startswith "svc_"');
});

it.each([[[]], [['--placeholders', 'other.yml']]])('refuses a rule without a value, %s', async (args) => {
  const matched = await match(...args);
  expect(matched.code).toBe(1);
  expect(matched.err).toContain('`%admins%` has no value. Give it one');
  expect(matched.err).toContain('`--placeholders FILE`');
  const converted = await sigmasmith('convert', 'rule.yml', '--target', 'xdr', ...args);
  expect([converted.code, converted.out]).toEqual([1, '']);
  expect(converted.err).toContain('rule.yml:7:');
  expect(converted.err).toContain('`--placeholders FILE`');
});

it.each([
  ['broken.yml', 'broken.yml:'],
  ['empty.yml', 'empty.yml:1:1: `admins` has no value. The file has to give each name'],
  ['null.yml', 'null.yml:'],
  ['deep.yml', 'deep.yml:3:7: This is no text for `admins`.'],
  ['text.yml', 'text.yml:1:1: The file has to give each name'],
  ['nothing.yml', 'nothing.yml:1:1: The file has to give each name'],
  ['two.yml', 'Only one document can stand in the file.'],
  ['missing.yml', 'missing.yml: Cannot be read: there is no such file or folder.'],
])('says what is wrong with %s', async (file, message) => {
  for (const run of [match, (...args: string[]) => sigmasmith('convert', 'rule.yml', '--target', 'xdr', ...args)]) {
    const { code, out, err } = await run('--placeholders', file);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`sigmasmith: --placeholders ${file}`);
    expect(err).toContain(message);
  }
});
