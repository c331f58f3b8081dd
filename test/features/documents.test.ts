import { describe, expect, it } from 'vitest';
import { diagnosticsOf } from '../../server/src/lsp/diagnostics.ts';
import { createSigmaDocument, createSigmaDocuments } from '../../server/src/lsp/documents.ts';
import { definitions } from '../../server/src/lsp/features/definition.ts';
import { fixesAt } from '../../server/src/lsp/features/fixes.ts';
import { lenses } from '../../server/src/lsp/features/lenses.ts';
import { type OutlineEntry, outline } from '../../server/src/lsp/features/symbols.ts';
import { uriOfPath } from '../../server/src/lsp/uris.ts';
import { marked } from './marked.ts';

const rule = `title: One
logsource:
    product: windows
    category: process_creation
detection:
    selection_a:
        Image|endswit: x
    selection_b:
        - User: y
        - User: z
    condition: 1 of selection_*
level: high
`;

function document(text: string) {
  const found = createSigmaDocument('file:///rule.yml', 1, text);
  if (!found) throw new Error('not recognised as Sigma');
  return found;
}

describe('documents', () => {
  it('are parsed once a version', () => {
    const options = {};
    const open = { uri: 'a', version: 1, getText: () => rule };
    const documents = createSigmaDocuments(
      () => open,
      () => options,
    );
    const first = documents.get('a');
    expect(documents.get('a')).toBe(first);
    expect(first?.problems).toBe(first?.problems);
    open.version = 2;
    expect(documents.get('a')).not.toBe(first);
  });

  it('are forgotten when many others have been asked for since', () => {
    const documents = createSigmaDocuments(
      (uri) => ({ uri, version: 1, getText: () => rule }),
      () => ({}),
    );
    const first = documents.get('0');
    for (let other = 1; other < 50; other++) documents.get(String(other));
    expect(documents.get('0')).not.toBe(first);
  });

  it.each([
    ['', false],
    ['kind: Deployment\n', false],
    ['title: A page\nlayout: post\n', false],
    [rule, true],
    [`kind: other\n---\n${rule}`, true],
  ])('tell Sigma from other YAML: %j', (text, expected) => {
    expect(createSigmaDocument('u', 1, text) !== undefined).toBe(expected);
  });
});

describe('diagnostics', () => {
  it('have the user’s severities, and `off` hides them', () => {
    const [problem] = document(rule).problems;
    const code = problem?.code ?? '';
    const unmet = {
      code: 'unmet-expectation',
      severity: 'error',
      message: 'No.',
      range: { start: 0, end: 1 },
    } as const;
    const shown = (severity: 'hint' | 'off') => {
      const severities = { [code]: severity, 'unmet-expectation': severity };
      const found = createSigmaDocument('file:///rule.yml', 1, rule, () => ({ severities }));
      return found ? diagnosticsOf(found, [unmet]) : [];
    };
    for (const each of [code, 'unmet-expectation']) {
      expect(shown('hint').find((diagnostic) => diagnostic.code === each)).toMatchObject({ severity: 4 });
      expect(shown('off').filter((diagnostic) => diagnostic.code === each)).toEqual([]);
    }
  });

  it('are found again when the document is to be checked in another way', () => {
    let options = {};
    const found = createSigmaDocument('file:///rule.yml', 1, rule, () => options);
    const before = found?.problems;
    options = { severities: { 'unknown-modifier': 'off' } };
    expect(found?.problems).toHaveLength((before?.length ?? 0) - 1);
  });

  it('link to where the format is defined', () => {
    const [diagnostic] = diagnosticsOf(document(rule), []);
    expect(diagnostic?.codeDescription?.href).toMatch(/^https:/);
  });
});

describe('outline', () => {
  it('shows rules, sections, selections and fields', () => {
    const [entry] = outline(document(`${rule}---\n${rule.replace('One', 'Two')}`));
    expect(entry).toMatchObject({ name: 'One', detail: 'high', kind: 'rule' });
    expect(entry?.children.map(({ name }) => name)).toEqual(['logsource', 'detection', 'level']);
    const detection = entry?.children.find(({ name }) => name === 'detection');
    expect(detection?.children.map(({ name, detail }) => [name, detail])).toEqual([
      ['selection_a', ''],
      ['selection_b', '2 values'],
      ['condition', '1 of selection_*'],
    ]);
    expect(detection?.children[1]?.children.map(({ name }) => name)).toEqual(['User', 'User']);
  });

  it('keeps each selection inside its range', () => {
    const check = (entries: readonly OutlineEntry[]): void => {
      for (const { range, selection, children, name } of entries) {
        expect(range.start <= selection.start && selection.end <= range.end, name).toBe(true);
        check(children);
      }
    };
    check(outline(document(rule)));
    check(outline(document(rule.replace('title: One', 'title: ""'))));
    check(outline(document(rule.replace('title: One', 'status: test'))));
  });
});

describe('fixes', () => {
  it('belong to the findings that the range touches', () => {
    const { text, offset } = marked(rule.replace('endswit', 'ends<|>wit'));
    const [found] = fixesAt(document(text), { start: offset, end: offset });
    expect(found?.problem.code).toBe('unknown-modifier');
    expect(found?.fix.edits[0]?.text).toBe('endswith');
    expect(fixesAt(document(text), { start: 0, end: 3 })).toEqual([]);
  });
});

describe('definitions', () => {
  it.each([
    ['condition: selection<|>_a', ['selection_a']],
    ['condition: 1 of sel<|>ection_*', ['selection_a', 'selection_b']],
    ['condition: 1 of <|>them', ['selection_a', 'selection_b']],
    ['lev<|>el: low', []],
  ])('%s', (line, expected) => {
    const source = line.startsWith('condition')
      ? rule.replace('condition: 1 of selection_*', line)
      : rule.replace('level: high', line);
    const { text, offset } = marked(source);
    const names = definitions(document(text), offset).map(({ start, end }) => text.slice(start, end));
    expect(names).toEqual(expected);
  });
});

describe('lenses', () => {
  it('stand above each rule, with what its last run found', () => {
    const text = `# a comment\n${rule}---\n${rule}`;
    const result = { index: 1, title: 'One', events: 12, hits: 2, annotations: [], expectations: [] };
    const found = lenses(document(text), [result]);
    expect(found.map(({ range }) => text.slice(range.start, range.start + 5))).toEqual(['title', 'title']);
    expect(found.map(({ title }) => title)).toEqual([
      '▶ Run rule on sample events',
      '▶ Run rule on sample events · 2 of 12 events',
    ]);
  });
});

it.each([
  ['/a/b c(1).yml', 'file:///a/b%20c%281%29.yml'],
  ['C:/rules/ü.yml', 'file:///c%3A/rules/%C3%BC.yml'],
])('paths become URIs as VS Code writes them: %s', (path, uri) => {
  expect(uriOfPath(path)).toBe(uri);
});
