import type { CheckOptions } from '../../server/src/checks/checkFile.ts';

/**
 * What the checks of pySigma (sigma/validators/core) and SigmaHQ (pySigma-validators-sigmaHQ) find and let pass by their
 * own tests: `finds` are the texts under the findings, of which every one has to be there.
 */
export interface PublishedCase {
  readonly id: string;
  readonly text: string;
  readonly finds: readonly string[];
  readonly options?: CheckOptions;
}

export function publishedCases(): readonly PublishedCase[] {
  return [...pySigmaCases(), ...sigmahqCases()];
}

function pySigmaCases(): readonly PublishedCase[] {
  const sysmon = 'product: windows\nservice: sysmon';
  const repeated = 'references:\n    - ref_a\n    - ref_b\n    - ref_a';
  const related = (key: string) => `${key}:\n    - id: 6f0d2d0e-7a3c-4c5e-9d1b-2f4f1e0c8a57\n      type: derived`;
  const tagged = (id: string, tags: string, ...finds: readonly string[]) => found(id, tagging(tags), ...finds);
  const item = (id: string, items: string, ...finds: readonly string[]) => found(id, selecting(items), ...finds);
  return [
    found('dangling_detection', detecting('a and c', 'a', 'b', 'c'), 'b'),
    found('dangling_detection', detecting('1 of them', 'a', '_b'), '_b'),
    found('dangling_detection', detecting('1 of referenced*', 'referenced1', 'referenced2')),
    found('dangling_detection', detecting('1 of them', 'a', 'b')),
    found('dangling_condition', detecting('a and b', 'a'), 'b'),
    found('dangling_condition', detecting('a and not 1 of filter_optional_*', 'a'), 'filter_optional_*'),
    found('them_condition_with_single_detection', detecting('1 of them', 'a'), '1 of them'),
    found('them_condition_with_single_detection', detecting('1 of them', 'a', 'b')),
    found('all_of_them_condition', detecting('all   of them', 'a1', 'b1'), 'them'),
    found('all_of_them_condition', detecting('all of them', 'a1'), 'all of them'),
    found('all_of_them_condition', detecting('all of part*', 'part1', 'part2')),
    found('specific_instead_of_generic_logsource', reading(sysmon, 'EventID: [3, 99, 255]'), '3', '255'),
    found('specific_instead_of_generic_logsource', reading('product: windows\nservice: security', 'EventID: 4625')),
    found('fieldname_logsource', reading('product: windows\nvendor: x', 'a: b'), 'vendor'),
    found('fieldname_logsource', reading('product: windows\nservce: sysmon', 'a: b'), 'servce'),
    found('fieldname_logsource', reading('product: windows\ndefinition: x', 'a: b')),
    found('identifier_existence', selecting('Image: x'), title),
    found('identifier_existence', headed('id: 6f0d2d0e-7a3c-4c5e-9d1b-2f4f1e0c8a57')),
    found('duplicate_references', headed(repeated), 'ref_a'),
    ...['realted', 'relatde', 'relted', 'rlated'].map((key) => found('custom_attributes', headed(related(key)), key)),
    found('custom_attributes', headed('reference: [a]'), 'reference'),
    found('custom_attributes', headed('references: [a]\nreference: [b]'), 'reference'),
    found('custom_attributes', headed(related('related'))),
    item('invalid_modifier_combinations', 'User|all: [a, b]', 'all'),
    item('invalid_modifier_combinations', "'|all': [a, b]"),
    item('invalid_modifier_combinations', 'User|contains|all: [a, b]'),
    item('invalid_modifier_combinations', 'User|base64offset: value', 'base64offset'),
    item('invalid_modifier_combinations', 'User|base64offset|contains: value'),
    item('invalid_modifier_combinations', 'User|contains|contains: value', 'contains'),
    item('invalid_modifier_combinations', 'User|base64|base64: value'),
    item('invalid_modifier_combinations', "User|contains|windash|all: [' -a', ' -b']", 'windash'),
    tagged('tag_format', 'custom.my tag, custom.my2tag', 'custom.my tag'),
    tagged('tag_format', 'custom.my_tag, custom.my-tag'),
    tagged('attacktag', 'attack.test1, attack.t9999, attack.g9999', 'attack.test1', 'attack.t9999', 'attack.g9999'),
    tagged('attacktag', 'attack.command-and-control, attack.t1001.001, attack.g0001, attack.s0001, attack.ds0026'),
    tagged('d3_fendtag', 'd3fend.test1, d3fend.isolate', 'd3fend.test1'),
    tagged('d3_fendtag', 'd3fend.d3-mfa, d3fend.d3f-AccessControlConfiguration'),
    tagged('tlpv1_tag', 'tlp.clear', 'tlp.clear'),
    tagged('tlpv1_tag', 'tlp.white'),
    tagged('tlpv2_tag', 'tlp.white', 'tlp.white'),
    tagged('tlpv2_tag', 'tlp.clear'),
    tagged('tlptag', 'tlp.clear, tlp.white, tlp.test', 'tlp.test'),
    tagged('duplicate_tag', 'attack.g0001, attack.s0001, attack.g0001', 'attack.g0001'),
    tagged('namespace_tag', 'attack.t1033, car.2016-04-005, stp.3k, cve.2023-007, tlp.amber, detection.dfir'),
    tagged('namespace_tag', 'attaque.discovery', 'attaque'),
    tagged('cartag', 'car.2016-04-005, car.2023-011-11', 'car.2023-011-11'),
    tagged('cvetag', 'cve.2023-11-04, cve.2023-007', 'cve.2023-11-04'),
    tagged('detection_tag', 'detection.new-threats', 'detection.new-threats'),
    tagged('detection_tag', 'detection.emerging-threats'),
    tagged('stptag', 'stp.5k, stp.1, stp.1A', 'stp.1A'),
    item('double_wildcard', "User: 'a**b'", '**'),
    item('double_wildcard', "User: 'a*b*c'"),
    item('number_as_string', "ProcessId: ['4', 6, 'a', '1 2']", "'4'"),
    item('number_as_string', "ProcessId|contains: '4'"),
    item('control_character', 'User: "a\\tb"', '\\t'),
    item('control_character', "User: 'a\\tb'"),
    item('control_character', 'User|base64: "a\\tb"'),
    item('wildcards_instead_of_modifiers', "User: '*foo*'", '*foo*'),
    item('wildcards_instead_of_modifiers', "User: ['*foo', '*bar']", 'User'),
    item('wildcards_instead_of_modifiers', "User: ['*foo', 'bar*']"),
    item('wildcards_instead_of_modifiers', "User: ['*']"),
    item('wildcards_instead_of_modifiers', "User: '*fo*o'"),
    item('escaped_wildcard', "User: 'path\\*something'", '\\*'),
    item('escaped_wildcard', "Image: 'C:\\path\\*'", '\\*'),
    item('escaped_wildcard', "Image: 'C:\\path\\\\*a'"),
    filed('filename_length', 'Name.yml', true),
    filed('filename_length', `${'a'.repeat(87)}.yml`, true),
    filed('filename_length', `${'a'.repeat(86)}.yml`, false),
  ];
}

function sigmahqCases(): readonly PublishedCase[] {
  const own = (id: string, text: string, ...finds: readonly string[]) => found(`sigmahq_${id}`, text, ...finds);
  const item = (id: string, items: string, ...finds: readonly string[]) => own(id, selecting(items), ...finds);
  const path = (id: string, name: string, isWrong: boolean) => filed(`sigmahq_${id}`, name, isWrong);
  const days = (made: string, changed: string) => headed(`date: ${made}\nmodified: ${changed}`);
  const today = (text: string, ...finds: readonly string[]) => ({
    ...own('status_to_high', text, ...finds),
    options: { today: '2026-11-22' },
  });
  return [
    ...['author', 'date', 'description', 'level', 'status'].map((key) => own(`${key}_existence`, headed(''), title)),
    own('date_existence', headed('modified: 2024-01-01'), 'modified'),
    own('modified_without_date', headed('modified: 2024-01-01'), 'modified'),
    own('modified_date_order', days('2024-01-02', '2024-01-01'), '2024-01-01'),
    own('modified_date_order', days('2024/01/02', '2024/01/01'), '2024/01/01'),
    own('modified_date_order', days('2024-01-02', '2024-01-03')),
    own('redundant_modified', days('2024-01-02', '2024-01-02'), '2024-01-02'),
    own('redundant_modified', days('2024/01/02', '2024-01-02'), '2024-01-02'),
    own('description_length', headed('description: Too short'), 'Too short'),
    own('description_length', headed(`description: ${'x'.repeat(16)}`)),
    own('link_in_description', headed('description: See https://example.com/x, please'), 'https://example.com/x'),
    own('link_in_description', headed('description: >\n    Our internal\n    research.'), 'internal\n    research'),
    own(
      'link_in_description',
      headed('description: "See http:\\/\\/a.example"\nreferences: []'),
      'http:\\/\\/a.example',
    ),
    own('link_in_description', headed('description: See https://example.com/x\nreferences: [a]')),
    today(headed('status: stable\ndate: 2026-11-01'), 'stable'),
    today(headed('status: test\ndate: 2026/11/01'), 'test'),
    today(headed('status: test\ndate: 2026-11-01\nregression_tests_path: a')),
    today(headed('status: experimental\ndate: 2026-11-01')),
    {
      ...own('status', headed('status: deprecated'), 'deprecated'),
      options: { path: 'rules/a/proc_creation_win_x.yml' },
    },
    { ...own('status', headed('status: unsupported')), options: { path: 'unsupported/a/proc_creation_win_x.yml' } },
    own('title_length', headed('').replace(title, 'A'.repeat(121)), 'A'.repeat(121)),
    own('title_length', headed('').replace(title, 'A'.repeat(300)), 'A'.repeat(300)),
    own('title_length', headed('').replace(title, '😀'.repeat(120))),
    own('title_start', headed('').replace(title, 'Detects Whoami'), 'Detects'),
    own('title_start', headed('').replace(title, 'Detection Of Whoami')),
    own('title_end', headed('').replace(title, 'Whoami.'), '.'),
    own('title_case', headed('').replace(title, 'Use of whoami'), 'whoami'),
    own('title_case', headed('').replace(title, 'Use of x.exe via a/b or a_b and 3d over the new')),
    own('fields_existence', headed('fields: [User]'), 'fields'),
    own('unknown_field', headed('created: 2024-08-09'), 'created'),
    own('unknown_field', headed('descripton: A description'), 'descripton'),
    own('unknown_field', headed('simulation: []\nregression_tests_path: a')),
    own('ofthem_condition', detecting('1 of them', 'a'), '1 of them'),
    own('ofselection_condition', detecting('1 of sub_*', 'sub_1'), '1 of sub_*'),
    own('ofselection_condition', detecting('1 of selection_*', 'selection_a')),
    own('ofselection_condition', detecting('a and not 1 of filter_*', 'a', 'filter_1')),
    own('missing_asterisk_condition', detecting('a and 1 of sub', 'a', 'sub'), '1 of sub'),
    own('missing_asterisk_condition', detecting('a and 1 of sub', 'a', 'sub_b'), 'sub'),
    own('missing_asterisk_condition', detecting('a and 1 of sub_*', 'a', 'sub_b')),
    item('category_event_id', 'EventID: 1\nImage: x', 'EventID'),
    item('category_windows_provider_name', 'Provider_Name: Microsoft-Windows-Sysmon', 'Microsoft-Windows-Sysmon'),
    item('category_windows_provider_name', 'Provider_Name: [Microsoft-Windows-Sysmon, X]', 'Microsoft-Windows-Sysmon'),
    item('category_windows_provider_name', 'Provider_Name: Some-Other-Provider'),
    ...['(?=', '(?!', '(?<=B)', '(?<!B)', '(?>'].map((group) =>
      item('unsupported_regex_group_construct', `User|re: 'A${group}${group.endsWith(')') ? '' : 'B)'}'`, group),
    ),
    item('unsupported_regex_group_construct', "User|re: 'a\\w+b'"),
    own('logsource_unknown', reading('category: test', 'a: b'), 'test'),
    own('logsource_unknown', reading('category: process_creation\nproduct: windows', 'a: b')),
    own('sysmon_missing_eventid', reading('product: windows\nservice: sysmon', 'Image: b'), 'sysmon'),
    own('sysmon_missing_eventid', reading('product: windows\nservice: sysmon', 'EventID: 255')),
    item('space_field_name', 'Command Line: a', 'Command Line'),
    item('fieldname_cast', 'commandline: a', 'commandline'),
    item('fieldname_cast', 'CommandLine: a'),
    item('invalid_fieldname', 'UnknownThing|contains: a', 'UnknownThing'),
    item('field_duplicate_value', 'User: [one, two, Two]', 'Two'),
    item('field_duplicate_value', 'User|re: [one, One, one]', 'one'),
    item('field_duplicate_value', 'User|cased: [one, One]'),
    item('field_duplicate_value', 'User|base64: [one, One]'),
    item('invalid_all_modifier', 'User|contains|all: [one]', 'all'),
    item('field_user', 'ParentUser: AUTORITE NT', 'AUTORITE NT'),
    item('field_user', 'User|contains: [AUTHORI, AUTORI]'),
    item('invalid_hash_kv', 'Hashes|contains: [MD5=4fae81eb7018069e75a087c38af783df, SHA512=12]', 'SHA512=12'),
    item('invalid_hash_kv', 'Hashes|contains: [IMPHASH=12, azerty]', 'IMPHASH=12', 'azerty'),
    item('invalid_hash_kv', 'Hashes: 1234', '1234'),
    own('redundant_field', reading('category: registry_set\nproduct: windows', 'EventType: SetValue'), 'EventType'),
    own('redundant_field', reading('category: registry_event\nproduct: windows', 'EventType: SetValue')),
    item('redundant_field', 'Channel: Microsoft-Windows-Sysmon/Operational', 'Channel'),
    item('redundant_field', 'EventID: 1', 'EventID'),
    own('correlation_rules_minimum', correlating('type: temporal', 'rules: [a]', 'group-by: [User]'), 'a'),
    own('correlation_rules_minimum', correlating('type: temporal', 'rules: [a, b]', 'group-by: [User]')),
    own('correlation_group_by_existence', correlating('type: temporal', 'rules: [a, b]'), 'temporal'),
    own('correlation_group_by_existence', correlating('type: temporal', 'rules: [a, b]', 'group-by: []'), 'temporal'),
    own('correlation_group_by_existence', correlating('type: temporal', 'rules: [a, b]', 'group-by: [User]')),
    own('falsepositives_capital', headed('falsepositives: [some admins]'), 'some'),
    own('falsepositives_banned_word', headed('falsepositives: [None, A pentest]'), 'None', 'pentest'),
    own('falsepositives_typo_word', headed('falsepositives: [Unkown ligitimate]'), 'Unkown', 'ligitimate'),
    path('filename_convention', 'Name.yml', true),
    path('filename_convention', 'proc-creation-win.yml', true),
    path('filename_convention', 'proc_a.yml', true),
    path('filename_convention', 'proc_aaaaa.yml', false),
    path('filename_prefix', 'win_whoami_abc.yml', true),
    path('filename_prefix', 'proc_creation_win_whoami.yml', false),
    own(
      'github_link',
      headed('references: [https://github.com/a/b/blob/master/x.md]'),
      'https://github.com/a/b/blob/master/x.md',
    ),
    own('github_link', headed('references: [https://github.com/a/b]')),
    own('mitre_link', headed('references: [https://attack.mitre.org/x]'), 'https://attack.mitre.org/x'),
    own('tags_unique_detection', tagging('detection.dfir, detection.threat-hunting'), 'detection.threat-hunting'),
    own('tags_unique_tlp', tagging('tlp.clear, tlp.red'), 'tlp.red'),
    own('tags_tlp', tagging('tlp.red, tlp.white, tlp.orange'), 'tlp.red', 'tlp.white', 'tlp.orange'),
    own('tags_tlp', tagging('tlp.clear')),
    { ...own('tags_detection', headed(''), title), options: { path: 'rules-dfir/proc_creation_win_x.yml' } },
    own('tags_techniques_without_tactics', tagging('attack.t1033'), 'attack.t1033'),
    own('tags_techniques_without_tactics', tagging('attack.discovery, attack.t1033')),
  ];
}

const title = 'Whoami Execution';

function found(id: string, text: string, ...finds: readonly string[]): PublishedCase {
  return { id, text, finds };
}

function filed(id: string, name: string, isWrong: boolean): PublishedCase {
  return { id, text: selecting('Image: x'), finds: isWrong ? [title] : [], options: { path: `rules/${name}` } };
}

function rule(head: string, logsource: string, detection: string): string {
  const indented = (text: string) => text.replaceAll(/^/gm, '    ');
  const start = head === '' ? '' : `${head}\n`;
  return `title: ${title}\n${start}logsource:\n${indented(logsource)}\ndetection:\n${indented(detection)}\n`;
}

const usual = 'category: process_creation\nproduct: windows';

function headed(head: string): string {
  return rule(head, usual, 'selection:\n    Image: x\ncondition: selection');
}

function tagging(tags: string): string {
  return headed(
    `tags:\n${tags
      .split(', ')
      .map((tag) => `    - ${tag}`)
      .join('\n')}`,
  );
}

function selecting(items: string): string {
  return reading(usual, items);
}

function reading(logsource: string, items: string): string {
  return rule('', logsource, `selection:\n${items.replaceAll(/^/gm, '    ')}\ncondition: selection`);
}

function detecting(condition: string, ...names: readonly string[]): string {
  const selections = names.map((name, index) => `${name}:\n    CommandLine|contains: value${index}`);
  return rule('', usual, `${selections.join('\n')}\ncondition: ${condition}`);
}

function correlating(...lines: readonly string[]): string {
  return `title: Many\ncorrelation:\n${lines.map((line) => `    ${line}\n`).join('')}    timespan: 5m\n`;
}
