import { describe, expect, test } from 'vitest';
import { workspaceProblems } from '../../server/src/checks/workspaceProblems.ts';
import { createRuleIndex, type RuleIndex } from '../../server/src/workspace/ruleIndex.ts';
import { summarise } from '../../server/src/workspace/summary.ts';
import { workspaceFindings } from '../../server/src/workspace/workspaceFindings.ts';
import { parseYaml } from '../../server/src/yaml/parse.ts';

const detection = 'logsource: {product: windows}\ndetection: {selection: {Image: x}, condition: selection}\n';
const rule = (...lines: string[]) => `${lines.map((line) => `${line}\n`).join('')}${detection}`;
const correlation = (...rules: string[]) =>
  `title: Many\ncorrelation:\n    type: event_count\n    rules: [${rules}]\n    timespan: 5m\n    condition: {gte: 10}\n`;
const filter = (...rules: string[]) => `title: Not here\nlogsource: {product: windows}\nfilter: {rules: [${rules}]}\n`;

const one = '7f3a1c52-0d4e-4b8a-9c61-2e5d8f7a9b10';
const two = '1d9c7b1e-6f0a-4a53-8f0e-5b7c3d2e1f60';

function put(index: RuleIndex, path: string, text: string) {
  return [...index.set(path, summarise(text, parseYaml(text).documents))()].sort();
}

function indexOf(files: Record<string, string>): RuleIndex {
  const index = createRuleIndex();
  for (const [path, text] of Object.entries(files)) put(index, path, text);
  return index;
}

function found(files: Record<string, string>, path: string, isComplete = true): string[] {
  const text = files[path] ?? '';
  return workspaceFindings(indexOf(files), path, isComplete).map(
    ({ code, range }) => `${code}: ${text.slice(range.start, range.end)}`,
  );
}

describe('in view of the other rules', () => {
  test.each([
    ['another id', { '/a.yml': rule('title: A', `id: ${one}`), '/b.yml': rule('title: B', `id: ${two}`) }, []],
    [
      'the same id',
      { '/a.yml': rule('title: A', `id: ${one}`), '/b.yml': rule('title: B', `id: ${one}`) },
      [`duplicate-id: ${one}`],
    ],
    [
      'the same id in capitals',
      { '/a.yml': rule('title: A', `id: ${one}`), '/b.yml': rule('title: B', `id: ${one.toUpperCase()}`) },
      [`duplicate-id: ${one}`],
    ],
    [
      'the same id in the same file',
      { '/a.yml': `${rule('title: A', `id: ${one}`)}---\n${rule('title: B', `id: ${one}`)}` },
      [`duplicate-id: ${one}`, `duplicate-id: ${one}`],
    ],
    ['the same title', { '/a.yml': rule("title: 'A  b'"), '/b.yml': rule('title: a b') }, ['duplicate-title: A  b']],
    ['the same file name', { '/a.yml': rule('title: A'), '/x/A.yml': rule('title: B') }, ['duplicate-filename: A']],
    ['other YAML with the same name', { '/a.yml': rule('title: A'), '/x/a.yml': 'title: A\n' }, []],
    [
      'a related rule that is there',
      {
        '/a.yml': rule('title: A', `related: [{id: ${two}, type: similar}]`),
        '/b.yml': rule('title: B', `id: ${two}`),
      },
      [],
    ],
    [
      'a related rule that is not',
      { '/a.yml': rule('title: A', `related: [{id: ${two}, type: similar}]`) },
      [`unresolved-related: ${two}`],
    ],
    ['a rule that was renamed', { '/a.yml': rule('title: A', `related: [{id: ${two}, type: renamed}]`) }, []],
    ['a correlation of an id', { '/a.yml': correlation(one), '/b.yml': rule('title: B', `id: ${one}`) }, []],
    ['a correlation of a name', { '/a.yml': correlation('b'), '/b.yml': rule('title: B', 'name: b') }, []],
    [
      'a correlation of a name in capitals',
      { '/a.yml': correlation('B'), '/b.yml': rule('title: x', 'name: b') },
      ['unresolved-reference: B'],
    ],
    [
      'a correlation of a title',
      { '/a.yml': correlation('B'), '/b.yml': rule('title: B') },
      ['unresolved-reference: B'],
    ],
    ['a filter of nothing', { '/a.yml': filter(one) }, [`unresolved-reference: ${one}`]],
    ['a filter of everything', { '/a.yml': filter('any') }, []],
  ] as [string, Record<string, string>, string[]][])('%s', (_, files, expected) => {
    expect(found(files, '/a.yml')).toEqual(expected);
  });

  test('references are left alone where not all rules are known', () => {
    expect(found({ '/a.yml': correlation('nowhere') }, '/a.yml', false)).toEqual([]);
  });

  test('another file’s rule comes with its place there', () => {
    const index = indexOf({ '/a.yml': rule('title: A', `id: ${one}`), '/b.yml': rule('title: B', `id: '${one}'`) });
    const [problem] = workspaceFindings(index, '/a.yml', true);
    expect(problem?.related).toMatchObject([
      { elsewhere: { path: '/b.yml', start: { line: 1, character: 5 }, end: { line: 1, character: 41 } } },
    ]);
  });

  test('of a thousand equal rules a few are named', () => {
    const files = Object.fromEntries(
      Array.from({ length: 1000 }, (_, n) => [`/${n}/a.yml`, rule('title: A', `id: ${one}`)]),
    );
    const problems = workspaceFindings(indexOf(files), '/500/a.yml', true);
    expect(problems.map(({ code, related }) => [code, related?.length])).toEqual([
      ['duplicate-filename', 5],
      ['duplicate-id', 5],
      ['duplicate-title', 5],
    ]);
    expect(problems[1]?.message).toContain('999 other rules');
  });
});

describe('a changed file', () => {
  const files = {
    '/a.yml': rule('title: A', `id: ${one}`),
    '/b.yml': rule('title: B', 'name: b'),
    '/c.yml': correlation('b'),
    '/d.yml': rule('title: D'),
  };

  test.each([
    ['nobody, when only its text moves', '/a.yml', `# moved\n${files['/a.yml']}`, []],
    ['the one whose title it takes', '/a.yml', rule('title: B'), ['/b.yml']],
    ['who refers to it, when it is renamed', '/b.yml', rule('title: B', 'name: other'), ['/c.yml']],
    ['who refers to it, when it is deleted', '/b.yml', '', ['/c.yml']],
  ])('makes a difference to %s', (_, path, text, expected) => {
    expect(put(indexOf(files), path, text)).toEqual(expected);
  });

  test('is the same in the end as if it had always been so', () => {
    const index = indexOf(files);
    put(index, '/b.yml', '');
    put(index, '/a.yml', rule('title: D'));
    const fresh = indexOf({ '/a.yml': rule('title: D'), '/c.yml': files['/c.yml'], '/d.yml': files['/d.yml'] });
    for (const path of Object.keys(files))
      expect(workspaceFindings(index, path, true)).toEqual(workspaceFindings(fresh, path, true));
    expect([...index.paths()].sort()).toEqual(['/a.yml', '/c.yml', '/d.yml']);
  });
});

test.each(workspaceProblems.map((docs) => [docs.id, docs] as const))('the examples of %s', (id, { example }) => {
  const codes = (
    text: string,
    paths = text
      .split('---\n')
      .map((_, index) => `/${index}.yml`)
      .join(),
  ) => {
    const documents = text.split('---\n');
    const index = indexOf(
      Object.fromEntries(paths.split(/, ?/).map((path, at) => [path, documents[at % documents.length] ?? ''])),
    );
    return [...index.paths()].flatMap((path) => workspaceFindings(index, path, true).map(({ code }) => code));
  };
  expect(codes(example.bad, example.badPath)).toContain(id);
  expect(codes(example.good, example.goodPath).filter((code) => code === id)).toEqual([]);
});
