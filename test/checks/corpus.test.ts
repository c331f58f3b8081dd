import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentationOf } from '../../server/src/checks/documentation.ts';
import { sharedPath } from '../shared.ts';
import { edited, findingsOf } from './annotations.ts';

/**
 * What the public rules are allowed to trigger, by folder. The rules in use (`rules*`) are linted by their authors, so
 * next to nothing is expected there; each exception is named with its reason.
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
    code: 'custom-key',
    file: 'unsupported/windows/win_possible_privilege_escalation_using_rotten_potato.yml',
    why: 'It has a key `enrichment`.',
  },
  {
    folder: /^(deprecated|unsupported)/,
    code: 'deprecated-fields-key',
    why: 'They have `fields`, which SigmaHQ gave up later.',
  },
  {
    folder: /^(deprecated|unsupported)/,
    code: 'technique-without-tactic',
    why: 'They were tagged before ATT&CK had these tactics, or before SigmaHQ asked for them.',
  },
  {
    folder: /^(deprecated|unsupported)/,
    code: 'invalid-cve-tag',
    why: 'They have `cve.2021.44228` with a second dot.',
  },
  {
    folder: /^(deprecated|unsupported)/,
    code: 'github-branch-link',
    why: 'Their links lead to branches.',
  },
  {
    folder: /^(deprecated|unsupported)/,
    code: 'unknown-field',
    why: 'Their fields are not in the taxonomy, which is why several of them are unsupported.',
  },
  {
    folder: /^unsupported/,
    code: 'localised-user',
    file: 'unsupported/windows/win_possible_privilege_escalation_using_rotten_potato.yml',
    why: 'It asks for `NT AUTHORITY\\SYSTEM` only.',
  },
  {
    folder: /^unsupported/,
    code: 'wildcards-instead-of-modifiers',
    file: 'unsupported/cloud/aws_enum_listing.yml',
    why: 'It has `list*`.',
  },
  {
    folder: /^unsupported/,
    code: 'contradiction',
    file: 'unsupported/cloud/aws_ses_messaging_enabled.yml',
    why: 'It asks for two values of `eventName` in one event.',
  },
  {
    folder: /^deprecated/,
    code: 'escaped-wildcard',
    file: 'deprecated/web/proxy_cobalt_onedrive.yml',
    why: 'It looks for a question mark; SigmaHQ excludes its successor by its id.',
  },
  {
    folder: /^unsupported/,
    code: 'number-as-string',
    file: 'unsupported/linux/lnx_auditd_omigod_scx_runasprovider_executescript.yml',
    why: 'The user’s number stands in quotes.',
  },
  {
    folder: /./,
    code: 'filename-convention',
    why: 'Two file names have `.yml.yml` or a hyphen.',
  },
  {
    folder: /^rules/,
    code: 'stray-whitespace',
    file: 'rules/windows/image_load/image_load_side_load_robform.yml',
    why: 'A real mistake: two folders have a blank in front of `C:`.',
  },
  {
    folder: /^unsupported/,
    code: 'unknown-selection',
    file: 'unsupported/windows/win_remote_service.yml',
    why: 'Its condition names a selection of another document of the collection.',
  },
];

const corpus = sharedPath('corpus');

test.skipIf(corpus === undefined)(
  'public rules trigger nothing in the profile `sigmahq` that is not accepted by name',
  () => {
    const root = corpus ?? '';
    const counts = new Map<string, number>();
    const unexpected: string[] = [];
    for (const file of rulesIn(root)) {
      const text = readFileSync(join(root, file), 'utf8');
      for (const problem of findingsOf(text, { profile: 'sigmahq', path: file, today: '2026-08-05' })) {
        const { code, range } = problem;
        const kind = `${file.split(/[\\/]/)[0]} ${code}`;
        counts.set(kind, (counts.get(kind) ?? 0) + 1);
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

test.skipIf(corpus === undefined)(
  'each finding of any check has its place in a public rule, and each fix mends it and breaks nothing',
  () => {
    const root = corpus ?? '';
    const options = { profile: 'all', today: '2026-08-05' } as const;
    for (const file of rulesIn(root)) {
      const text = readFileSync(join(root, file), 'utf8');
      const problems = findingsOf(text, { ...options, path: file });
      const errors = problems.filter(({ severity }) => severity === 'error').length;
      const counted = new Map<string, number>();
      for (const { code, range, fixes = [] } of problems) {
        expect(range.start >= 0 && range.start < range.end && range.end <= text.length, `${file} ${code}`).toBe(true);
        // Of many findings of one check the first few will do.
        counted.set(code, (counted.get(code) ?? 0) + 1);
        if ((counted.get(code) ?? 0) > 3) continue;
        for (const { title, edits } of fixes) {
          const left = findingsOf(edited(text, edits), { ...options, path: file });
          const same = (found: typeof problems) => found.filter((problem) => problem.code === code).length;
          expect(same(left), `${file} ${code} ${title}`).toBeLessThan(same(problems));
          expect(left.filter(({ severity }) => severity === 'error').length, `${file} ${code}`).toBeLessThanOrEqual(
            errors,
          );
        }
      }
    }
  },
  120_000,
);

function rulesIn(root: string): string[] {
  return readdirSync(root, { recursive: true })
    .map((name) => String(name).replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.yml') && !name.startsWith('regression_data'));
}
