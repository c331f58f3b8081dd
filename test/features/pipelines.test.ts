import { describe, expect, test } from 'vitest';
import { createSigmaDocument } from '../../server/src/lsp/documents.ts';
import { completePipeline } from '../../server/src/lsp/features/completePipeline.ts';
import { hoverPipeline } from '../../server/src/lsp/features/hoverPipeline.ts';
import { preview } from '../../server/src/lsp/features/preview.ts';
import { createPipelineDocument, createPipelineDocuments } from '../../server/src/lsp/pipelineDocuments.ts';
import { createPipelineFiles, isListed } from '../../server/src/lsp/pipelineFiles.ts';
import { parsePipeline } from '../../server/src/pipelines/parse.ts';
import { memoryFiles } from '../fixtures/memoryFiles.ts';
import { marked } from './marked.ts';

function completions(textWithCursor: string): string[] {
  const { text, offset } = marked(textWithCursor);
  return completePipeline(createPipelineDocument('file:///p.yml', 1, text), offset).map(({ label }) => label);
}

/** The text after the proposal of that label is taken. */
function taken(textWithCursor: string, label: string): string {
  const { text, offset } = marked(textWithCursor);
  const proposals = completePipeline(createPipelineDocument('file:///p.yml', 1, text), offset);
  const proposal = proposals.find((each) => each.label === label);
  if (proposal === undefined) throw new Error(`no ${label}`);
  return text.slice(0, proposal.range.start) + (proposal.text ?? label) + text.slice(proposal.range.end);
}

describe('completion', () => {
  test('keys of the file, without those that are there', () => {
    expect(completions('name: x\n<|>')).toEqual([
      'priority',
      'allowed_backends',
      'vars',
      'transformations',
      'postprocessing',
      'finalizers',
    ]);
  });

  test('an item begins with its type', () => {
    const text = 'transformations:\n  - <|>';
    expect(completions(text).slice(0, 2)).toEqual(['field_name_mapping', 'field_name_prefix_mapping']);
    expect(taken(text, 'set_state')).toBe('transformations:\n  - type: set_state');
  });

  test.each<[text: string, expected: string[]]>([
    ['transformations:\n  - type: <|>', ['field_name_mapping', 'add_condition', 'nest']],
    ['transformations:\n  - id: x\n    type: rep<|>', ['replace_string']],
    ['postprocessing:\n  - type: <|>', ['embed', 'simple_template', 'template', 'json', 'replace', 'nest']],
    ['finalizers:\n  - type: <|>', ['concat', 'json', 'yaml', 'template', 'nested']],
    ['transformations:\n  - type: case\n    rule_conditions:\n      - type: <|>', ['logsource', 'tag']],
    [
      'transformations:\n  - type: case\n    detection_item_conditions:\n      - type: <|>',
      ['match_string', 'is_null'],
    ],
    ['transformations:\n  - type: case\n    field_name_conditions:\n      a:\n        type: <|>', ['include_fields']],
    ['transformations:\n  - type: nest\n    items:\n      - type: <|>', ['field_name_mapping']],
    ['transformations:\n  - type: case\n    method: <|>', ['lower', 'upper', 'snake_case']],
    ['transformations:\n  - type: case\n    rule_cond_op: <|>', ['and', 'or']],
    ['transformations:\n  - type: case\n    rule_cond_not: <|>', ['true', 'false']],
    [
      'transformations:\n  - type: replace_string\n    <|>',
      ['regex', 'replacement', 'skip_special', 'rule_conditions'],
    ],
    [
      'transformations:\n  - type: case\n    rule_conditions:\n      - type: logsource\n        <|>',
      ['category', 'product', 'service'],
    ],
    [
      'transformations:\n  - id: one\n    type: case\n  - type: case\n    rule_conditions:\n      - type: processing_item_applied\n        processing_item_id: <|>',
      ['one'],
    ],
    [
      'transformations:\n  - type: set_state\n    key: query_table\n    val: <|>',
      ['DeviceProcessEvents', 'SecurityEvent'],
    ],
    ['transformations:\n  - type: field_name_mapping\n    mapping:\n      <|>', ['CommandLine', 'Image']],
    [
      'transformations:\n  - type: case\n    field_name_conditions:\n      - type: include_fields\n        fields:\n          - <|>',
      ['CommandLine'],
    ],
  ])('%j', (text, expected) => {
    expect(completions(text)).toEqual(expect.arrayContaining(expected));
  });

  test('parameters of another type are not proposed', () => {
    expect(completions('transformations:\n  - type: case\n    <|>')).not.toContain('mapping');
  });
});

describe('hover', () => {
  const hover = (textWithCursor: string) => {
    const { text, offset } = marked(textWithCursor);
    return hoverPipeline(createPipelineDocument('file:///p.yml', 1, text), offset)?.markdown;
  };

  test.each([
    ['prio<|>rity: 10\ntransformations: []', /lowest number/],
    ['transformations:\n- type: field_name_<|>mapping\n  mapping: {}', /other names/],
    ['transformations:\n- type: replace_string\n  re<|>gex: a\n  replacement: b', /RE2/],
    ['transformations:\n- type: case\n  rule_conditions:\n  - type: log<|>source', /log source/],
    ['transformations:\n- type: case\n  rule_conditions:\n    a: { type: tag, ta<|>g: x.y }', /tag/],
    ['transformations:\n- type: case\n  method: snake<|>_case', /snake_case/],
  ])('%j', (text, expected) => {
    expect(hover(text)).toMatch(expected);
  });

  test('nothing where nothing is known', () => {
    expect(hover('transformations:\n- type: field_name_mapping\n  mapping: { A<|>: b }')).toBeUndefined();
  });
});

describe('which documents are pipelines', () => {
  const documents = (text: string, listed = false) =>
    createPipelineDocuments(
      (uri) => ({ uri, version: 1, getText: () => text }),
      () => listed,
    ).get('file:///p.yml');

  test.each<[text: string, expected: boolean]>([
    ['transformations:\n- type: case', true],
    ['name: x\ntransformations:\n', true],
    ['postprocessing:\n- type: embed', true],
    ['finalizers:\n- type: concat', true],
    ['transformations: []', true],
    ['transformations:\n- resize: 10', false],
    ['transformations: { a: b }', false],
    ['kind: x\ntransformations:\n- type: case', false],
    ['title: A\nlogsource: {}\ndetection: {}', false],
    ['a: b', false],
  ])('%j: %s', (text, expected) => {
    expect(documents(text) !== undefined).toBe(expected);
  });

  test('those that the setting names, whatever they hold', () => {
    expect(documents('a: b', true)?.problems.map(({ code }) => code)).toEqual(['pipeline-unknown-key']);
  });
});

describe('files of the setting', () => {
  const files = memoryFiles({
    '/w/p/a.yml': 'name: a\ntransformations: []',
    '/w/p/b.yml': 'name: b\ntransformations: []',
    '/w/other.yml': 'name: other\ntransformations: []',
  });

  test('paths and globs, relative to the folder of the workspace', async () => {
    const all = await createPipelineFiles(files).of('/w/rules/r.yml', ['other.yml', 'p/*.yml', 'p/a.yml'], ['/w']);
    expect(all.map(({ name }) => name)).toEqual(['other', 'a', 'b']);
  });

  test('one that is not there is an error', async () => {
    const [missing] = await createPipelineFiles(files).of('/w/r.yml', ['no.yml'], ['/w']);
    expect(missing?.problems[0]).toMatchObject({
      code: 'broken-pipeline',
      message: '`no.yml`: there is no such file.',
    });
  });

  test('the same objects as long as nothing changes', async () => {
    const reader = createPipelineFiles(files);
    const [first] = await reader.of('/w/r.yml', ['other.yml'], ['/w']);
    expect((await reader.of('/w/r.yml', ['other.yml'], ['/w']))[0]).toBe(first);
  });

  test('whether a file is named', () => {
    expect(isListed('/w/p/a.yml', ['p/*.yml'], ['/w'])).toBe(true);
    expect(isListed('/w/q/a.yml', ['p/*.yml'], ['/w'])).toBe(false);
    expect(isListed('/w/q/a.yml', ['q/a.yml'], ['/w'])).toBe(true);
  });
});

describe('preview', () => {
  const text = `title: A
logsource: { category: process_creation, product: windows }
detection:
    selection: { cmd: whoami }
    condition: selection
`;
  const shown = (...pipelines: readonly string[]) => {
    const document = createSigmaDocument('file:///r.yml', 1, text);
    if (document === undefined) throw new Error('no rule');
    const read = pipelines.map((each) => parsePipeline(each));
    const result = preview(document, 'xdr', 0, { placeholders: {}, filters: [], rules: [], pipelines: read });
    if (result === undefined) throw new Error('no preview');
    return result;
  };
  const mapping = 'transformations:\n- { type: field_name_mapping, mapping: { cmd: ProcessCommandLine } }';

  test('the query is that of the processed rule, and its places those of the rule', () => {
    const { query = '', sourceMap } = shown(mapping, 'postprocessing:\n- { type: embed, prefix: "// ours\\n" }');
    expect(query).toMatch(/^\/\/ ours\nDeviceProcessEvents\n/);
    const clause = 'ProcessCommandLine =~ "whoami"';
    const link = sourceMap.find(({ start, end }) => query.slice(start, end) === clause);
    expect(link?.source.start.line).toBe(3);
  });

  test('without the pipeline there is none', () => {
    expect(shown().query).toBeUndefined();
  });

  test('a document around the query is not shown, and said', () => {
    const { query, problems } = shown(mapping, `postprocessing:\n- { type: json, json_template: '{"q": "%QUERY%"}' }`);
    expect(query).toMatch(/^DeviceProcessEvents/);
    expect(problems.map(({ code }) => code)).toContain('pipeline-postprocessing');
  });

  test('a pipeline with an error is an error of the rule', () => {
    const { query, problems } = shown('transformations:\n- type: nonsense');
    expect(query).toBeUndefined();
    expect(problems.map(({ code }) => code)).toEqual(['broken-pipeline']);
  });
});
