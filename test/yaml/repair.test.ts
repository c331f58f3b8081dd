import { describe, expect, test } from 'vitest';
import { parseYaml } from '../../server/src/yaml/parse.ts';
import { toPlain } from '../../server/src/yaml/plain.ts';

interface Case {
  readonly name: string;
  readonly text: string;
  /** The words that the problems mark, in order. */
  readonly marked: readonly string[];
  readonly value: unknown;
  /** The text after the first fix. */
  readonly fixed?: string;
}

const cases: readonly Case[] = [
  {
    name: 'a half-typed key at the end of a mapping',
    text: 's:\n  Image: x\n  Comm\nc: 1\n',
    marked: ['Comm'],
    value: { s: { Image: 'x', Comm: null }, c: 1 },
    fixed: 's:\n  Image: x\n  Comm:\nc: 1\n',
  },
  {
    name: 'a half-typed key before others',
    text: 's:\n  Image|ends\n  # note: this\n  Comm: x\nc: 1\n',
    marked: ['Image|ends'],
    value: { s: { 'Image|ends': null, Comm: 'x' }, c: 1 },
  },
  {
    name: 'a half-typed key above its children',
    text: 'a: 1\nlogso\n  product: windows\n  category: x\nb: 2\n',
    marked: ['logso'],
    value: { a: 1, logso: { product: 'windows', category: 'x' }, b: 2 },
  },
  {
    name: 'a half-typed key above a list',
    text: 'referen\n    - https://example.com\n    - https://example.org\nauthor: x\n',
    marked: ['referen'],
    value: { referen: ['https://example.com', 'https://example.org'], author: 'x' },
  },
  {
    name: 'a missing colon',
    text: 'title: a\nid 12-3\nstatus: test\n',
    marked: ['id'],
    value: { title: 'a', id: '12-3', status: 'test' },
  },
  {
    name: 'a missing space',
    text: 'title:a\nid: b\n',
    marked: [':'],
    value: { title: 'a', id: 'b' },
    fixed: 'title: a\nid: b\n',
  },
  {
    name: 'an open single quote',
    text: "a: 'foo\nb: 2\n",
    marked: ["'foo"],
    value: { a: 'foo', b: 2 },
    fixed: "a: 'foo'\nb: 2\n",
  },
  {
    name: 'an open quote in a list',
    text: "a:\n  - 'foo\n  - 'bar'\nb: 1",
    marked: ["'foo"],
    value: { a: ['foo', 'bar'], b: 1 },
  },
  { name: 'an open quote at the end', text: "a: 1\nb: 'x", marked: ["'x"], value: { a: 1, b: 'x' } },
  {
    name: 'an open double quote after a backslash',
    text: 'a: "C:\\\nb: 2\n',
    marked: ['"C:\\'],
    value: { a: 'C:\\', b: 2 },
  },
  { name: 'an open quote around a key', text: "'|al\nb: 1\n", marked: ["'|al", "'|al"], value: { '|al': null, b: 1 } },
  {
    name: 'a path in double quotes',
    text: 'a: "C:\\Windows"\nb: 1\n',
    marked: ['\\W'],
    value: { a: 'C:\\Windows', b: 1 },
    fixed: 'a: "C:\\\\Windows"\nb: 1\n',
  },
  {
    name: 'an open bracket',
    text: 'a: [x, y\nb: 1\n',
    marked: ['[x, y'],
    value: { a: ['x', 'y'], b: 1 },
    fixed: 'a: [x, y]\nb: 1\n',
  },
  {
    name: 'an open bracket before a list',
    text: 's:\n  x: [a, b\n  # note: "q"\n  y: 1\nz: 2',
    marked: ['[a, b'],
    value: { s: { x: ['a', 'b'], y: 1 }, z: 2 },
  },
  {
    name: 'a missing comma',
    text: "a: ['x' 'y']\nb: 1\n",
    marked: ["'"],
    value: { a: ['x', 'y'], b: 1 },
    fixed: "a: ['x' ,'y']\nb: 1\n",
  },
  {
    name: 'a colon in a value',
    text: 'a: b: c\nd: 1\n',
    marked: ['b: c'],
    value: { a: 'b: c', d: 1 },
    fixed: "a: 'b: c'\nd: 1\n",
  },
  { name: 'a percent sign', text: 'a: %user%\nb: 1\n', marked: ['%user%'], value: { a: '%user%', b: 1 } },
  {
    name: 'a quote inside of quotes',
    text: "a: 'it's'\nb: 1\n",
    marked: ["'it's'"],
    value: { a: "it's", b: 1 },
    fixed: "a: 'it''s'\nb: 1\n",
  },
  { name: 'text after quotes', text: 'a: "x" y\nb: 1\n', marked: ['y'], value: { a: 'x', b: 1 } },
  {
    name: 'tabs',
    text: 'a:\n\tb: 1\n\tc:\n\t\td: 2\n',
    marked: ['\t'],
    value: { a: { b: 1, c: { d: 2 } } },
    fixed: 'a:\n    b: 1\n    c:\n        d: 2\n',
  },
  {
    name: 'a dash beside a key',
    text: 'logsource:\n  -\n  product: windows\nb: 1\n',
    marked: ['-'],
    value: { logsource: { product: 'windows' }, b: 1 },
  },
  {
    name: 'wrong indentation',
    text: 'a:\n    b: 1\n      c: 2\n    d: 3\n',
    marked: [': 2'],
    value: { a: { b: 1, d: 3 } },
  },
  {
    name: 'a control character',
    text: 'a: x\u0001y\nb: 1\nc: 22222222\n',
    marked: ['\u0001'],
    value: { a: 'x\ufffdy', b: 1, c: 22222222 },
  },
  {
    name: 'an unknown alias',
    text: 'a: *.exe\nb: 1\n',
    marked: ['*.exe'],
    value: { a: null, b: 1 },
    fixed: "a: '*.exe'\nb: 1\n",
  },
  { name: 'an alias in its own anchor', text: 'a: &x [*x]\n', marked: ['*x'], value: { a: [null] } },
  { name: 'an unknown tag', text: 'a: !important x\n', marked: ['!important'], value: { a: 'x' } },
  { name: 'equal keys', text: 'a: 1\nb: 2\na: 3\n', marked: ['a'], value: { a: 3, b: 2 } },
  {
    name: 'CRLF',
    text: "a: 'x\r\nb:\r\n  Comm\r\n  c: 1\r\n",
    marked: ["'x", 'Comm'],
    value: { a: 'x', b: { Comm: null, c: 1 } },
  },
  { name: 'an emoji before the fault', text: "a: 😀\nb: 'x\nc: 1\n", marked: ["'x"], value: { a: '😀', b: 'x', c: 1 } },
];

describe('half-typed text is read as what it most likely means', () => {
  test.each(cases)('$name', ({ text, marked, value, fixed }) => {
    const { documents, problems } = parseYaml(text);
    expect(problems.map(({ range }) => text.slice(range.start, range.end))).toEqual(marked);
    expect(plain(toPlain(documents[0]?.root))).toEqual(value);
    if (fixed !== undefined) expect(applyFix(text, problems[0]?.fixes?.[0]?.edits ?? [])).toBe(fixed);
  });

  test('a fault in one document leaves the others alone', () => {
    const { documents, problems } = parseYaml("a: 'x\n---\nb: 1\n---\nc: [1\n");
    expect(documents.map(({ root }) => plain(toPlain(root)))).toEqual([{ a: 'x' }, { b: 1 }, { c: [1] }]);
    expect(problems.map(({ range }) => range)).toEqual([
      { start: 3, end: 5 },
      { start: 22, end: 24 },
    ]);
  });

  test.each([
    'tags: [\n  a,\n  b\n]\nc: 1\n',
    'tags: [\na,\nb # note\n]\nc: 1\n',
    'tags: [\r\na,\r\nb,\r\n]\r\nc: 1\r\n',
  ])('brackets need no indentation, because PyYAML asks for none: %j', (text) => {
    const { documents, problems } = parseYaml(text);
    expect(problems).toEqual([]);
    expect(plain(toPlain(documents[0]?.root))).toEqual({ tags: ['a', 'b'], c: 1 });
  });

  test('equal keys point at the first', () => {
    const [problem] = parseYaml('a: 1\na: 2\n').problems;
    expect(problem).toMatchObject({ code: 'duplicate-key', range: { start: 5, end: 6 } });
    expect(problem?.related?.[0]?.range).toEqual({ start: 0, end: 1 });
  });

  test('merge keys may repeat, and keys of different types are different', () => {
    expect(parseYaml("x: &x {a: 1}\ny: {<<: *x, <<: *x}\n1: a\n'1': b\n").problems).toEqual([]);
  });
});

function applyFix(text: string, edits: readonly { range: { start: number; end: number }; text: string }[]): string {
  return [...edits]
    .sort((first, second) => second.range.start - first.range.start)
    .reduce((result, edit) => result.slice(0, edit.range.start) + edit.text + result.slice(edit.range.end), text);
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null));
}
