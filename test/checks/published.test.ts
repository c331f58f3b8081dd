import { expect, test } from 'vitest';
import { documentationOf } from '../../server/src/checks/documentation.ts';
import { codesNamed } from '../../server/src/checks/names.ts';
import { findingsOf } from './annotations.ts';
import { publishedCases } from './publishedCases.ts';

/** The validators of pySigma 1.5. */
const pySigma = `dangling_detection dangling_condition them_condition_with_single_detection all_of_them_condition
specific_instead_of_generic_logsource fieldname_logsource identifier_existence identifier_uniqueness duplicate_title
duplicate_references duplicate_filename filename_length custom_attributes invalid_modifier_combinations tag_format attacktag
d3_fendtag tlpv1_tag tlpv2_tag tlptag duplicate_tag namespace_tag cartag cvetag detection_tag stptag double_wildcard
number_as_string control_character wildcards_instead_of_modifiers escaped_wildcard`.split(/\s+/);

/** The validators of SigmaHQ, without their common prefix. */
const sigmahq = `author_existence date_existence modified_date_order modified_without_date redundant_modified
description_existence description_length link_in_description level_existence status_existence status status_to_high
title_length title_start title_end title_case fields_existence unknown_field ofthem_condition ofselection_condition
missing_asterisk_condition category_event_id category_windows_provider_name unsupported_regex_group_construct
logsource_unknown sysmon_missing_eventid space_field_name fieldname_cast invalid_fieldname field_duplicate_value
invalid_all_modifier field_user invalid_hash_kv redundant_field correlation_rules_minimum correlation_group_by_existence
falsepositives_capital falsepositives_banned_word falsepositives_typo_word filename_convention
correlation_filename_prefix filename_prefix github_link mitre_link tags_unique_detection tags_detection tags_unique_tlp
tags_tlp tags_techniques_without_tactics`
  .split(/\s+/)
  .map((name) => `sigmahq_${name}`);

/** What SigmaHQ's own continuous integration switches off. */
const switchedOff = `tlptag tlpv1_tag sigmahq_fieldname_cast sigmahq_filename_prefix sigmahq_logsource_unknown
sigmahq_ofselection_condition sigmahq_sysmon_missing_eventid`.split(/\s+/);

test('there are 31 and 49 of them', () => {
  expect([pySigma.length, sigmahq.length]).toEqual([31, 49]);
});

test.each([...pySigma, ...sigmahq])('%s is implemented and documented', (id) => {
  const codes = codesNamed(id);
  expect(codes).not.toContain(id);
  for (const code of codes) expect(documentationOf(code)?.aliases).toContain(id);
  expect(documentationOf(id)?.id).toBe(codes[0]);
});

test('the profile `sigmahq` has what SigmaHQ runs, and nothing else of theirs', () => {
  for (const id of [...pySigma, ...sigmahq]) {
    const inProfile = codesNamed(id).filter((code) => {
      const { profiles, aliases = [] } = documentationOf(code) ?? {};
      // A check that is switched off may be another one's as well: `tlptag` and `tlpv2_tag` both find `tlp.orange`.
      return (
        (profiles === undefined || profiles.includes('sigmahq')) && aliases.every((name) => switchedOff.includes(name))
      );
    });
    if (switchedOff.includes(id)) expect(inProfile, id).toEqual([]);
    else {
      const runs = codesNamed(id).some((code) => documentationOf(code)?.profiles?.includes('sigmahq') ?? true);
      expect(runs, id).toBe(true);
    }
  }
});

test('published ids switch checks on and off, and our own ids count more', () => {
  const text =
    'title: Detects whoami\nlogsource: {product: windows}\ndetection:\n    a: {Image: x}\n    condition: a\n';
  const codes = (severities: Record<string, 'error' | 'off'>) =>
    findingsOf(text, { severities }).map(({ code, severity }) => `${code} ${severity}`);
  expect(codes({})).toEqual([]);
  expect(codes({ sigmahq_title_start: 'error' })).toEqual(['title-start error']);
  expect(codes({ sigmahq_title_start: 'error', 'title-start': 'off' })).toEqual([]);
  const sigmahqCodes = (severities: Record<string, 'off'>) =>
    findingsOf(text, { profile: 'sigmahq', severities }).map(({ code }) => code);
  expect(sigmahqCodes({})).toContain('title-case');
  expect(sigmahqCodes({ sigmahq_title_case: 'off' })).not.toContain('title-case');
});

/** The same rule elsewhere: with Windows line ends, after characters of two code units, and as the second of its file. */
const places: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.replaceAll('\n', '\r\n'),
  (text) => `# 😀 é\n${text}`,
  (text) => `${complete}---\n${text}`,
];
const complete = `title: Hostname Execution
id: 7f0d2d0e-7a3c-4c5e-9d1b-2f4f1e0c8a57
status: test
description: A description that is long enough
author: Ada
date: 2020-01-01
logsource:
    category: process_creation
    product: windows
detection:
    selection:
        CommandLine|contains: hostname
    condition: selection
level: low
`;

test.each(publishedCases().map((each, index) => [index, each.id, each] as const))(
  '%i: %s finds what its authors’ own check finds, at the word',
  (_, id, { text, finds, options }) => {
    const codes = codesNamed(id);
    // A file is judged by its first rule.
    for (const place of options?.path === undefined ? places : places.slice(0, 3)) {
      const placed = place(text);
      const found = findingsOf(placed, { profile: 'all', path: 'rules/some_rule_name.yml', ...options });
      const words = found
        .filter(({ code }) => codes.includes(code))
        .map(({ range }) => placed.slice(range.start, range.end).replaceAll('\r\n', '\n'));
      expect(words.sort(), placed).toEqual([...finds].sort());
    }
  },
);

test('what is found under several names is silenced by the main one, or by all', () => {
  const text = publishedCases().find(({ finds }) => finds.includes('tlp.test'))?.text ?? '';
  const codes = (...names: readonly string[]) =>
    findingsOf(text, { severities: Object.fromEntries(names.map((name) => [name, 'off'] as const)) })
      .map(({ code }) => code)
      .filter((code) => code === 'unknown-tlp-tag');
  expect(codes('tlpv1_tag', 'tlpv2_tag')).toEqual(['unknown-tlp-tag']);
  expect(codes('tlptag')).toEqual([]);
  expect(codes('unknown-tlp-tag')).toEqual([]);
});
