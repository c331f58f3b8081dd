import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const program = path.resolve(import.meta.dirname, '../../dist/cli.cjs');

let rules = 0;

const rule = (detection: string, title = 'Encoded PowerShell') => `title: ${title}
id: 0f3c6c2a-51a5-4d25-9b0e-${String(rules++).padStart(12, '0')}
status: experimental
description: Detects PowerShell that is started with an encoded command.
references:
    - https://example.com/encoded
author: Sigmasmith
date: 2026-01-02
tags:
    - attack.execution
    - attack.t1059.001
logsource:
    category: process_creation
    product: windows
detection:
    selection:
        ${detection}
    condition: selection
falsepositives:
    - Unknown
level: medium
`;

const files: Record<string, string | Uint8Array> = {
  'rules/good.yml': rule("CommandLine|contains: ' -enc '"),
  'rules/bad.yml': rule("CommandLine|contain: ' -enc '"),
  'rules/broken.yaml': rule("CommandLine|contains: ' -enc "),
  'rules/binary.yml': Uint8Array.from({ length: 512 }, (_, byte) => (byte * 37) % 256),
  'rules/node_modules/skipped.yml': rule('Image|nonsense: x'),
  'rules/other/deployment.yml': 'kind: Deployment\nlevel: extreme\n',
  'rules/other/template.yml': '{{- if .Values.x }}\nkey: {{ .y }\n',
  'rules/other/empty.yml': '',
  'good/one.yml': rule("CommandLine|contains: ' -enc '"),
  'unmapped.yml': rule("NoSuchField|contains: 'x'"),
  'events/a.json': '{"CommandLine": "powershell -enc AAAA"}\n{"CommandLine": "powershell"}\n',
  'events/b.ndjson': '{"CommandLine": "x"}\n',
  'broken.ndjson': '{"CommandLine": "a -enc b"}\n{"CommandLine": oops}\n{"CommandLine": "c -enc d"}\n',
};

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sigmasmith-cli-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
});

afterAll(() => rm(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | string | null | undefined;
  readonly out: string;
  readonly err: string;
}

function sigmasmith(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { cwd: folder, maxBuffer: 1e9 }, (error, out, err) => {
      resolve({ code: error ? error.code : 0, out, err });
    });
  });
}

describe('sigmasmith', () => {
  it.each([[['--help']], [['check', '--help']], [['convert', '-h']], [['help', 'match']]])('%s', async (args) => {
    const { code, out } = await sigmasmith(...args);
    expect(code).toBe(0);
    expect(out).toContain('Usage: sigmasmith');
    expect(out).toContain('Exit codes');
  });

  it('prints its version', async () => {
    expect((await sigmasmith('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    [[]],
    [['chekc']],
    [['check']],
    [['check', '--colour', 'rules']],
    [['check', 'rules', '--format', 'xml']],
    [['convert', 'rules']],
    [['convert', 'rules', '--target', 'splunk']],
    [['match', 'good/one.yml']],
    [['match', '--events', 'events/a.json']],
  ])('%j is wrong use', async (args) => {
    const { code, out, err } = await sigmasmith(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^sigmasmith: .+\n\nUsage:/);
  });
});

describe('check', () => {
  it('is content with a good rule', async () => {
    expect(await sigmasmith('check', 'good')).toEqual({ code: 0, out: '', err: '1 rule in 1 file: no findings\n' });
  });

  it('reports like a compiler, and goes on after a bad file', async () => {
    const { code, out } = await sigmasmith('check', 'rules', 'missing.yml');
    expect(code).toBe(1);
    const lines = out.split('\n').filter((line) => /:\d+:\d+: /.test(line));
    const of = (name: string) => lines.filter((line) => line.startsWith(path.join('rules', name)));
    expect(of('bad.yml')).toEqual([expect.stringMatching(/^rules.bad\.yml:17:21: error unknown-modifier `contain`/)]);
    expect(of('broken.yaml').join()).toContain('yaml-');
    expect(of('binary.yml')).toEqual([expect.stringMatching(/:1:1: error unreadable-file /)]);
    expect(of('good.yml')).toEqual([]);
    expect(lines.filter((line) => /node_modules|other/.test(line))).toEqual([]);
    expect(lines.at(-1)).toMatch(/^missing\.yml:1:1: error unreadable-file .*no such file/);
  });

  it('says so when a named file is no rule', async () => {
    const { code, out } = await sigmasmith('check', 'rules/other/deployment.yml');
    expect(code).toBe(1);
    expect(out).toContain('no-sigma-rule');
  });

  it('writes JSON', async () => {
    const { code, out } = await sigmasmith('check', 'rules/bad.yml', 'good', '--format', 'json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      files: 2,
      rules: 2,
      counts: { error: 1 },
      findings: [{ path: 'rules/bad.yml', line: 17, column: 21, endColumn: 28, code: 'unknown-modifier' }],
    });
  });

  it('reports only what is severe enough', async () => {
    const { code, out } = await sigmasmith('check', 'rules/bad.yml', '--severity', 'error');
    expect({ code, findings: out.match(/unknown-modifier/g)?.length }).toEqual({ code: 1, findings: 1 });
  });
});

describe('convert', () => {
  it('writes the query of each rule under its title', async () => {
    const { code, out, err } = await sigmasmith('convert', 'good', '--target', 'xdr');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^\/\/ Encoded PowerShell \(good.one\.yml\)\nDeviceProcessEvents\n/);
  });

  it('says where and why there is none', async () => {
    const { code, out, err } = await sigmasmith('convert', 'unmapped.yml', 'good/one.yml', '--target', 'asim');
    expect(code).toBe(1);
    expect(err).toMatch(/^unmapped\.yml:17:9: error \S+ .*`NoSuchField`/);
    expect(out).toContain('imProcessCreate');
  });

  it('writes JSON', async () => {
    const { code, out } = await sigmasmith('convert', 'unmapped.yml', 'good', '--target', 'xdr', '--format', 'json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject([
      { path: 'unmapped.yml', query: null, findings: [{ line: 17 }] },
      {
        title: 'Encoded PowerShell',
        query: expect.stringContaining('DeviceProcessEvents'),
        tables: ['DeviceProcessEvents'],
      },
    ]);
  });
});

describe('match', () => {
  it('names the events that match', async () => {
    const { code, out, err } = await sigmasmith('match', 'good/one.yml', '--events', 'events');
    expect({ code, out }).toEqual({ code: 0, out: `${path.join('events', 'a.json')}:1:1: Encoded PowerShell\n` });
    expect(err).toBe('Encoded PowerShell: 1 of 3 events match\n');
  });

  it('ends with 1 when none does', async () => {
    expect((await sigmasmith('match', 'good/one.yml', '--events', 'events/b.ndjson')).code).toBe(1);
  });

  it('takes several files', async () => {
    const { out } = await sigmasmith('match', 'good/one.yml', '--events', 'events/b.ndjson', 'events/a.json');
    expect(out).toContain('events/a.json:1:1');
  });

  it('reports a broken line, and reads on', async () => {
    const { code, out, err } = await sigmasmith('match', 'good/one.yml', '--events', 'broken.ndjson');
    expect(code).toBe(1);
    expect(out.trim().split('\n')).toEqual([
      'broken.ndjson:1:1: Encoded PowerShell',
      'broken.ndjson:3:1: Encoded PowerShell',
    ]);
    expect(err).toMatch(/^broken\.ndjson:2:/);
  });

  it.each([
    ['a missing event file', ['match', 'good/one.yml', '--events', 'nowhere.json'], /nowhere\.json:1:1: error/],
    ['a missing rule', ['match', 'nowhere.yml', '--events', 'events'], /nowhere\.yml:1:1: error/],
    ['a rule without meaning', ['match', 'rules/bad.yml', '--events', 'events'], /unknown-modifier|contain/],
  ])('reports %s', async (_, args, expected) => {
    const { code, err } = await sigmasmith(...args);
    expect(code).toBe(1);
    expect(err).toMatch(expected);
  });

  it('writes JSON, with the reason of each miss', async () => {
    const { out } = await sigmasmith('match', 'good/one.yml', '--events', 'events/a.json', '--format', 'json');
    expect(JSON.parse(out)).toMatchObject({
      rules: [{ title: 'Encoded PowerShell', events: 2, hits: 1 }],
      matches: [{ path: 'events/a.json', event: 0, line: 1, column: 1 }],
      misses: [{ event: 1, line: 2, reason: expect.stringContaining('CommandLine') }],
      errors: [],
    });
  });
});

describe('explain', () => {
  it('documents a code, and lists them all', async () => {
    expect((await sigmasmith('explain', 'unknown-modifier')).out).toMatch(/^# unknown-modifier \(error\)\n/);
    expect((await sigmasmith('explain')).out).toContain('\nunknown-modifier: ');
  });
  it('knows what was meant', async () => {
    const { code, err } = await sigmasmith('explain', 'unknown-modifer');
    expect(code).toBe(2);
    expect(err).toContain('Did you mean `unknown-modifier`?');
  });
});

it('ends quietly when its reader goes away', async () => {
  const many = Array.from({ length: 600 }, () => `${rule('Image|nonsense: x')}---\n`).join('');
  await writeFile(path.join(folder, 'many.yml'), many);
  const child = spawn(process.execPath, [program, 'check', path.join(folder, 'many.yml')]);
  const errors: string[] = [];
  child.stderr.on('data', (data) => errors.push(String(data)));
  child.stdout.once('data', () => child.stdout.destroy());
  const code = await new Promise((resolve) => child.once('exit', resolve));
  expect(code).toBe(1);
  expect(errors.join('')).not.toMatch(/EPIPE|Error:/);
});
