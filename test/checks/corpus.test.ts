import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentationOf } from '../../server/src/checks/documentation.ts';
import { sharedPath } from '../shared.ts';
import { findingsOf } from './annotations.ts';

/**
 * What the public rules are allowed to trigger, by folder. The rules in use (`rules*`) are linted by their authors, so
 * nothing is expected there; each exception is named with its reason.
 */
const accepted: readonly {
  readonly folder: RegExp;
  readonly code: string;
  readonly file?: string;
  readonly why: string;
}[] = [
  {
    folder: /^(deprecated|unsupported)/,
    code: 'old-date-format',
    why: 'These rules are no longer maintained; their dates have slashes.',
  },
  {
    folder: /^(deprecated|unsupported)/,
    code: 'attack-tag-spelling',
    why: 'They have `attack.initial_access` with an underscore.',
  },
  {
    folder: /^(deprecated|unsupported)/,
    code: 'retired-tactic',
    why: 'They have `defense_evasion`, which version 19 split.',
  },
  {
    folder: /^(deprecated|unsupported)/,
    code: 'revoked-technique',
    why: 'They have T1086, T1035, T1050 and T1562.001, which were revoked.',
  },
  {
    folder: /^(deprecated|unsupported)/,
    code: 'condition-aggregation',
    why: 'They count with a pipe, which is why most of them are unsupported.',
  },
  { folder: /^unsupported/, code: 'rule-collection', why: 'Two files have `action: global`.' },
  {
    folder: /^unsupported/,
    code: 'unknown-selection',
    file: 'unsupported/windows/win_remote_service.yml',
    why: 'Its condition names a selection of another document of the collection.',
  },
];

const corpus = sharedPath('corpus');

test.skipIf(corpus === undefined)(
  'public rules trigger nothing that is not accepted by name',
  () => {
    const root = corpus ?? '';
    const counts = new Map<string, number>();
    const unexpected: string[] = [];
    for (const file of rulesIn(root)) {
      const text = readFileSync(join(root, file), 'utf8');
      for (const problem of findingsOf(text)) {
        const { code, range } = problem;
        const kind = `${file.split(/[\\/]/)[0]} ${code}`;
        counts.set(kind, (counts.get(kind) ?? 0) + 1);
        expect(range.start >= 0 && range.start <= range.end && range.end <= text.length, `${file} ${code}`).toBe(true);
        const entry = accepted.find(
          (each) => each.folder.test(file) && each.code === code && (each.file ?? file) === file,
        );
        if (entry === undefined)
          unexpected.push(`${file} ${code}: ${text.slice(range.start, range.end)}: ${problem.message}`);
      }
    }
    console.log([...counts].map(([kind, count]) => `${kind}: ${count}`).join('\n'));
    expect(unexpected).toEqual([]);
    expect(accepted.filter((entry) => ![...counts.keys()].some((kind) => kind.endsWith(entry.code)))).toEqual([]);
    for (const { code } of accepted) expect(documentationOf(code)).toBeDefined();
  },
  60_000,
);

function rulesIn(root: string): string[] {
  return readdirSync(root, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.yml') && !name.startsWith('regression_data'));
}
