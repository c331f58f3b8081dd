import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesPath, nodeFiles } from '../../server/src/host/nodeFiles.ts';

let folder = '';
const files = nodeFiles(1000);

beforeAll(async () => {
  folder = filesPath(await mkdtemp(path.join(tmpdir(), 'sigmasmith-files-')));
  await mkdir(`${folder}/inner`);
  await writeFile(`${folder}/b.json`, '\ufeff{"a": "é😀"}');
  await writeFile(`${folder}/a.json`, Buffer.from('\ufeff{"a": "é😀"}', 'utf16le'));
  await writeFile(`${folder}/large.json`, 'x'.repeat(1001));
  await symlink('a.json', `${folder}/link.json`);
  await symlink('..', `${folder}/inner/loop`);
  await symlink('nowhere', `${folder}/dangling`);
});

afterAll(() => rm(folder, { recursive: true }));

describe('nodeFiles', () => {
  it('lists files and folders by name, and follows no link to a folder', async () => {
    expect(await files.list(folder)).toEqual([
      { name: 'a.json', kind: 'file' },
      { name: 'b.json', kind: 'file' },
      { name: 'inner', kind: 'folder' },
      { name: 'large.json', kind: 'file' },
      { name: 'link.json', kind: 'file' },
    ]);
    expect(await files.list(`${folder}/inner`)).toEqual([]);
    expect(await files.list(`${folder}/none`)).toEqual([]);
  });

  it.each(['a.json', 'b.json', 'link.json'])('reads %s without its byte-order mark', async (name) => {
    expect(await files.read(`${folder}/${name}`)).toEqual({ kind: 'text', text: '{"a": "é😀"}' });
  });

  it('says what it cannot read', async () => {
    expect(await files.read(`${folder}/none`)).toEqual({ kind: 'missing' });
    expect(await files.read(`${folder}/large.json`)).toEqual({ kind: 'tooLarge', size: 1001, limit: 1000 });
    expect(await files.read(folder)).toMatchObject({ kind: 'unreadable' });
  });

  it('knows what is there', async () => {
    expect(await files.stat(`${folder}/large.json`)).toMatchObject({ kind: 'file', size: 1001 });
    expect(await files.stat(`${folder}/inner`)).toMatchObject({ kind: 'folder' });
    expect(await files.stat(`${folder}/none`)).toBeUndefined();
  });
});
