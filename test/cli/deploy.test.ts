import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { load, loadAll } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const program = path.resolve(import.meta.dirname, '../../dist/cli.cjs');

const rule = (title: string, image: string) => `title: ${title}
logsource: { category: process_creation, product: windows }
detection: { selection: { Image|endswith: '${image}' }, condition: selection }
level: high
`;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sigmasmith-deploy-'));
  await writeFile(path.join(folder, 'two.yml'), `${rule('First', '\\a.exe')}---\n${rule('Second', '\\b.exe')}`);
  await writeFile(path.join(folder, 'lost.yml'), rule('Lost', '\\c.exe').replace('Image|', 'Frobnication|'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('convert --format', () => {
  it('sentinel-yaml: a document for each rule', async () => {
    const { code, out } = await convert('two.yml', '--target', 'asim', '--format', 'sentinel-yaml');
    expect(code).toBe(0);
    expect(loadAll(out)).toMatchObject([
      { name: 'First', kind: 'Scheduled' },
      { name: 'Second', severity: 'High' },
    ]);
  });

  it('sentinel-arm: one template, near real time if that is wanted', async () => {
    const { code, out } = await convert('two.yml', '--target', 'workspace', '--format', 'sentinel-arm', '--nrt');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ resources: [{ kind: 'NRT' }, { kind: 'NRT' }] });
  });

  it('defender-json: an object for one rule; a rule without a query is told and makes the exit code 1', async () => {
    const both = await convert('two.yml', 'lost.yml', '--target', 'xdr', '--format', 'defender-json');
    expect(both.code).toBe(1);
    expect(both.err).toContain('lost.yml:');
    expect(JSON.parse(both.out)).toMatchObject([{ displayName: 'First' }, { displayName: 'Second' }]);
  });

  it('says which target a format needs', async () => {
    const { code, err } = await convert('two.yml', '--target', 'asim', '--format', 'defender-json');
    expect(code).toBe(1);
    expect(err).toContain('choose the target `xdr`');
  });

  it('--out: a file for each rule', async () => {
    const args = ['two.yml', 'lost.yml', '--target', 'asim', '--format', 'sentinel-yaml', '--out', 'made'];
    const { code, out } = await convert(...args);
    expect(code).toBe(1);
    const names = (await readdir(path.join(folder, 'made'))).sort();
    expect(names).toEqual(['two-2.yaml', 'two.yaml']);
    expect(out.trim().split('\n')).toHaveLength(2);
    expect(load(await readFile(path.join(folder, 'made', 'two-2.yaml'), 'utf8'))).toMatchObject({ name: 'Second' });
  });
});

function convert(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, 'convert', ...args], { cwd: folder }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
}
