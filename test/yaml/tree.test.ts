import { describe, expect, test } from 'vitest';
import { parseYaml } from '../../server/src/yaml/parse.ts';
import { outline } from './outline.ts';

const cases: readonly [name: string, text: string, lines: readonly string[]][] = [
  [
    'quotes belong to the range but not to the content',
    `a: 'it''s'\nb: "x\\n\\U0001F600"`,
    [
      `mapping "a: 'it''s'\\nb: \\"x\\\\n\\\\U0001F600\\""`,
      '  plain "a" = "a" @0',
      `    single "'it''s'" content "it''s" = "it's" @3`,
      '  plain "b" = "b" @11',
      '    double "\\"x\\\\n\\\\U0001F600\\"" content "x\\\\n\\\\U0001F600" = "x\\n😀" @14',
    ],
  ],
  [
    'a block scalar begins with its bar and ends with its last text',
    'a: |- # note | x\n  one\n  two\n\n\nb: >\n\nc: |2\n   x\n',
    [
      'mapping "a: |- # note | x\\n  one\\n  two\\n\\n\\nb: >\\n\\nc: |2\\n   x"',
      '  plain "a" = "a" @0',
      '    literal "|- # note | x\\n  one\\n  two" content "  one\\n  two" = "one\\ntwo" @3',
      '  plain "b" = "b" @31',
      '    folded ">" content "" = "" @34',
      '  plain "c" = "c" @37',
      '    literal "|2\\n   x" content "   x" = " x\\n" @40',
    ],
  ],
  [
    'plain text over several lines',
    'a: one\n  two\n\n  three # note\nb: x',
    [
      'mapping "a: one\\n  two\\n\\n  three # note\\nb: x"',
      '  plain "a" = "a" @0',
      '    plain "one\\n  two\\n\\n  three" = "one two\\nthree" @3',
      '  plain "b" = "b" @29',
      '    plain "x" = "x" @32',
    ],
  ],
  [
    'flow collections end after their bracket',
    'a: [1, {x: 2, y}, z: 3, ]\nb: {}\nc: [\n  p, # note ]\n  q\n]',
    [
      'mapping "a: [1, {x: 2, y}, z: 3, ]\\nb: {}\\nc: [\\n  p, # note ]\\n  q\\n]"',
      '  plain "a" = "a" @0',
      '    flow sequence "[1, {x: 2, y}, z: 3, ]"',
      '      plain "1" = "1" @4',
      '      flow mapping "{x: 2, y}"',
      '        plain "x" = "x" @8',
      '          plain "2" = "2" @11',
      '        plain "y" = "y" @14',
      '          plain "" = "" @15',
      '      flow mapping "z: 3"',
      '        plain "z" = "z" @18',
      '          plain "3" = "3" @21',
      '  plain "b" = "b" @26',
      '    flow mapping "{}"',
      '  plain "c" = "c" @32',
      '    flow sequence "[\\n  p, # note ]\\n  q\\n]"',
      '      plain "p" = "p" @39',
      '      plain "q" = "q" @53',
    ],
  ],
  [
    'explicit keys',
    '? a\n: - 1\n? b\n',
    [
      'mapping "? a\\n: - 1\\n? b"',
      '  plain "a" = "a" @2',
      '    sequence "- 1"',
      '      plain "1" = "1" @8',
      '  plain "b" = "b" @12',
      '    plain "" = "" @13',
    ],
  ],
  [
    'anchors, tags and aliases',
    'a: &x !!str 12\nb: *x\nc: &m {p: 1}\nd:\n  <<: *m\n',
    [
      'mapping "a: &x !!str 12\\nb: *x\\nc: &m {p: 1}\\nd:\\n  <<: *m"',
      '  plain "a" = "a" @0',
      '    plain "12" = "12" @12',
      '  plain "b" = "b" @15',
      '    alias "*x" to scalar',
      '  plain "c" = "c" @21',
      '    flow mapping "{p: 1}"',
      '      plain "p" = "p" @28',
      '        plain "1" = "1" @31',
      '  plain "d" = "d" @34',
      '    mapping "<<: *m"',
      '      plain "<<" = "<<" @39',
      '        alias "*m" to mapping',
    ],
  ],
  [
    'emoji, CRLF and a byte order mark count in UTF-16 units',
    "\ufeffa: '😀'\r\nb:\r\n  - x\r\n",
    [
      `mapping "a: '😀'\\r\\nb:\\r\\n  - x"`,
      '  plain "a" = "a" @1',
      `    single "'😀'" content "😀" = "😀" @4`,
      '  plain "b" = "b" @10',
      '    sequence "- x"',
      '      plain "x" = "x" @18',
    ],
  ],
];

describe('every node knows its place', () => {
  test.each(cases)('%s', (_, text, lines) => {
    const { documents, problems } = parseYaml(text);
    expect(problems).toEqual([]);
    expect(outline(text, documents[0]?.root)).toEqual(lines);
  });

  test('empty values stand just after the colon or the dash', () => {
    const text = 'a:   \nb: # none\nc:\n  -\n  - \n';
    expect(outline(text, parseYaml(text).documents[0]?.root)).toEqual([
      'mapping "a:   \\nb: # none\\nc:\\n  -\\n  -"',
      '  plain "a" = "a" @0',
      '    plain "" = "" @2',
      '  plain "b" = "b" @6',
      '    plain "" = "" @8',
      '  plain "c" = "c" @16',
      '    sequence "-\\n  -"',
      '      plain "" = "" @22',
      '      plain "" = "" @26',
    ]);
  });
});

describe('documents', () => {
  const cases: readonly [text: string, documents: readonly string[]][] = [
    ['', []],
    ['# nothing\n', []],
    ['a: 1\n', ['a: 1\n']],
    ['---\na: 1\n---\nb: 2\n', ['\na: 1\n', '\nb: 2\n']],
    ['a: 1\n---\n', ['a: 1\n', '\n']],
    ['--- a\n---\n...\n---\nb\n...\n', [' a\n', '\n', '\nb\n']],
    ['a\n...\n...\nb\n', ['a\n', '\nb\n']],
    ['\ufeff---\r\na: 1\r\n---\r\nb: 2\r\n', ['\r\na: 1\r\n', '\r\nb: 2\r\n']],
    ['a: |\n  x\n---\nb', ['a: |\n  x\n', '\nb']],
  ];
  test.each(cases)('%j', (text, expected) => {
    const { documents } = parseYaml(text);
    expect(documents.map(({ range }) => text.slice(range.start, range.end))).toEqual(expected);
  });

  test('an explicit document without content has no root', () => {
    expect(parseYaml('---\n').documents).toEqual([{ range: { start: 3, end: 4 }, root: undefined }]);
  });
});
