import type { Documentation } from './check.ts';

/** What pipelines/ reports about processing pipelines, and about the rules that they change. The examples are such files. */
export const pipelineProblems: readonly Documentation[] = [
  {
    id: 'pipeline-unknown-type',
    severity: 'error',
    what: 'A transformation, condition, post-processing item or finalizer has a `type` that does not exist.',
    why: 'Nobody knows what it should do, so the pipeline is not applied and no rule is converted with it.',
    example: { bad: example('type: field_mapping', 'mapping: {}'), good: mapping() },
  },
  {
    id: 'pipeline-unknown-key',
    severity: 'error',
    what: 'An item of a pipeline has a key that means nothing there.',
    why: 'It has no effect, and what it was meant to do is not done.',
    example: {
      bad: example('type: field_name_mapping', 'mapping:', '  Image: FolderPath', 'rule_condition: []'),
      good: mapping(),
    },
  },
  {
    id: 'pipeline-missing-key',
    severity: 'error',
    what: 'An item of a pipeline lacks a key that it cannot do without.',
    why: 'The pipeline is not applied until it is there.',
    example: {
      bad: example('type: set_state', 'key: query_table'),
      good: example('type: set_state', 'key: query_table', 'val: DeviceProcessEvents'),
    },
  },
  {
    id: 'pipeline-invalid-value',
    severity: 'error',
    what: 'A value in a pipeline is none of those that its key may have.',
    why: 'The pipeline is not applied until it is one of them.',
    example: { bad: example('type: case', 'method: title'), good: example('type: case', 'method: upper') },
  },
  {
    id: 'pipeline-condition-expression',
    severity: 'error',
    what: 'An expression such as `rule_cond_expr` cannot be read, names a condition that does not exist, or leaves one out.',
    why: 'The item would be applied to other rules than those that are meant. pySigma refuses it too.',
    example: {
      bad: example(
        'type: case',
        'rule_conditions:',
        '  windows: { type: logsource, product: windows }',
        'rule_cond_expr: not linux',
      ),
      good: example(
        'type: case',
        'rule_conditions:',
        '  windows: { type: logsource, product: windows }',
        'rule_cond_expr: not windows',
      ),
    },
  },
  {
    id: 'pipeline-invalid-regex',
    severity: 'error',
    what: 'A regular expression of a pipeline cannot be run, or its replacement cannot be read.',
    why: 'They run on RE2, which takes linear time whatever it is given; it has neither lookarounds nor back-references.',
    example: {
      bad: example('type: replace_string', "regex: '(?<=C:).*'", "replacement: ''"),
      good: example('type: replace_string', "regex: '^C:.*'", "replacement: 'C:'"),
    },
  },
  {
    id: 'pipeline-template',
    severity: 'error',
    what: 'A template of a pipeline cannot be read, or uses what is not supported.',
    why: 'Of Jinja there are places, `if`, `for`, `set`, comparisons and the usual filters; of Python’s `str.format` there are paths. Nothing can be called.',
    example: {
      bad: 'postprocessing:\n  - type: template\n    template: "{{ query.upper() }}"\n',
      good: 'postprocessing:\n  - type: template\n    template: "{{ query | upper }}"\n',
    },
  },
  {
    id: 'pipeline-unsupported',
    severity: 'error',
    what: 'A pipeline needs Python code, an address or a command.',
    why: 'Sigmasmith runs no code of pipelines and asks no server. Values can be kept in files, for `file_placeholders`.',
    example: {
      bad: example('type: field_name_transform', 'transform_func: lower', 'mapping: {}'),
      good: mapping(),
    },
  },
  {
    id: 'pipeline-duplicate-id',
    severity: 'warning',
    what: 'Two items of a pipeline have the same `id`.',
    why: 'A condition that asks whether an item was applied cannot tell them apart.',
    example: {
      bad: 'transformations:\n  - id: mapped\n    type: case\n  - id: mapped\n    type: regex\n',
      good: 'transformations:\n  - id: lower\n    type: case\n  - id: mapped\n    type: regex\n',
    },
  },
  {
    id: 'pipeline-unknown-id',
    severity: 'warning',
    what: 'A condition asks whether an item was applied whose `id` does not exist in this pipeline.',
    why: 'It is never true, unless another pipeline has such an item.',
    example: { bad: asking('maped'), good: asking('mapped') },
  },
  {
    id: 'pipeline-backends',
    severity: 'warning',
    what: 'The pipeline says that it is made for other backends than those of KQL.',
    why: 'Its names are likely those of another product, and no columns of the tables here. It is applied all the same.',
    example: {
      bad: `allowed_backends: [splunk]\n${mapping()}`,
      good: `allowed_backends: [kusto]\n${mapping()}`,
    },
  },
  {
    id: 'broken-pipeline',
    severity: 'error',
    what: 'A pipeline that should be applied to the rule has an error, so the rule is not converted.',
    why: 'Without the pipeline the query would be another one. Correct the pipeline; its own findings say where.',
    example: { bad: example('type: field_mapping', 'mapping: {}'), good: mapping() },
  },
  {
    id: 'pipeline-failure',
    severity: 'error',
    what: 'A pipeline refuses the rule: it says so itself, or what it would do cannot be done to this rule.',
    why: 'The message names the item of the pipeline and the reason.',
    example: { bad: example('type: rule_failure', 'message: There is no such table.'), good: mapping() },
  },
  {
    id: 'pipeline-dropped',
    severity: 'information',
    what: 'A pipeline takes a field or a value out of the rule.',
    why: 'The query then finds more, or with a value less, than the rule says. The message names the item of the pipeline.',
    example: { bad: example('type: drop_detection_item'), good: mapping() },
  },
  {
    id: 'pipeline-postprocessing',
    severity: 'hint',
    what: 'A pipeline puts the query into a document, such as JSON, a template or what finalizers make, which the preview does not show.',
    why: 'The preview shows the query itself; exports as KQL and `sigmasmith convert --pipeline` write the document.',
    example: {
      bad: 'postprocessing:\n  - type: json\n    json_template: \'{"query": "%QUERY%"}\'\n',
      good: 'postprocessing:\n  - type: embed\n    suffix: "| take 10"\n',
    },
  },
];

function example(...lines: readonly string[]): string {
  return `transformations:\n  - ${lines.join('\n    ')}\n`;
}

function mapping(): string {
  return example('type: field_name_mapping', 'mapping:', '  Image: FolderPath');
}

function asking(id: string): string {
  return `transformations:\n  - id: mapped\n    type: case\n  - type: regex\n    rule_conditions:\n      - type: processing_item_applied\n        processing_item_id: ${id}\n`;
}
