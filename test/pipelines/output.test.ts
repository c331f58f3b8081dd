import { describe, expect, test } from 'vitest';
import { applyPipelines } from '../../server/src/pipelines/apply.ts';
import { finalize } from '../../server/src/pipelines/finalize.ts';
import { parsePipeline } from '../../server/src/pipelines/parse.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';
import { meaning, ruleText } from './processed.ts';

const rule = ruleText(
  'selection: { a: b }',
  'id: 5ff3c7d1-0000-4000-8000-000000000000\nlevel: high\ntags: [attack.t1059, test.tag]\nmine: own',
);

function postprocessed(pipeline: string, query = 'T\n| where a == "ä"') {
  const parsed = parsePipeline(pipeline);
  expect(parsed.problems.filter(({ severity }) => severity !== 'hint')).toEqual([]);
  const [first] = parseSigma(rule).rules;
  if (first === undefined) throw new Error('no rule');
  const processed = applyPipelines(first, [parsed]);
  return { ...processed, text: processed.postprocess(query).text };
}

/** The source is pySigma (sigma/processing/postprocessing.py, finalization.py and their tests) and Jinja's documentation. */
describe('post-processing', () => {
  test.each<[name: string, item: string, text: string]>([
    ['embed', 'type: embed\n  prefix: "[ "\n  suffix: " ]"', '[ T\n| where a == "ä" ]'],
    ['embed with one side', 'type: embed\n  suffix: "\\n| take 1"', 'T\n| where a == "ä"\n| take 1'],
    [
      'json',
      'type: json\n  json_template: \'{"a": [1, "%QUERY%", "x %QUERY%"], "b": {"c": null}}\'',
      '{"a": [1, "T\\n| where a == \\"\\u00e4\\"", "x %QUERY%"], "b": {"c": null}}',
    ],
    ['replace', "type: replace\n  pattern: 'where (\\w+)'\n  replacement: 'filter \\1'", 'T\n| filter a == "ä"'],
    [
      'simple_template',
      'type: simple_template\n  template: "{{{rule.title}}} {rule.level} {rule.logsource.product} {rule.logsource.service} {query}"',
      '{Test} high windows None T\n| where a == "ä"',
    ],
    [
      'simple_template, lists and own attributes',
      'type: simple_template\n  template: "{rule.tags} {rule.tags[1]} {rule.mine} {pipeline.vars[v]}"',
      "['attack.t1059', 'test.tag'] test.tag own 7",
    ],
    [
      'template',
      'type: template\n  template: |\n    title = {{ rule.title }}\n    {% for tag in rule.tags -%}\n    {{ loop.index }}:{{ tag | upper }}{% if not loop.last %}, {% endif %}\n    {%- endfor %}\n    {# a comment #}{{ rule.nothing }}{{ rule.author | default("none") }}',
      'title = Test\n1:ATTACK.T1059, 2:TEST.TAG\nNone',
    ],
    [
      'template with conditions',
      "type: template\n  template: \"{% if rule.level == 'low' %}l{% elif rule.level == 'high' %}h{% else %}?{% endif %}{{ query | replace('T', 'U') | tojson }}\"",
      'h"U\\n| where a == \\"\\u00e4\\""',
    ],
    ...(
      [
        ["{{ rule.title if rule.level == 'high' else 'x' }}{{ 'y' if rule.level in ['low'] }}", 'Test'],
        ['{% if rule.level and not rule.author or false %}a{% endif %}', 'a'],
        ["{{ 'n' ~ pipeline.vars.v ~ rule.nothing }}", 'n7'],
        ['{{ rule.nothing is defined }} {{ rule.author is none }} {{ rule.tags is not string }}', 'False True True'],
        [
          "{% for tag in rule.tags if tag.namespace == 'attack' %}{{ tag.name | upper }}{{ loop.length }}{% endfor %}",
          'T10591',
        ],
        ['{% for tag in rule.references %}{{ tag }}{% else %}none{% endfor %}', 'none'],
        ["{% set t = rule.tags | join(', ') %}{{ t }}", 'attack.t1059, test.tag'],
        ['{% set n = 1 %}{% for tag in rule.tags %}{% set n = 2 %}{% endfor %}{{ n }}', '1'],
        [
          "{{ 'attack.t1059' in rule.tags }} {{ 'x' not in 'abc' }} {{ pipeline.vars.v >= 7 }} {{ 'a' < 'B' }}",
          'True True True False',
        ],
        [
          "{{ ['b', 'a', 'B'] | unique | sort | join }} {{ 'one two' | title }} {{ '7.9' | int }}{{ '7x' | int(1) }} {{ '' | d('z', true) }}",
          'ab One Two 71 z',
        ],
        ["{{ 'a\\nb' | indent(2) }}{{ (rule.title | lower)|first }}", 'a\n  bt'],
      ] as const
    ).map(([template, text]): [string, string, string] => [
      `template: ${template}`,
      `type: template\n  template: ${JSON.stringify(template)}`,
      text,
    ]),
    [
      'nest',
      'type: nest\n  items:\n  - { type: embed, prefix: "<" }\n  - { type: embed, suffix: ">" }',
      '<T\n| where a == "ä">',
    ],
    [
      'with a condition that does not hold',
      'type: embed\n  prefix: x\n  rule_conditions: [{ type: logsource, product: linux }]',
      'T\n| where a == "ä"',
    ],
  ])('%s', (_, item, text) => {
    expect(postprocessed(`vars: { v: 7 }\npostprocessing:\n- ${item}`).text).toBe(text);
  });

  test('items follow each other, and see what was applied and set before', () => {
    const { text } = postprocessed(`transformations:
- { id: first, type: set_state, key: k, val: [v, w] }
- { type: set_custom_attribute, attribute: added, value: x }
postprocessing:
- { id: second, type: embed, prefix: "1", rule_conditions: [{ type: processing_item_applied, processing_item_id: first }] }
- { type: embed, prefix: "2", rule_conditions: [{ type: processing_item_applied, processing_item_id: second }] }
- { type: embed, prefix: "3", rule_conditions: [{ type: processing_item_applied, processing_item_id: other }] }
- { type: simple_template, template: '{pipeline.state[k][1]} {rule.added} {query}' }
`);
    expect(text).toBe('w x 21T\n| where a == "ä"');
  });

  test('a template that asks for what there is not refuses the rule', () => {
    const { rule: result } = postprocessed('postprocessing:\n- { type: simple_template, template: "{rule.nothing}" }');
    expect(meaning(result)).toBe('pipeline-failure');
  });

  test('attributes of JavaScript are no attributes of a rule', () => {
    expect(
      postprocessed(
        'postprocessing:\n- { type: template, template: "{{ rule.constructor }}{{ query.length }}{{ rule.tags.length }}" }',
      ).text,
    ).toBe('');
  });
});

describe('finalizers', () => {
  const all = (finalizers: string, queries = ['a', 'b"ä']) => {
    const pipeline = parsePipeline(`vars: { v: 7 }\nfinalizers:\n${finalizers}`);
    expect(pipeline.problems).toEqual([]);
    return finalize(queries, [pipeline]);
  };

  test.each<[finalizers: string, output: string]>([
    ['- type: concat', 'a\nb"ä'],
    ['- { type: concat, separator: ", ", prefix: "[", suffix: "]" }', '[a, b"ä]'],
    ['- type: json', '["a", "b\\"\\u00e4"]'],
    ['- { type: json, indent: 2 }', '[\n  "a",\n  "b\\"\\u00e4"\n]'],
    ['- type: yaml', '- "a"\n- "b\\"\\u00e4"\n'],
    [
      '- type: template\n  template: "{% for query in queries %}<{{ query }}>{% endfor %}{{ pipeline.vars.v }}{{ queries | length }}"',
      '<a><b"ä>72',
    ],
    ['- type: nested\n  finalizers: [{ type: concat, separator: "+" }, { type: json }]', '["a+b\\"\\u00e4"]'],
    ['- { type: concat, separator: "+" }\n- { type: concat, prefix: ">" }', '>a+b"ä'],
  ])('%s', (finalizers, output) => {
    expect(all(finalizers)).toBe(output);
  });

  test('without any there is nothing to do', () => {
    expect(finalize(['a'], [parsePipeline('transformations: []')])).toBeUndefined();
  });
});

describe('several pipelines', () => {
  const apply = (...texts: readonly string[]) => {
    const [first] = parseSigma(ruleText("selection: { a|expand: '%v%' }")).rules;
    if (first === undefined) throw new Error('no rule');
    return applyPipelines(
      first,
      texts.map((text) => parsePipeline(text)),
    );
  };

  test('the lowest priority comes first, equal ones as given, none is 0', () => {
    const rename = (from: string, to: string, priority?: number) =>
      `${priority === undefined ? '' : `priority: ${priority}\n`}transformations:\n- type: field_name_mapping\n  mapping: { ${from}: ${to} }`;
    expect(meaning(apply(rename('c', 'd', 20), rename('b', 'c', 10), rename('a', 'b')).rule)).toBe('d="%v%"');
    expect(meaning(apply(rename('b', 'c'), rename('a', 'b')).rule)).toBe('b="%v%"');
  });

  test('variables, state and ids are those of all', () => {
    const { rule: result, state } = apply(
      'vars: { v: 1 }\ntransformations: [{ id: one, type: set_state, key: k, val: x }]',
      'vars: { v: 2 }\ntransformations: [{ type: value_placeholders, rule_conditions: [{ type: processing_state, key: k, val: x }, { type: processing_item_applied, processing_item_id: one }] }]',
    );
    expect(meaning(result)).toBe('a="2"');
    expect([...state]).toEqual([['k', 'x']]);
  });

  test('one with an error stops the rule', () => {
    expect(meaning(apply('transformations: []', 'transformations: [{ type: nonsense }]').rule)).toBe('broken-pipeline');
  });
});
