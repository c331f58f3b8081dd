// @ts-check
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder, repository } from '../../scripts/repository.mjs';

/**
 * A folder of rules to measure on: the public rules of ../shared where they are, otherwise the examples, and with them one
 * rule of about 295 KB, the size of the largest public one.
 *
 * @returns {Promise<{ folder: string, origin: string }>}
 */
export async function rulesToMeasure() {
  const shared = path.join(repository, '..', 'shared', 'corpus', 'rules');
  const hasShared = existsSync(shared);
  const source = hasShared ? shared : path.join(repository, 'examples', 'rules');
  const folder = path.join(cacheFolder, 'bench', 'rules');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  let count = 0;
  for (const file of await readdir(source, { recursive: true })) {
    if (!file.endsWith('.yml') || file.endsWith('.test.yml')) continue;
    await writeFile(path.join(folder, `${count}_${path.basename(file)}`), await readFile(path.join(source, file)));
    count += 1;
  }
  await writeFile(path.join(folder, 'large.yml'), largeRule(295_000));
  return {
    folder,
    origin: hasShared ? `${count} public rules` : `${count} rules of examples/ (../shared is not here)`,
  };
}

/**
 * A rule that lists hashes until it has a size.
 *
 * @param {number} size in characters
 */
function largeRule(size) {
  const head = `title: A Long List of Hashes
id: 5f0c9d0e-52a5-4c8e-9f0b-1f0f5c6a7b8c
status: test
description: Lists many hashes.
author: Sigmasmith
date: 2026-11-22
tags:
    - attack.execution
logsource:
    category: process_creation
    product: windows
detection:
    selection:
        Image|endswith: '\\example.exe'
        Hashes|contains:
`;
  const tail = '    condition: selection\nlevel: high\n';
  const lines = [];
  for (let length = head.length + tail.length, index = 0; length < size; index += 1) {
    const line = `            - 'SHA256=${(index * 2654435761).toString(16).padStart(16, '0').repeat(4).slice(0, 64)}'\n`;
    lines.push(line);
    length += line.length;
  }
  return head + lines.join('') + tail;
}
