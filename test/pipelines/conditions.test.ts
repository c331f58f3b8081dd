import { describe, expect, test } from 'vitest';
import { meaning, process, ruleText } from './processed.ts';

/** Conditions decide whether `case: upper` is applied. The source is pySigma (sigma/processing/conditions and its tests). */
const rule = ruleText(
  "selection: { field1: [value1, 'wild*'], field2: 2, field3: null, field4|fieldref: other, field5: true }",
  'id: 5ff3c7d1-0000-4000-8000-000000000000\nlevel: high\nstatus: test\nauthor: me\ndate: 2024-05-01\ntags: [attack.t1059, test.tag]\nfields: [listed]\ncustom: 7',
);

function isApplied(conditions: string, text = rule, before = ''): boolean {
  const { rule: result, pipeline } = process(`${before}\n- type: case\n  method: upper\n${indent(conditions)}`, text);
  expect(pipeline.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return meaning(result) !== meaning(process('- type: case\n  method: lower', text).rule);
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}

describe('rule conditions', () => {
  test.each<[condition: string, expected: boolean]>([
    ['type: logsource, category: test', true],
    ['type: logsource, category: test, product: windows', true],
    ['type: logsource, category: test, product: linux', false],
    ['type: logsource, service: x', false],
    ['type: contains_field, field: field2', true],
    ['type: contains_field, field: nothing', false],
    ['type: contains_detection_item, field: field1, value: value1', true],
    ["type: contains_detection_item, field: field1, value: 'wild*'", true],
    ["type: contains_detection_item, field: field1, value: 'wild\\*'", false],
    ['type: contains_detection_item, field: field2, value: value1', false],
    ['type: contains_detection_item, field: field2, value: 2', true],
    ["type: contains_detection_item, field: field2, value: '2'", false],
    ['type: contains_detection_item, field: field5, value: true', true],
    ['type: is_sigma_rule', true],
    ['type: is_sigma_correlation_rule', false],
    ['type: tag, tag: test.tag', true],
    ['type: tag, tag: test.no', false],
    ['type: rule_attribute, attribute: level, value: high', true],
    ['type: rule_attribute, attribute: level, value: medium, op: gt', true],
    ['type: rule_attribute, attribute: level, value: critical, op: gte', false],
    ['type: rule_attribute, attribute: status, value: experimental, op: gte', true],
    ['type: rule_attribute, attribute: status, value: stable, op: lt', true],
    ['type: rule_attribute, attribute: author, value: me', true],
    ['type: rule_attribute, attribute: author, value: you, op: ne', true],
    ['type: rule_attribute, attribute: id, value: 5ff3c7d1-0000-4000-8000-000000000000', true],
    ["type: rule_attribute, attribute: date, value: '2024-05-02', op: lt", true],
    ["type: rule_attribute, attribute: date, value: '2024-05-01', op: gt", false],
    ['type: rule_attribute, attribute: tags, value: test.tag, op: in', true],
    ['type: rule_attribute, attribute: tags, value: test.tag, op: not_in', false],
    ['type: rule_attribute, attribute: tags, value: test.tag', false],
    ['type: rule_attribute, attribute: tags, value: test.tag, op: ne', true],
    ['type: rule_attribute, attribute: fields, value: listed, op: in', true],
    ['type: rule_attribute, attribute: custom, value: 6, op: gt', true],
    ['type: rule_attribute, attribute: nothing, value: x', false],
    // What a rule does not say has a value nevertheless (`SigmaRuleBase`).
    ['type: rule_attribute, attribute: taxonomy, value: sigma', true],
    ['type: rule_attribute, attribute: references, value: x, op: not_in', true],
    ['type: rule_attribute, attribute: references, value: x, op: in', false],
    ['type: processing_state, key: unset, val: x', false],
    ['type: processing_state, key: unset, val: x, op: ne', false],
  ])('%s', (condition, expected) => {
    expect(isApplied(`rule_conditions: [{ ${condition} }]`)).toBe(expected);
  });

  test.each<[condition: string, expected: boolean]>([
    ['key: k, val: 5', true],
    ['key: k, val: 4, op: gt', true],
    ['key: k, val: 5, op: lt', false],
    ['key: k, val: 5, op: lte', true],
    ['key: k, val: x, op: ne', true],
    ["key: k, val: '5'", false],
  ])('processing_state, %s', (condition, expected) => {
    const before = '- type: set_state\n  key: k\n  val: 5';
    for (const group of ['rule', 'detection_item', 'field_name'])
      expect(isApplied(`${group}_conditions: [{ type: processing_state, ${condition} }]`, rule, before)).toBe(expected);
  });

  test('processing_item_applied, also across pipelines and nests', () => {
    const nest = '- id: outer\n  type: nest\n  items: [{ id: inner, type: set_state, key: a, val: b }]';
    const applied = (id: string) =>
      isApplied(`rule_conditions: [{ type: processing_item_applied, processing_item_id: ${id} }]`, rule, nest);
    expect(['outer', 'inner', 'other'].map(applied)).toEqual([true, true, false]);
  });

  test('a correlation has the log sources of its rules', () => {
    const text = `title: C
fields: [a]
correlation: { type: event_count, rules: [r], timespan: 5m, group-by: [a], condition: { gte: 5 } }
---
${ruleText('selection: { a: b }', 'name: r')}`;
    const groupBy = (product: string) => {
      const { rule: result } = process(
        `- type: field_name_suffix\n  suffix: x\n  rule_conditions: [{ type: logsource, product: ${product} }]`,
        text,
      );
      return result.kind === 'correlation' && result.groupBy.map(({ value }) => value);
    };
    expect(groupBy('windows')).toEqual(['ax']);
    expect(groupBy('linux')).toEqual(['a']);
  });
});

describe('joining', () => {
  const yes = '{ type: is_sigma_rule }';
  const no = '{ type: is_sigma_correlation_rule }';
  test.each<[conditions: string, expected: boolean]>([
    [`rule_conditions: [${yes}, ${no}]`, false],
    [`rule_conditions: [${yes}, ${no}]\nrule_cond_op: or`, true],
    [`rule_conditions: [${yes}, ${no}]\nrule_cond_op: and\nrule_cond_not: true`, true],
    [`rule_conditions: [${yes}]\nrule_cond_not: true`, false],
    [`rule_conditions: { a: ${yes}, b: ${no} }`, false],
    [`rule_conditions: { a: ${yes}, b: ${no} }\nrule_cond_expr: a and not b`, true],
    [`rule_conditions: { a: ${yes}, b: ${no} }\nrule_cond_expr: not (a or b)`, false],
    [`rule_conditions: { a: ${yes}, b: ${no}, c-1: ${yes} }\nrule_cond_expr: b and a or c-1`, true],
    [`rule_conditions: { a: ${yes}, b: ${no} }\nrule_cond_expr: not a or b\nrule_cond_not: true`, true],
    ['rule_cond_not: true', true],
  ])('%s', (conditions, expected) => {
    expect(isApplied(conditions)).toBe(expected);
  });
});

describe('detection item and field name conditions', () => {
  /** The fields whose item `set_value` was applied to. */
  function chosen(conditions: string, detection: string, before = ''): string {
    const { rule: result, pipeline } = process(
      `${before}\n- type: set_value\n  value: X\n${indent(conditions)}`,
      ruleText(detection),
    );
    expect(pipeline.problems).toEqual([]);
    return [...meaning(result).matchAll(/(\w*)="\*?X\*?"/g)].map(([, field]) => field || '-').join(' ');
  }
  const detection =
    "selection:\n    a: [value, value2]\n    b: [value, other, 5]\n    c: 'va*'\n    d: null\n    e: [null, x]\n    f|fieldref: g";

  test.each<[conditions: string, fields: string]>([
    ['detection_item_conditions: [{ type: match_string, cond: any, pattern: value }]', 'a b'],
    ['detection_item_conditions: [{ type: match_string, cond: all, pattern: value }]', 'a'],
    ['detection_item_conditions: [{ type: match_string, cond: any, pattern: alue }]', ''],
    ["detection_item_conditions: [{ type: match_string, cond: any, pattern: '.*\\*$' }]", 'c'],
    ['detection_item_conditions: [{ type: match_string, cond: all, pattern: value, negate: true }]', 'c d e f'],
    ['detection_item_conditions: [{ type: match_value, cond: any, value: 5 }]', 'b'],
    ['detection_item_conditions: [{ type: match_value, cond: any, value: value }]', 'a b'],
    ['detection_item_conditions: [{ type: contains_wildcard, cond: any }]', 'c'],
    ['detection_item_conditions: [{ type: is_null, cond: any }]', 'd e'],
    ['detection_item_conditions: [{ type: is_null, cond: all }]', 'd'],
    [
      'detection_item_conditions: { x: { type: is_null, cond: any }, y: { type: is_null, cond: all } }\ndetection_item_cond_expr: x and not y',
      'e',
    ],
    ['detection_item_conditions: [{ type: is_null, cond: any }]\ndetection_item_cond_not: true', 'a b c f'],
    ['field_name_conditions: [{ type: include_fields, fields: [a, c] }]', 'a c'],
    ["field_name_conditions: [{ type: include_fields, mode: re, fields: ['[ab]', c$] }]", 'a b c'],
    ["field_name_conditions: [{ type: exclude_fields, mode: re, fields: ['[ab]'] }]", 'c d e f'],
    ['field_name_conditions: [{ type: exclude_fields, fields: [a, b, c, d] }]', 'e f'],
    ['field_name_conditions: [{ type: include_fields, fields: [g] }]', 'f'],
    [
      'field_name_conditions: { x: { type: include_fields, fields: [a, b] }, y: { type: include_fields, fields: [b] } }\nfield_name_cond_expr: x and not y',
      'a',
    ],
    [
      'field_name_conditions: [{ type: include_fields, fields: [a, d] }]\ndetection_item_conditions: [{ type: is_null, cond: any }]',
      'd',
    ],
    [
      'field_name_conditions: [{ type: include_fields, fields: [a] }, { type: include_fields, fields: [b] }]\nfield_name_cond_op: or',
      'a b',
    ],
  ])('%s', (conditions, fields) => {
    expect(chosen(conditions, detection)).toBe(fields);
  });

  test('keywords are no field: excluded from include_fields, not from exclude_fields', () => {
    const words = 'selection:\n    - word\n    - a: b';
    expect(chosen('field_name_conditions: [{ type: include_fields, fields: [a] }]', words)).toBe('a');
    expect(chosen('field_name_conditions: [{ type: exclude_fields, fields: [a] }]', words)).toBe('-');
  });

  test('processing_item_applied tells the items that another one has changed', () => {
    const before = '- id: mapped\n  type: field_name_mapping\n  mapping: { a: x, b: [y, z] }';
    for (const group of ['detection_item', 'field_name']) {
      const conditions = `${group}_conditions: [{ type: processing_item_applied, processing_item_id: mapped }]`;
      expect(chosen(conditions, 'selection: { a: 1, b: 2, c: 3 }', before)).toBe('x y z');
    }
  });

  test('processing_item_applied of a name in `fields`', () => {
    const { fields } = process(
      '- id: mapped\n  type: field_name_mapping\n  mapping: { a: x }\n- type: field_name_suffix\n  suffix: .s\n  field_name_conditions: [{ type: processing_item_applied, processing_item_id: mapped }]',
      ruleText('selection: { q: 1 }', 'fields: [a, b]'),
    );
    expect(fields).toEqual(['x.s', 'b']);
  });
});
