import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const program = path.resolve(import.meta.dirname, '../../dist/cli.cjs');

const rule = (...lines: string[]) => `title: Whoami
${lines.map((line) => `${line}\n`).join('')}logsource:
    category: process_creation
    product: windows
detection:
    selection:
        Image|endswith: '\\whoami.exe'
    condition: selection
`;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sigmasmith-check-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(files: Record<string, string | Uint8Array>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
}

interface Ended {
  readonly code: number | string | null | undefined;
  readonly out: string;
  readonly err: string;
}

function check(args: readonly string[], input?: string): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [program, 'check', ...args],
      { cwd: folder, maxBuffer: 1e9 },
      (error, out, err) => resolve({ code: error ? error.code : 0, out, err }),
    );
    child.stdin?.end(input ?? '');
  });
}

async function codes(...args: string[]): Promise<string[]> {
  const { out } = await check([...args, '--format', 'json']);
  const { findings }: { findings: { path: string; code: string }[] } = JSON.parse(out);
  return findings.map(({ path: file, code }) => `${file.replaceAll('\\', '/')} ${code}`);
}

describe('text', () => {
  it('shows the line, with carets under the exact range', async () => {
    await write({ 'a.yml': rule('level: High') });
    const { code, out, err } = await check(['a.yml']);
    expect({ code, out }).toEqual({
      code: 1,
      out: 'a.yml:2:8: warning wrong-case Sigma writes `High` in lower case: `high`.\n 2 | level: High\n   |        ^^^^\n',
    });
    expect(err).toBe('1 rule in 1 file: 1 warning\n');
  });

  it('puts the carets right after tabs and wide characters', async () => {
    await write({ 'a.yml': rule('tags: [漢字é, attack.T1033]', 'level:\tHigh') });
    const { out } = await check(['a.yml']);
    expect(out).toContain('\n   |               ^^^^^^^^^^^^\n');
    expect(out).toContain('\n   |       \t^^^^\n');
  });

  it('lets nothing out that a terminal would obey', async () => {
    await write({ 'a.yml': rule('"descripti\\e[31mo\\nn": x', 'level: "Hi\\u202egh"') });
    const { out } = await check(['a.yml']);
    expect([...out].filter((character) => /[\p{Cc}\p{Cf}]/u.test(character) && character !== '\n')).toEqual([]);
  });

  it('shows a part of a very long line', async () => {
    await write({ 'a.yml': rule(`tags: [${'attack.execution_, '.repeat(200)}attack.T1033]`) });
    const { out } = await check(['a.yml']);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThan(300);
  });
});

describe('rules in view of each other', () => {
  const one = 'id: 7f3a1c52-0d4e-4b8a-9c61-2e5d8f7a9b10';
  const correlation =
    'title: Many\ncorrelation:\n    type: event_count\n    rules: [gone]\n    timespan: 5m\n    condition: {gte: 10}\n';

  it('finds an id twice, and where', async () => {
    await write({ 'r/a.yml': rule(one), 'r/b.yml': rule(one).replace('Whoami', 'Other') });
    const { out } = await check(['r']);
    expect(out.replaceAll('\\', '/')).toContain('r/a.yml:2:5: error duplicate-id');
    expect(out.replaceAll('\\', '/')).toContain('note: r/b.yml:2:5: Here as well.');
  });

  it('finds titles and file names twice for SigmaHQ', async () => {
    await write({ 'r/a.yml': rule(), 'r/x/a.yml': rule() });
    const expected = ['r/a.yml duplicate-filename', 'r/a.yml duplicate-title'];
    expect(await codes('r', '--profile', 'sigmahq')).toEqual(expect.arrayContaining(expected));
    expect(await codes('r', '--profile', 'spec')).toEqual([]);
  });

  it('finds references that lead nowhere where it sees a whole folder', async () => {
    await write({ 'r/a.yml': correlation });
    expect(await codes('r')).toEqual(['r/a.yml unresolved-reference']);
    expect(await codes('r/a.yml')).toEqual([]);
  });

  it('can be silenced, and such a comment is not superfluous', async () => {
    const silenced = rule(`${one} # sigmasmith-ignore duplicate-id: moved soon`);
    await write({ 'r/a.yml': silenced, 'r/b.yml': silenced.replace('Whoami', 'Other') });
    expect(await codes('r')).toEqual([]);
    await rm(path.join(folder, 'r/b.yml'));
    expect(await codes('r')).toEqual(['r/a.yml unused-suppression']);
  });
});

it('checks many files, on several threads, in the order of their names', async () => {
  const name = (number: number) => `r/${String(number).padStart(4, '0')}.yml`;
  const numbers = Array.from({ length: 1000 }, (_, number) => number);
  await write(
    Object.fromEntries(numbers.map((number) => [name(number), rule(number % 2 ? 'level: High' : 'level: high')])),
  );
  expect(await codes('r')).toEqual(
    numbers.filter((number) => number % 2).map((number) => `${name(number)} wrong-case`),
  );
}, 60_000);

describe('configuration', () => {
  it('comes from all folders above, the nearest of which wins', async () => {
    await write({
      '.sigmasmith.yml': 'severity:\n    wrong-case: off\n    misspelt-key: off\n',
      'r/.sigmasmith.yml': 'severity:\n    wrong-case: error\n',
      'a.yml': rule('level: High', 'descripton: x'),
      'r/a.yml': rule('level: High', 'descripton: x'),
    });
    expect(await codes('.')).toEqual(['r/a.yml wrong-case']);
  });

  it('gives way to --profile', async () => {
    await write({ '.sigmasmith.yml': 'profile: all\n', 'a.yml': rule() });
    const all = await codes('a.yml');
    expect(await codes('a.yml', '--profile', 'spec')).not.toEqual(all);
  });

  it('is checked itself', async () => {
    await write({ 'r/.sigmasmith.yml': 'severity:\n    wrong-cas: off\n', 'r/a.yml': rule() });
    const { code, out } = await check(['r']);
    expect(code).toBe(1);
    expect(out).toMatch(
      /^r[\\/]\.sigmasmith\.yml:2:5: warning config-unknown-check .*Did you mean `wrong-case`\?\n 2 \|/,
    );
  });
});

describe('--fix', () => {
  const faulty = rule('level: High # a comment', '', 'tags: [ attack.T1033, attack.discovery ]   ', "author:   'x'");
  const mended = faulty.replace('High', 'high').replace('T1033', 't1033');

  it('mends the files, and reports what is left', async () => {
    await write({ 'a.yml': faulty, 'b.yml': rule('status: nonsense', 'level: High') });
    const { code, out, err } = await check(['a.yml', 'b.yml', '--fix']);
    expect(await readFile(path.join(folder, 'a.yml'), 'utf8')).toBe(mended);
    expect(code).toBe(1);
    expect(out).toMatch(/^b\.yml:2:9: error invalid-value/);
    expect(err).toContain('; 3 fixes in 2 files applied');
    expect((await check(['a.yml', '--fix'])).code).toBe(0);
  });

  it.each([
    ['UTF-8 with a byte-order mark and CR LF', (text: string) => Buffer.from(`\ufeff${text.replaceAll('\n', '\r\n')}`)],
    ['UTF-16', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['no line end at the end', (text: string) => Buffer.from(text.trimEnd())],
  ])('keeps every other byte: %s', async (_, bytes) => {
    await write({ 'a.yml': bytes(faulty) });
    await check(['a.yml', '--fix']);
    expect(await readFile(path.join(folder, 'a.yml'))).toEqual(bytes(mended));
  });

  it('leaves files alone that need nothing, and those that are no rules', async () => {
    const other = 'kind: Deployment\nlevel: High\n';
    await write({ 'r/a.yml': rule(), 'r/other.yml': other });
    await chmod(path.join(folder, 'r/a.yml'), 0o444);
    expect((await check(['r', '--fix'])).code).toBe(0);
    expect(await readFile(path.join(folder, 'r/other.yml'), 'utf8')).toBe(other);
  });

  it('prints a diff with --dry-run, and writes nothing', async () => {
    await write({ 'a.yml': faulty, 'b.yml': rule() });
    const { code, out, err } = await check(['.', '--fix', '--dry-run']);
    expect({ code, out }).toEqual({
      code: 1,
      out: `--- a/a.yml
+++ b/a.yml
@@ -1,7 +1,7 @@
 title: Whoami
-level: High # a comment
+level: high # a comment
 
-tags: [ attack.T1033, attack.discovery ]   
+tags: [ attack.t1033, attack.discovery ]   
 author:   'x'
 logsource:
     category: process_creation
`,
    });
    expect(err).toBe('2 fixes in 1 file could be applied.\n');
    expect(await readFile(path.join(folder, 'a.yml'), 'utf8')).toBe(faulty);
    expect(await check(['b.yml', '--fix', '--dry-run'])).toEqual({ code: 0, out: '', err: 'Nothing to mend.\n' });
  });
});

describe('--stdin', () => {
  it('checks what it is given, as if it lay at --stdin-path', async () => {
    await write({ 'r/.sigmasmith.yml': 'severity:\n    wrong-case: error\n' });
    expect((await check(['--stdin'], rule('level: High'))).out).toMatch(/^<stdin>:2:8: warning wrong-case/);
    expect((await check(['--stdin', '--stdin-path', 'r/a.yml'], rule('level: High'))).out).toMatch(
      /^r\/a\.yml:2:8: error wrong-case/,
    );
  });

  it('prints it mended with --fix, and what is left on standard error', async () => {
    const { code, out, err } = await check(['--stdin', '--fix'], rule('level: High', 'status: nonsense'));
    expect({ code, out }).toEqual({ code: 1, out: rule('level: high', 'status: nonsense') });
    expect(err).toContain('<stdin>:3:9: error invalid-value');
  });

  it('says so when that is no rule', async () => {
    const { code, out } = await check(['--stdin'], 'kind: Deployment\n');
    expect(code).toBe(1);
    expect(out).toContain('no-sigma-rule');
  });
});

it.each([
  [['a.yml', '--profile', 'sigma']],
  [['a.yml', '--dry-run']],
  [['a.yml', '--stdin']],
  [['a.yml', '--stdin-path', 'b.yml']],
])('%j is wrong use', async (args) => {
  const { code, err } = await check(args);
  expect(code).toBe(2);
  expect(err).toMatch(/^sigmasmith: .+\n\nUsage:/);
});
