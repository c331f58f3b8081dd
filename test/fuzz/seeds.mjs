// @ts-check
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { repository } from '../../scripts/repository.mjs';

/**
 * Documents to start from: our examples, and the public rules of ../shared where they are.
 *
 * @param {boolean} [onlyOurs]
 * @returns {Promise<string[]>}
 */
export async function seedDocuments(onlyOurs = false) {
  const folders = [path.join(repository, 'examples')];
  const corpus = path.join(repository, '..', 'shared', 'corpus');
  if (!onlyOurs && existsSync(corpus)) folders.push(corpus);
  const seeds = [...correlations];
  for (const folder of folders) {
    const names = await readdir(folder, { recursive: true });
    for (const name of names.filter((each) => /\.ya?ml$/.test(each)).sort()) {
      const text = await readFile(path.join(folder, name), 'utf8');
      if (text.length <= largest) seeds.push(text);
    }
  }
  return seeds;
}

/** Of the public rules 99 in 100 are smaller. */
const largest = 20_000;

const correlations = [
  `title: Many failures
name: failures
logsource:
    product: windows
    service: security
detection:
    selection:
        EventID: 4625
    filter:
        IpAddress|cidr: '10.0.0.0/8'
        LogonType|gte: 3
        TargetUserName|re|i: '^adm(in)?'
    condition: selection and not filter
---
title: Many failures of one user
correlation:
    type: value_count
    rules:
        - failures
    group-by:
        - user
    aliases:
        user:
            failures: TargetUserName
    timespan: 5m
    condition:
        field: IpAddress
        gte: 10
level: high
`,
  `title: Without the scanner
logsource:
    product: windows
filter:
    rules:
        - failures
    selection:
        Image|endswith: '\\scanner.exe'
    condition: not selection
`,
];
