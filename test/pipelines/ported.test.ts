import { beforeAll, describe, expect, test } from 'vitest';
import type { Target } from '../../server/src/catalog/target.ts';
import { convertToKql } from '../../server/src/kql/convert.ts';
import { analyse } from '../../server/src/kql/validation/analyse.ts';
import { process, ruleText } from './processed.ts';

// Microsoft's parser takes its time to get warm.
beforeAll(() => void analyse('print 1', 'workspace'), 60_000);

/** The lines of the query, or the errors. */
function kql(transformations: string, detection: string, logsource: string, target: Target = 'workspace'): string[] {
  const { rule, pipeline } = process(transformations, ruleText(detection, '', logsource));
  expect(pipeline.problems).toEqual([]);
  const { query, problems } = convertToKql(rule, { target, termIndex: false });
  if (query !== undefined) expect(analyse(query, target)).toEqual([]);
  return query?.split('\n') ?? problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
}

const processes = '{ category: process_creation, product: windows }';

/** What the Python of pySigma-pipeline-sysmon does, as a team would write it in YAML. */
const sysmon = `- id: sysmon_process_creation_eventid
  type: add_condition
  conditions: { EventID: 1 }
  rule_conditions: [{ type: logsource, category: process_creation, product: windows }]
- id: sysmon_registry_eventid
  type: add_condition
  conditions: { EventID: [12, 13, 14] }
  rule_conditions: [{ type: logsource, category: registry_event, product: windows }]
- id: sysmon_logsource
  type: change_logsource
  product: windows
  service: sysmon
  rule_cond_op: or
  rule_conditions:
  - { type: processing_item_applied, processing_item_id: sysmon_process_creation_eventid }
  - { type: processing_item_applied, processing_item_id: sysmon_registry_eventid }`;

describe('in the style of pySigma-pipeline-sysmon', () => {
  test('event ids and the service choose the table', () => {
    const lines = kql(sysmon, "selection: { Image|endswith: '\\a.exe', Company: b }", processes);
    expect(lines.slice(lines.indexOf('};') + 1)).toEqual([
      'Event',
      '| where Source == "Microsoft-Windows-Sysmon"',
      '| where EventID == 1',
      String.raw`| extend Image = unescape_xml(extract(@"<(?:Data Name=\WImage\W|Image)>([^<]*)</", 1, EventData)),`,
      String.raw`    Company = unescape_xml(extract(@"<(?:Data Name=\WCompany\W|Company)>([^<]*)</", 1, EventData))`,
      '| where Image endswith @"\\a.exe"',
      '| where Company =~ "b"',
    ]);
  });

  test('several event ids are a list', () => {
    const lines = kql(
      sysmon,
      "selection: { TargetObject|contains: '\\Run\\' }",
      '{ category: registry_event, product: windows }',
    );
    expect(lines).toContain('| where EventID in (12, 13, 14)');
  });

  test('where a target has no such table, that is said', () => {
    expect(kql(sysmon, 'selection: { Image: a }', processes, 'xdr')).toEqual([
      expect.stringMatching(/`xdr` has no table for the log source `windows sysmon`/),
    ]);
  });
});

/** The like of pySigma-pipeline-windows with audit events: the event id, the names of 4688's fields, the channel. */
const audit = `- id: process
  type: add_condition
  conditions: { EventID: 4688 }
  rule_conditions: [{ type: logsource, category: process_creation, product: windows }]
- type: change_logsource
  product: windows
  service: security
  rule_conditions: [{ type: processing_item_applied, processing_item_id: process }]
- id: fields
  type: field_name_mapping
  mapping: { Image: NewProcessName, ParentImage: ParentProcessName, User: SubjectUserName }
  rule_conditions: [{ type: processing_item_applied, processing_item_id: process }]
- type: map_string
  mapping: { High: S-1-16-12288 }
  field_name_conditions: [{ type: include_fields, fields: [IntegrityLevel] }]
- type: field_name_mapping
  mapping: { IntegrityLevel: MandatoryLabel }
- type: add_condition
  conditions: { Channel: Security }
  rule_conditions: [{ type: logsource, product: windows, service: security }]
- type: strict_field_mapping_failure
  rule_conditions: [{ type: rule_attribute, attribute: level, op: gte, value: high }]`;

describe('in the style of pySigma-pipeline-windows', () => {
  test('events of the audit log', () => {
    const detection = "selection: { Image|endswith: '\\a.exe', ParentImage: p, User: x, IntegrityLevel: High }";
    expect(kql(audit, detection, processes)).toEqual([
      'SecurityEvent',
      '| where Channel =~ "Security"',
      '| where EventID == 4688',
      '| where NewProcessName endswith @"\\a.exe"',
      '| where ParentProcessName =~ "p"',
      '| where SubjectUserName =~ "x"',
      '| where MandatoryLabel =~ "S-1-16-12288"',
    ]);
  });
});

/** The like of pySigma-backend-kusto's azure_monitor: a table by the log source, its fields, values as it writes them. */
const azureMonitor = `- id: table
  type: set_state
  key: query_table
  val: SecurityEvent
  rule_cond_op: or
  rule_conditions:
  - { type: logsource, category: process_creation }
  - { type: logsource, category: registry_set }
- id: fields
  type: field_name_mapping
  mapping: { CommandLine: CommandLine, Image: NewProcessName, TargetObject: ObjectName, Hashes: FileHash }
  rule_conditions: [{ type: processing_state, key: query_table, val: SecurityEvent }]
- type: replace_string
  regex: (?i)(^HKLM\\\\SYSTEM\\\\CurrentControlSet)
  replacement: HKEY_LOCAL_MACHINE\\\\SYSTEM\\\\CurrentControlSet001
  field_name_conditions: [{ type: include_fields, fields: [ObjectName] }]
- type: replace_string
  regex: (?i)(^HKLM)
  replacement: HKEY_LOCAL_MACHINE
  field_name_conditions: [{ type: include_fields, fields: [ObjectName] }]
- type: drop_detection_item
  field_name_conditions: [{ type: include_fields, fields: [Initiated] }]
- type: detection_item_failure
  message: This table has no such field.
  field_name_conditions: [{ type: exclude_fields, fields: [CommandLine, NewProcessName, ObjectName, FileHash, EventID] }]
- type: rule_failure
  message: No table for this category.
  rule_cond_not: true
  rule_conditions: [{ type: processing_item_applied, processing_item_id: table }]`;

describe('in the style of pySigma-backend-kusto', () => {
  const registry = '{ category: registry_set, product: windows }';

  test('the table and its columns', () => {
    const detection =
      "selection: { EventID: 4688, Image|endswith: '\\a.exe', CommandLine|contains|all: [b, c], Initiated: 'true' }";
    expect(kql(azureMonitor, detection, processes)).toEqual([
      'SecurityEvent',
      '| where EventID == 4688',
      '| where NewProcessName endswith @"\\a.exe"',
      '| where CommandLine contains "b" and CommandLine contains "c"',
    ]);
  });

  test.each([
    [
      'HKLM\\SYSTEM\\CurrentControlSet\\x*',
      '| where ObjectName startswith @"HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet001\\x"',
    ],
    ['hklm\\Software\\y', '| where ObjectName =~ @"HKEY_LOCAL_MACHINE\\Software\\y"'],
  ])('keys are spelled out: %s', (value, line) => {
    expect(kql(azureMonitor, `selection: { TargetObject: '${value}' }`, registry)).toContain(line);
  });

  test('what it does not know is refused', () => {
    expect(kql(azureMonitor, 'selection: { Details: x }', registry)).toEqual([
      expect.stringContaining('refuses this: This table has no such field.'),
    ]);
    expect(kql(azureMonitor, 'selection: { EventID: 5 }', '{ product: windows, service: system }')).toEqual([
      expect.stringContaining('refuses the rule: No table for this category.'),
    ]);
  });
});
