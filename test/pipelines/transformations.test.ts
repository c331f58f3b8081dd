import { describe, expect, test } from 'vitest';
import { meaning, process, ruleText } from './processed.ts';

/**
 * What each transformation does. Where nothing else is said, the source is pySigma (sigma/processing/transformations and
 * its tests); `convention` marks where we differ or decide.
 */
interface Case {
  readonly name: string;
  readonly pipeline: string;
  readonly detection: string;
  readonly becomes: string;
  readonly more?: string;
  /** Codes of what is said, errors excepted. */
  readonly says?: readonly string[];
}

const three = 'selection: { field1: value1, field2: value2, field3: value3 }';

const cases: Case[] = [
  {
    name: 'field_name_mapping, one to one and one to many',
    pipeline: '- type: field_name_mapping\n  mapping: { field1: fieldA, field3: [fieldC, fieldD] }',
    detection: three,
    becomes: '(fieldA="value1" and field2="value2" and (fieldC="value3" or fieldD="value3"))',
  },
  {
    name: 'field_name_mapping of keywords, which stand anywhere in the field',
    pipeline: '- type: field_name_mapping\n  mapping: { null: message }',
    detection: 'selection: [value1, value2]',
    becomes: 'message="*value1*","*value2*"',
  },
  {
    name: 'field_name_mapping to several fields under neq: none of them has the value (convention)',
    pipeline: '- type: field_name_mapping\n  mapping: { a: [b, c] }',
    detection: 'selection: { a|neq: x }',
    becomes: 'not (b="x" or c="x")',
  },
  {
    name: 'field_name_mapping of a field that a value refers to',
    pipeline: '- type: field_name_mapping\n  mapping: { b: [c, d] }',
    detection: 'selection: { a|fieldref: b }',
    becomes: 'a=@c|@d',
  },
  {
    name: 'field_name_mapping, one after the other',
    pipeline:
      '- type: field_name_mapping\n  mapping: { field1: x }\n- type: field_name_mapping\n  mapping: { x: y, field1: z }',
    detection: three,
    becomes: '(y="value1" and field2="value2" and field3="value3")',
  },
  {
    name: 'field_name_prefix_mapping',
    pipeline: '- type: field_name_prefix_mapping\n  mapping: { test1.: mapped1., test2.: [a., b.] }',
    detection: 'selection: { test1.field: v, test2.field: w, other: x }',
    becomes: '(mapped1.field="v" and (a.field="w" or b.field="w") and other="x")',
  },
  {
    name: 'field_name_suffix with a field name condition',
    pipeline:
      '- type: field_name_suffix\n  suffix: .keyword\n  field_name_conditions: [{ type: include_fields, fields: [field1] }]',
    detection: three,
    becomes: '(field1.keyword="value1" and field2="value2" and field3="value3")',
  },
  {
    name: 'field_name_prefix, keywords left alone',
    pipeline: '- type: field_name_prefix\n  prefix: win.',
    detection: 'selection:\n    - keyword\n    - field1: value1',
    becomes: '(="*keyword*" or win.field1="value1")',
  },
  {
    name: 'drop_detection_item',
    pipeline: '- type: drop_detection_item\n  field_name_conditions: [{ type: include_fields, fields: [field2] }]',
    detection: three,
    becomes: '(field1="value1" and field3="value3")',
    says: ['pipeline-dropped'],
  },
  {
    name: 'drop_detection_item leaves nothing',
    pipeline: '- type: drop_detection_item',
    detection: 'selection: { a: b }',
    becomes: 'pipeline-failure',
    says: ['pipeline-dropped'],
  },
  {
    name: 'drop_detection_item takes what is left empty out of an or',
    pipeline: '- type: drop_detection_item\n  field_name_conditions: [{ type: include_fields, fields: [a] }]',
    detection: 'selection:\n    - a: b\n    - c: d',
    becomes: '(c="d")',
    says: ['pipeline-dropped'],
  },
  {
    name: 'hashes_fields',
    pipeline: '- type: hashes_fields\n  valid_hash_algos: [MD5, SHA1, SHA256]\n  field_prefix: File',
    detection:
      "selection: { Hashes: ['SHA1=5F1CBC3D99558307BC1250D084FA968521482025', 'MD5|987B65CD9B9F4E9A1AFD8F8B48CF64A7', '987B65CD9B9F4E9A1AFD8F8B48CF64A8'] }",
    becomes:
      '(FileSHA1="5F1CBC3D99558307BC1250D084FA968521482025" or FileMD5="987B65CD9B9F4E9A1AFD8F8B48CF64A7","987B65CD9B9F4E9A1AFD8F8B48CF64A8")',
  },
  {
    name: 'hashes_fields of contains keeps the wildcard behind',
    pipeline: '- type: hashes_fields\n  valid_hash_algos: [MD5]\n  field_prefix: File\n  drop_algo_prefix: true',
    detection: "selection: { Hashes|contains: 'MD5=abc' }",
    becomes: 'File="abc*"',
  },
  {
    name: 'hashes_fields says what it leaves out (convention; pySigma is silent)',
    pipeline: '- type: hashes_fields\n  valid_hash_algos: [MD5]',
    detection: 'selection: { Hashes: [MD5=a, IMPHASH=b] }',
    becomes: 'MD5="a"',
    says: ['pipeline-dropped'],
  },
  {
    name: 'hashes_fields without any known hash',
    pipeline: '- type: hashes_fields\n  valid_hash_algos: [MD5]',
    detection: 'selection: { Hashes: IMPHASH=b }',
    becomes: 'pipeline-failure',
    says: ['pipeline-dropped'],
  },
  {
    name: 'hashes_fields of |all: each has to hold (convention)',
    pipeline: '- type: hashes_fields\n  valid_hash_algos: [MD5, SHA1]',
    detection: 'selection: { Hashes|contains|all: [MD5=a, SHA1=b] }',
    becomes: '(MD5="a*" and SHA1="b*")',
  },
  {
    name: 'wildcard_placeholders',
    pipeline: '- type: wildcard_placeholders',
    detection: "selection: { field1|expand: 'value%var1%test', field2|expand: 'value%var2%test%var3%' }",
    becomes: '(field1="value*test" and field2="value*test*")',
  },
  {
    name: 'wildcard_placeholders, only some',
    pipeline: '- type: wildcard_placeholders\n  include: [var1]',
    detection: "selection: { field|expand: 'value%var1%test%var2%end' }",
    becomes: 'field="value*test%var2%end"',
  },
  {
    name: 'wildcard_placeholders, all but some',
    pipeline: '- type: wildcard_placeholders\n  exclude: [var1]',
    detection: "selection: { field|expand: 'value%var1%test%var2%end' }",
    becomes: 'field="value%var1%test*end"',
  },
  {
    name: 'value_placeholders: every combination',
    more: 'vars: { var1: [value1, value2], var2: value3, var3: [v*, 5] }',
    pipeline: '- type: value_placeholders',
    detection: "selection: { field|expand: '%var1%test%var2%-%var3%' }",
    becomes: 'field="value1testvalue3-v*"|"value1testvalue3-5"|"value2testvalue3-v*"|"value2testvalue3-5"',
  },
  {
    name: 'value_placeholders without the variable: a setting may have it (convention)',
    pipeline: '- type: value_placeholders',
    detection: "selection: { field|expand: '%var1%' }",
    becomes: 'field="%var1%"',
  },
  {
    name: 'value_placeholders of something else than texts and numbers',
    more: 'vars: { var1: [{ a: b }] }',
    pipeline: '- type: value_placeholders',
    detection: "selection: { field|expand: '%var1%' }",
    becomes: 'pipeline-failure',
  },
  {
    name: 'query_expression_placeholders',
    pipeline: "- type: query_expression_placeholders\n  expression: '{field} lookup {id}'\n  mapping: { var2: list2 }",
    detection: "selection: { field1|expand: '%var1%', field2|expand: '%var2%' }",
    becomes: '(field1="<{field} lookup {id}:var1>" and field2="<{field} lookup {id}:list2>")',
  },
  {
    name: 'value_placeholders in a regular expression, not escaped',
    more: "vars: { var1: ['a.b', '(c|d)'] }",
    pipeline: '- type: value_placeholders',
    detection: "selection: { field|re|i|expand: '^%var1%$' }",
    becomes: 'field=/^a.b$/i|/^(c|d)$/i',
  },
  {
    name: 'value_placeholders that make no regular expression',
    more: "vars: { var1: ['a('] }",
    pipeline: '- type: value_placeholders',
    detection: "selection: { field|re|expand: '^%var1%$' }",
    becomes: 'pipeline-failure',
  },
  {
    name: 'wildcard_placeholders in a regular expression (convention; pySigma repeats what stands before)',
    pipeline: '- type: wildcard_placeholders',
    detection: "selection: { field|re|expand: 'a%var1%' }",
    becomes: 'pipeline-failure',
  },
  {
    name: 'query_expression_placeholders pass a regular expression over',
    pipeline: "- type: query_expression_placeholders\n  expression: '{field} lookup {id}'",
    detection: "selection: { field|re|expand: 'a%var1%' }",
    becomes: 'field=/a%var1%/',
  },
  {
    name: 'query_expression_placeholders of more than a placeholder',
    pipeline: "- type: query_expression_placeholders\n  expression: '{field} lookup {id}'",
    detection: "selection: { field1|expand: 'a%var1%' }",
    becomes: 'pipeline-failure',
  },
  {
    name: 'add_condition',
    pipeline:
      "- type: add_condition\n  conditions: { newfield1: test, newfield2: 123, listfield: [v1, 'v*'], m|contains: x }",
    detection: 'selection: { a: b }',
    becomes: '((newfield1="test" and newfield2=123 and listfield="v1","v*" and m="*x*") and a="b")',
  },
  {
    name: 'add_condition with a template',
    pipeline:
      "- type: add_condition\n  template: true\n  conditions: { c: '$category', p: ['a-\u0024{product}', '$$x $other'], n: 1 }",
    detection: 'selection: { a: b }',
    becomes: '((c="test" and p="a-windows","$x $other" and n=1) and a="b")',
  },
  {
    name: 'add_condition with a part that the log source lacks (convention; pySigma writes None)',
    pipeline: "- type: add_condition\n  template: true\n  conditions: { s: '$service' }",
    detection: 'selection: { a: b }',
    becomes: 'pipeline-failure',
  },
  {
    name: 'add_condition, negated, with a name',
    pipeline: '- type: add_condition\n  name: extra\n  negated: true\n  conditions: { x: y }',
    detection: 'selection: { a: b }',
    becomes: '(not x="y" and a="b")',
  },
  {
    name: 'what was added is transformed further',
    pipeline: '- type: add_condition\n  conditions: { x: y }\n- type: field_name_mapping\n  mapping: { x: z }',
    detection: 'selection: { a: b }',
    becomes: '(z="y" and a="b")',
  },
  {
    name: 'replace_string with groups',
    pipeline: "- type: replace_string\n  regex: 'value(.)'\n  replacement: '\\1-\\g<1>x'",
    detection: three,
    becomes: '(field1="1-1x" and field2="2-2x" and field3="3-3x")',
  },
  {
    name: 'replace_string sees wildcards, and makes them',
    pipeline: "- type: replace_string\n  regex: '^\\*(.*)$'\n  replacement: '\\1?'",
    detection: "selection: { a: '*valu*e' }",
    becomes: 'a="valu*e?"',
  },
  {
    name: 'replace_string keeps a backslash before a wildcard (convention; pySigma escapes the wildcard)',
    pipeline: "- type: replace_string\n  regex: 'Run'\n  replacement: 'Walk'",
    detection: "selection: { a|contains: '\\Run\\' }",
    becomes: 'a="*\\Walk\\*"',
  },
  {
    name: 'replace_string of backslashes',
    pipeline: "- type: replace_string\n  regex: '\\\\'\n  replacement: '/'",
    detection: "selection: { a: 'C:\\x\\y*' }",
    becomes: 'a="C:/x/y*"',
  },
  {
    name: 'replace_string with skip_special leaves wildcards alone',
    pipeline: "- type: replace_string\n  regex: '^.*$'\n  replacement: '[*]'\n  skip_special: true",
    detection: "selection: { a: 'v*w' }",
    becomes: 'a="[\\*]*[\\*]"',
  },
  {
    name: 'replace_string with skip_special and interpret_special',
    pipeline:
      "- type: replace_string\n  regex: 'v'\n  replacement: '?'\n  skip_special: true\n  interpret_special: true",
    detection: "selection: { a: 'v*w' }",
    becomes: 'a="?*w"',
  },
  {
    name: 'replace_string of a number, which becomes a text only where it fits',
    pipeline: "- type: replace_string\n  regex: '^1'\n  replacement: 'x'",
    detection: 'selection: { a: [123, 23] }',
    becomes: 'a="x23",23',
  },
  {
    name: 'replace_string with an empty match, as in Python',
    pipeline: "- type: replace_string\n  regex: 'x*'\n  replacement: '-'",
    detection: 'selection: { a: axb }',
    becomes: 'a="-a--b-"',
  },
  {
    name: 'map_string, one to one and one to many',
    pipeline: "- type: map_string\n  mapping: { value1: mapped1, value3: [m3a, 'm3*'] }",
    detection: three,
    becomes: '(field1="mapped1" and field2="value2" and field3="m3a"|"m3*")',
  },
  {
    name: 'map_string compares with wildcards as they are written',
    pipeline: "- type: map_string\n  mapping: { '*\\cmd.exe': cmd }",
    detection: "selection: { a|endswith: '\\cmd.exe' }",
    becomes: 'a="cmd"',
  },
  {
    name: 'regex: the value still has to be the whole (convention)',
    pipeline: '- type: regex\n  method: plain',
    detection: "selection: { a: ['x.y*z?', ''] }",
    becomes: 'a=/\\Ax\\.y.*z.\\z/s,""',
  },
  {
    name: 'regex without regard to case',
    pipeline: '- type: regex\n  method: ignore_case_flag',
    detection: 'selection: { a: x }',
    becomes: 'a=/\\Ax\\z/is',
  },
  {
    name: 'regex in brackets, the default, means the same',
    pipeline: '- type: regex',
    detection: 'selection: { a: x }',
    becomes: 'a=/\\Ax\\z/is',
  },
  {
    name: 'set_value: text, number, boolean, null',
    pipeline: [
      ['a', 'te*t'],
      ['b', '5'],
      ['c', 'true'],
      ['d', 'null'],
    ]
      .map(
        ([field, value]) =>
          `- type: set_value\n  value: ${value}\n  field_name_conditions: [{ type: include_fields, fields: [${field}] }]`,
      )
      .join('\n'),
    detection: 'selection: { a: [x, y], b: x, c: x, d: x }',
    becomes: '(a="te*t" and b=5 and c=true and d=null)',
  },
  {
    name: 'set_value with force_type',
    pipeline:
      "- type: set_value\n  value: '12'\n  force_type: num\n  field_name_conditions: [{ type: include_fields, fields: [a] }]\n- type: set_value\n  value: 12\n  force_type: str\n  field_name_conditions: [{ type: include_fields, fields: [b] }]",
    detection: 'selection: { a: x, b: x }',
    becomes: '(a=12 and b="12")',
  },
  {
    name: 'convert_type to str',
    pipeline: '- type: convert_type\n  target_type: str',
    detection: 'selection: { a: [1, x, null, true] }',
    becomes: 'a="1","x",null,"True"',
  },
  {
    name: 'convert_type to num',
    pipeline: '- type: convert_type\n  target_type: num',
    detection: "selection: { a: ['1', 2, null, '18446744073709551615'] }",
    becomes: 'a=1,2,null,18446744073709551615',
  },
  {
    name: 'convert_type to num of what is no number',
    pipeline: '- type: convert_type\n  target_type: num',
    detection: 'selection: { a: x }',
    becomes: 'pipeline-failure',
  },
  {
    name: 'case: lower is the default',
    pipeline: '- type: case',
    detection: "selection: { a: 'Ab*C' }",
    becomes: 'a="ab*c"',
  },
  {
    name: 'case: upper',
    pipeline: '- type: case\n  method: upper',
    detection: "selection: { a: 'aß' }",
    becomes: 'a="ASS"',
  },
  {
    name: 'case: snake_case',
    pipeline: '- type: case\n  method: snake_case',
    detection: 'selection: { a: CreateRemoteThread }',
    becomes: 'a="create_remote_thread"',
  },
  {
    name: 'rule_failure',
    pipeline: '- type: rule_failure\n  message: No.',
    detection: 'selection: { a: b }',
    becomes: 'pipeline-failure',
  },
  {
    name: 'detection_item_failure only where its conditions hold',
    pipeline:
      '- type: detection_item_failure\n  message: No.\n  field_name_conditions: [{ type: include_fields, fields: [x] }]',
    detection: 'selection: { a: b }',
    becomes: 'a="b"',
  },
  {
    name: 'detection_item_failure',
    pipeline: '- type: detection_item_failure\n  message: No.',
    detection: 'selection: { a: b }',
    becomes: 'pipeline-failure',
  },
  {
    name: 'strict_field_mapping_failure: all fields mapped',
    pipeline: '- type: field_name_mapping\n  mapping: { a: x, b: b }\n- type: strict_field_mapping_failure',
    detection: 'selection: { a: 1, b: 2 }',
    becomes: '(x=1 and b=2)',
  },
  {
    name: 'strict_field_mapping_failure: one is not',
    pipeline: '- type: field_name_mapping\n  mapping: { a: x }\n- type: strict_field_mapping_failure',
    detection: 'selection: { a: 1, b: 2 }',
    becomes: 'pipeline-failure',
  },
  {
    name: 'nest',
    pipeline:
      '- type: nest\n  rule_conditions: [{ type: logsource, product: windows }]\n  items:\n    - type: field_name_mapping\n      mapping: { a: x }\n    - type: nest\n      items: [{ type: case, method: upper }]',
    detection: 'selection: { a: b }',
    becomes: 'x="B"',
  },
  {
    name: 'nest is left out as a whole',
    pipeline:
      '- type: nest\n  rule_conditions: [{ type: logsource, product: linux }]\n  items: [{ type: case, method: upper }]',
    detection: 'selection: { a: b }',
    becomes: 'a="b"',
  },
  {
    name: 'the forms that windash makes are texts like others (convention; pySigma passes them over)',
    pipeline: "- type: replace_string\n  regex: 'v$'\n  replacement: 'w'",
    detection: "selection: { a|windash: '-v' }",
    becomes: 'a="-w"|"/w"|"–w"|"—w"|"―w"',
  },
];

describe('transformations', () => {
  test.each(cases)('$name', ({ pipeline, detection, becomes, more, says = [] }) => {
    const result = process(pipeline, ruleText(detection), more);
    expect(result.pipeline.problems).toEqual([]);
    expect(meaning(result.rule)).toBe(becomes);
    expect(result.problems.filter(({ severity }) => severity !== 'error').map(({ code }) => code)).toEqual(says);
  });
});

describe('what a rule has besides its detection', () => {
  const apply = (pipeline: string, rule = ruleText('selection: { a: b }', 'fields: [f1, f2, f1]')) => {
    const result = process(pipeline, rule);
    expect(result.pipeline.problems).toEqual([]);
    return result;
  };

  test('change_logsource replaces all of it', () => {
    const { rule } = apply('- type: change_logsource\n  category: c\n  service: s');
    expect(rule.kind === 'detection' && rule.logsource).toMatchObject({
      category: { value: 'c' },
      service: { value: 's' },
    });
    expect(rule.kind === 'detection' && rule.logsource.product).toBeUndefined();
  });

  test.each([
    ['add_field\n  field: x', ['f1', 'f2', 'f1', 'x']],
    ['add_field\n  field: [x, y]', ['f1', 'f2', 'f1', 'x', 'y']],
    ['remove_field\n  field: f1', ['f2', 'f1']],
    ['remove_field\n  field: [f1, nothing, f1]', ['f2']],
    ['set_field\n  fields: [x]', ['x']],
    ['field_name_mapping\n  mapping: { f1: [a, b] }', ['a', 'b', 'f2', 'a', 'b']],
  ])('%s', (item, fields) => {
    expect(apply(`- type: ${item}`).fields).toEqual(fields);
  });

  test('set_state, also from a nest', () => {
    const { state } = apply(
      '- type: set_state\n  key: a\n  val: [1, b]\n- type: nest\n  items: [{ type: set_state, key: query_table, val: T }]',
    );
    expect(Object.fromEntries(state)).toEqual({ a: [1, 'b'], query_table: 'T' });
  });

  test('set_custom_attribute is seen by conditions', () => {
    const { rule } = apply(
      '- type: set_custom_attribute\n  attribute: mine\n  value: v\n- type: case\n  method: upper\n  rule_conditions: [{ type: rule_attribute, attribute: mine, value: v }]',
    );
    expect(meaning(rule)).toBe('a="B"');
  });

  test('a correlation has its fields renamed', () => {
    const text = `title: C
correlation:
    type: value_count
    rules: [r1, r2]
    timespan: 5m
    group-by: [testalias, field2, field3]
    condition: { gte: 10, field: field1 }
    aliases: { testalias: { r1: field1, r2: field2 } }
`;
    const { rule } = apply(
      '- type: field_name_mapping\n  mapping: { field1: fieldA, field3: [fieldC, fieldD], testalias: other }',
      text,
    );
    if (rule.kind !== 'correlation' || rule.condition?.kind !== 'criteria') throw new Error('no correlation');
    expect(rule.groupBy.map(({ value }) => value)).toEqual(['testalias', 'field2', 'fieldC', 'fieldD']);
    expect(rule.condition.fields.map(({ value }) => value)).toEqual(['fieldA']);
    expect(rule.aliases?.[0]?.fields.map(({ field }) => field.value)).toEqual(['fieldA', 'field2']);
  });

  test('a counted field cannot get two names', () => {
    const text =
      'title: C\ncorrelation:\n    type: value_count\n    rules: [r1]\n    timespan: 5m\n    condition: { gte: 10, field: f }\n';
    const { problems } = apply('- type: field_name_mapping\n  mapping: { f: [a, b] }', text);
    expect(problems.map(({ code }) => code)).toEqual(['pipeline-failure']);
  });

  test('everything keeps its place in the rule, and what is added has an origin', () => {
    const text = ruleText('selection: { a: b }');
    const { rule } = apply(
      '- id: mine\n  type: add_condition\n  conditions: { x: y }\n- type: field_name_mapping\n  mapping: { a: c }',
      text,
    );
    if (rule.kind !== 'detection' || rule.expression?.kind !== 'and') throw new Error('no and');
    const [added, own] = rule.expression.operands;
    expect(added).toMatchObject({
      field: 'x',
      origin: { pipeline: 'pipeline', item: 'mine' },
      range: rule.logsource.range,
    });
    const item = own?.kind === 'selection' ? own.operand : own;
    expect(item?.kind === 'item' && text.slice(item.fieldRange.start, item.fieldRange.end)).toBe('a');
  });
});
