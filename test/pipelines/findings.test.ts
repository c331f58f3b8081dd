import { describe, expect, test } from 'vitest';
import { pipelineProblems } from '../../server/src/checks/pipelineProblems.ts';
import { createLineIndex } from '../../server/src/lineIndex.ts';
import { applyPipelines } from '../../server/src/pipelines/apply.ts';
import { parsePipeline } from '../../server/src/pipelines/parse.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';
import { ruleText } from './processed.ts';

/** Findings of a pipeline as `line:text code severity`. */
function findings(text: string): string[] {
  const lines = createLineIndex(text);
  return parsePipeline(text).problems.map(({ code, severity, range }) => {
    expect(range.end, code).toBeGreaterThan(range.start);
    return `${lines.positionAt(range.start).line + 1}:${text.slice(range.start, range.end)} ${code} ${severity}`;
  });
}

describe('findings stand where they are to be mended', () => {
  test.each<[text: string, expected: string[]]>([
    ['transformations:\n- type: field_name_maping\n  mapping: {}', ['2:field_name_maping pipeline-unknown-type error']],
    ['transformations:\n- type: nonsense', ['2:nonsense pipeline-unknown-type error']],
    ['transformations:\n- type:\n', ['2:type pipeline-unknown-type error']],
    ['transformations:\n- mapping: {}', ['2:mapping: {} pipeline-missing-key error']],
    [
      'transformations:\n- id: a\n  type: field_name_mapping',
      ['3:type: field_name_mapping pipeline-missing-key error'],
    ],
    [
      'transformations:\n- type: field_name_mapping\n  mapping: { a: b }\n  maping: { a: b }',
      ['4:maping pipeline-unknown-key error'],
    ],
    ['transformations:\n- type: field_name_mapping\n  mapping: { a: 5 }', ['3:5 pipeline-invalid-value error']],
    ['transformations:\n- type: field_name_mapping\n  mapping: { a: [] }', ['3:[] pipeline-invalid-value error']],
    ['transformations:\n- type: case\n  method: lowr', ['3:lowr pipeline-invalid-value error']],
    ['transformations: x', ['1:x pipeline-invalid-value error']],
    ['transformation: []\nname: x', ['1:transformation pipeline-unknown-key error']],
    ['priority: high\ntransformations: []', ['1:high pipeline-invalid-value error']],
    [
      'transformations:\n- type: case\n  rule_conditions:\n  - type: logsource\n    prodct: x\n  - type: logsurce',
      ['5:prodct pipeline-unknown-key error', '6:logsurce pipeline-unknown-type error'],
    ],
    [
      'transformations:\n- type: case\n  detection_item_conditions:\n  - type: logsource',
      ['4:logsource pipeline-unknown-type error'],
    ],
    [
      'transformations:\n- type: nest\n  items:\n  - type: nest\n    items:\n    - type: cas',
      ['6:cas pipeline-unknown-type error'],
    ],
    [
      'transformations:\n- type: case\n  rule_conditions:\n    a: { type: is_sigma_rule }\n    b: { type: is_sigma_rule }\n  rule_cond_expr: a and c',
      ['6:a and c pipeline-condition-expression error', '6:c pipeline-condition-expression error'],
    ],
    [
      'transformations:\n- type: case\n  rule_conditions: { a: { type: is_sigma_rule } }\n  rule_cond_expr: "a and"',
      ['4:and pipeline-condition-expression error'],
    ],
    [
      'transformations:\n- type: case\n  rule_conditions: [{ type: is_sigma_rule }]\n  rule_cond_expr: a',
      ['4:a pipeline-condition-expression error'],
    ],
    [
      "transformations:\n- type: replace_string\n  regex: '(?=a)'\n  replacement: x",
      ['3:(?=a) pipeline-invalid-regex error'],
    ],
    [
      "transformations:\n- type: replace_string\n  regex: '(a)'\n  replacement: '\\2'",
      ['4:\\2 pipeline-invalid-regex error'],
    ],
    [
      "transformations:\n- type: replace_string\n  regex: 'a'\n  replacement: '\\q'",
      ['4:\\q pipeline-invalid-regex error'],
    ],
    [
      'transformations:\n- type: case\n  field_name_conditions: [{ type: include_fields, mode: re, fields: ["a["] }]',
      ['3:a[ pipeline-invalid-regex error'],
    ],
    [
      'transformations:\n- type: case\n  rule_conditions: [{ type: rule_attribute, attribute: level, value: hgih }]',
      ['3:hgih pipeline-invalid-value error'],
    ],
    ['transformations:\n- type: field_name_transform', ['2:field_name_transform pipeline-unsupported error']],
    ['transformations:\n- type: http_placeholders\n  url: x', ['2:http_placeholders pipeline-unsupported error']],
    ['transformations:\n- type: command_placeholders\n  cmd: x', ['2:command_placeholders pipeline-unsupported error']],
    ['transformations:\n- type: file_placeholders', ['2:type: file_placeholders pipeline-missing-key error']],
    ['transformations:\n- type: file_placeholders\n  path: x\n  format: csv', ['4:csv pipeline-invalid-value error']],
    [
      'transformations:\n- type: file_placeholders\n  path: x\n  format: csv\n  csv_column: a\n  csv_has_header: false',
      ['5:a pipeline-invalid-value error'],
    ],
    [
      "transformations:\n- type: file_placeholders\n  path: x\n  format: json\n  jq_expression: '.a | length'",
      ['5:.a | length pipeline-invalid-value error'],
    ],
    ['transformations:\n- type: add_condition\n  conditions: { a|contins: b }', ['3:contins unknown-modifier error']],
    [
      'transformations:\n- type: wildcard_placeholders\n  include: [a]\n  exclude: [b]',
      ['4:[b] pipeline-invalid-value error'],
    ],
    ['transformations:\n- id: a\n  type: case\n- id: a\n  type: case', ['4:a pipeline-duplicate-id warning']],
    ['postprocessing:\n- type: template\n  template: "x {{ qery }}"', ['3:{{ qery }} pipeline-template error']],
    ['postprocessing:\n- type: template\n  template: "{% if query %}"', ['3:{% if query %} pipeline-template error']],
    ['postprocessing:\n- type: template\n  template: "{{ query() }}"', ['3:{{ query() }} pipeline-template error']],
    [
      'postprocessing:\n- type: template\n  template: "{{ query | uper }}"',
      ['3:{{ query | uper }} pipeline-template error'],
    ],
    [
      'postprocessing:\n- type: template\n  template: "{{ rule is odd }}"',
      ['3:{{ rule is odd }} pipeline-template error'],
    ],
    ['postprocessing:\n- type: template\n  template: "{{ 1 + 2 }}"', ['3:{{ 1 + 2 }} pipeline-template error']],
    ['postprocessing:\n- type: template\n  template: "{% set x %}"', ['3:{% set x %} pipeline-template error']],
    ['postprocessing:\n- type: template\n  template: ../x\n  path: t', ['3:../x pipeline-template error']],
    ['finalizers:\n- type: template\n  template: x\n  vars: t.py', ['4:t.py pipeline-unsupported error']],
    ['finalizers:\n- type: template\n  template: x\n  path: 7', ['4:7 pipeline-invalid-value error']],
    ['postprocessing:\n- type: simple_template\n  template: "a {query"', ['3:{ pipeline-template error']],
    ['postprocessing:\n- type: simple_template\n  template: "{query!r}"', ['3:{query!r} pipeline-template error']],
    ['postprocessing:\n- type: json\n  json_template: "{"', ['3:{ pipeline-template error']],
    ['finalizers:\n- type: concat\n  seperator: x', ['3:seperator pipeline-unknown-key error']],
    ['finalizers:\n- type: json\n  indent: many', ['3:many pipeline-invalid-value error']],
    ['allowed_backends: [splunk]\ntransformations: []', ['1:splunk pipeline-backends warning']],
    ['transformations: []\n---\ntransformations: []', ['3:transformations: [] pipeline-invalid-value error']],
    ['- type: case', ['1:- type: case pipeline-invalid-value error']],
  ])('%j', (text, expected) => {
    expect(findings(text)).toEqual(expected);
  });

  test('misspelt words come with a fix', () => {
    const [problem] = parsePipeline('transformations:\n- type: field_name_maping\n  mapping: {}').problems;
    expect(problem?.message).toBe('There is no transformation `field_name_maping`. Did you mean `field_name_mapping`?');
    expect(problem?.fixes?.[0]?.edits[0]?.text).toBe('field_name_mapping');
  });

  test('YAML that cannot be read is not told what it lacks', () => {
    expect(findings('transformations:\n- type: case\n  method: "low\n').map((each) => each.split(' ').at(-2))).toEqual([
      'yaml-syntax',
    ]);
  });
});

describe('documentation', () => {
  test.each(pipelineProblems.map((docs) => [docs.id, docs] as const))('%s', (id, { what, why, example }) => {
    for (const text of [what, why]) expect(text).toMatch(/^[\p{Lu}`].*\.$/su);
    const codes = (text: string): string[] => {
      const pipeline = parsePipeline(text);
      const [rule] = parseSigma(ruleText('selection: { a: b, c: d }')).rules;
      const applied = rule === undefined ? [] : applyPipelines(rule, [pipeline]).problems;
      return [...pipeline.problems, ...applied].map(({ code }) => code);
    };
    expect(codes(example.good)).not.toContain(id);
    // This one is the preview's.
    if (id !== 'pipeline-postprocessing') expect(codes(example.bad)).toContain(id);
  });
});
