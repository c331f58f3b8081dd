import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readPipelines } from '../../server/src/cli/pipelines.ts';
import { createPipelineFiles } from '../../server/src/lsp/pipelineFiles.ts';
import { applyPipelines } from '../../server/src/pipelines/apply.ts';
import { finalize } from '../../server/src/pipelines/finalize.ts';
import { filesNamedBy, withFiles } from '../../server/src/pipelines/outsideFiles.ts';
import { parsePipeline } from '../../server/src/pipelines/parse.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';
import { memoryFiles } from '../fixtures/memoryFiles.ts';
import { meaning, ruleText } from './processed.ts';

const rule = ruleText('selection: { "User|expand": "%users%" }');
const pipelineOf = (more: string) => `transformations:\n- type: file_placeholders\n  path: values.txt\n${more}`;

/** The rule's meaning with the values of a file, or what is wrong with it. */
function processed(more: string, text: string): string {
  const pipeline = withFiles(parsePipeline(pipelineOf(more)), new Map([['values.txt', { kind: 'text', text }]]));
  const [error] = pipeline.problems;
  return error?.message ?? applied(pipeline);
}

function applied(pipeline: ReturnType<typeof parsePipeline>): string {
  const [first] = parseSigma(rule).rules;
  if (first === undefined) throw new Error('no rule');
  return meaning(applyPipelines(first, [pipeline]).rule);
}

/** pySigma, `ExternalSourceBaseTransformation` and the tests of `FilePlaceholderTransformation`. */
test.each<[name: string, more: string, text: string, expected: string]>([
  ['lines, trimmed, empty ones left out', '', ' admin \r\n\r\nro*t\n', 'User="admin"|"ro*t"'],
  ['of several lines those that fit', '  filter: adm', 'admin\nuser\n', 'User="admin"'],
  ['a column by its name', '  format: csv\n  csv_column: name', 'id,name\n1,a\n2,"b,""c"""\n3\n', 'User="a"|"b,"c""'],
  ['a column by its number', '  format: csv\n  csv_column: 1', 'id,name\n1,a\n', 'User="a"'],
  ['no header', '  format: csv\n  csv_column: 0\n  csv_has_header: false', 'a\n"b\nc"\n\n', 'User="a"|"b\nc"'],
  ['a column that there is not', '  format: csv\n  csv_column: x', 'a\n1\n', '`values.txt` has no column `x`.'],
  ['JSON', '  format: json\n  jq_expression: .users[].name', '{"users":[{"name":"a"},{"name":7},{}]}', 'User="a"|"7"'],
  ['YAML', '  format: yaml\n  jq_expression: \'.["my users"][]\'', 'my users: [a, b]', 'User="a"|"b"'],
  [
    'lists for values',
    '  format: json\n  jq_expression: .u',
    '{"u":["a"]}',
    expect.stringContaining('lists or mappings'),
  ],
  ['something else', '  format: json\n  jq_expression: .u[]', '{"u":1}', expect.stringContaining('jq_expression')],
  ['text for JSON', '  format: json\n  jq_expression: .', 'x', '`values.txt` is no JSON.'],
  ['nothing', '', '\n', '`values.txt` has no values.'],
])('file_placeholders: %s', (_, more, text, expected) => {
  expect(processed(more, text)).toEqual(expected);
});

test('a file in a nested item is found too, and one that nobody read refuses the rule', () => {
  const nested = parsePipeline(
    'transformations:\n- type: nest\n  items:\n  - type: file_placeholders\n    path: ../deep/values.txt',
  );
  expect(filesNamedBy(nested)).toEqual(['../deep/values.txt']);
  const filled = withFiles(nested, new Map([['../deep/values.txt', { kind: 'text', text: 'a' }]]));
  expect(applied(filled)).toBe('User="a"');
  expect(applied(nested)).toBe('pipeline-failure');
});

/** pySigma, `TemplateBase`: with `path`, `template` is the name of a file in that folder. */
describe('a template in a file', () => {
  const items = `
postprocessing:
- type: nest
  items: [{ type: template, path: ../t/, template: sub/rule.j2 }]
finalizers:
- { type: template, path: t, template: all.j2 }
- { type: nested, finalizers: [{ type: template, path: t, template: last.j2 }] }
`;
  const texts: Record<string, string> = {
    '../t/sub/rule.j2': '{{ rule.title }}: {{ query }}\n',
    't/all.j2': '{% for query in queries %}<{{ query }}>{% endfor %}',
    't/last.j2': '[{{ queries | join }}]',
  };
  const read = (changed: Record<string, string> = {}) => {
    const pipeline = parsePipeline(items);
    const found = Object.entries({ ...texts, ...changed });
    return withFiles(pipeline, new Map(found.map(([name, text]) => [name, { kind: 'text', text }])));
  };
  const [first] = parseSigma(rule).rules;

  test('is named, read and rendered', () => {
    expect(filesNamedBy(parsePipeline(items))).toEqual(Object.keys(texts));
    const pipeline = read();
    expect(pipeline.problems).toEqual([]);
    if (first === undefined) throw new Error('no rule');
    const { text, isDocument } = applyPipelines(first, [pipeline]).postprocess('T');
    expect([text, isDocument]).toEqual(['Test: T', true]);
    expect(finalize([text, 'b'], [pipeline])).toBe('[<Test: T><b>]');
  });

  test('that nobody read refuses the rule, and has no output', () => {
    if (first === undefined) throw new Error('no rule');
    expect(meaning(applyPipelines(first, [parsePipeline(items)]).rule)).toBe('pipeline-failure');
    expect(() => finalize(['T'], [parsePipeline(items)])).toThrow('`t/all.j2` was not read');
  });

  test('is told where the pipeline names it when it is missing or wrong', () => {
    const pipeline = read({ 't/all.j2': 'a\n{% for query in quries %}{% endfor %}' });
    expect(pipeline.problems.map(({ message, range }) => [message, items.slice(range.start, range.end)])).toEqual([
      [expect.stringMatching(/^`t\/all\.j2` is no template that is supported here, line 2: .*`queries`/), 'all.j2'],
    ]);
    const missing = withFiles(parsePipeline(items), new Map());
    expect(missing.problems.map(({ message }) => message)).toContain('`t/all.j2` was not read.');
  });
});

describe('on the command line', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'sigmasmith-values-'));
    mkdirSync(path.join(folder, 'pipelines'));
    writeFileSync(path.join(folder, 'pipelines', 'p.yml'), pipelineOf('').replace('values.txt', '../values.txt'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('the path starts at the pipeline’s folder', () => {
    writeFileSync(path.join(folder, 'values.txt'), 'a\nb\n');
    const { pipelines, findings } = readPipelines([path.join(folder, 'pipelines')]);
    expect(findings).toEqual([]);
    expect(pipelines.map(applied)).toEqual(['User="a"|"b"']);
  });

  test('a file that is missing is told where the pipeline names it', () => {
    const { findings } = readPipelines([path.join(folder, 'pipelines')]);
    expect(findings).toEqual([
      expect.objectContaining({ code: 'pipeline-invalid-value', message: expect.stringContaining('values.txt') }),
    ]);
  });
});

describe('in the editor', () => {
  const texts: Record<string, string> = {
    '/w/p/p.yml': pipelineOf(''),
    '/w/p/values.txt': 'a',
    '/w/q.yml': pipelineOf('').replace('values.txt', '../secret.txt'),
    '/secret.txt': 'hidden',
  };

  test('the same pipeline as long as its file is the same', async () => {
    const files = createPipelineFiles(memoryFiles(texts));
    const [first] = await files.of('/w/r.yml', ['p/p.yml'], ['/w']);
    const [second] = await files.of('/w/r.yml', ['p/p.yml'], ['/w']);
    expect(second).toBe(first);
    expect(first && applied(first)).toBe('User="a"');
  });

  test('a template is read beside the pipeline, and not outside of the workspace', async () => {
    const template = (path: string) => `finalizers:\n- { type: template, path: ${path}, template: secret.txt }`;
    const files = memoryFiles({
      ...texts,
      '/w/i.yml': template('p'),
      '/w/o.yml': template('..'),
      '/w/p/secret.txt': 'x',
    });
    const [inside, outside] = await createPipelineFiles(files).of('/w/r.yml', ['i.yml', 'o.yml'], ['/w']);
    expect(inside && finalize([], [inside])).toBe('x');
    expect(outside?.problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('outside of the workspace'),
    ]);
  });

  test('nothing is read outside of the workspace', async () => {
    const [pipeline] = await createPipelineFiles(memoryFiles(texts)).of('/w/r.yml', ['q.yml'], ['/w']);
    expect(pipeline?.problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('outside of the workspace'),
    ]);
  });
});
