import { describe, expect, it } from 'vitest';
import { createLineIndex } from '../../server/src/lineIndex.ts';
import { cursorAt } from '../../server/src/lsp/features/cursor.ts';
import { marked } from './marked.ts';

/** The cursor in one line: its path, its place, and the text of its range with the cursor in it. */
function where(source: string): string | undefined {
  const { text, offset } = marked(source);
  const cursor = cursorAt(text, createLineIndex(text), offset);
  if (!cursor) return undefined;
  const path = cursor.path.map((step) => (step.kind === 'key' ? step.name : '-')).join(' ');
  const after = text.slice(offset, cursor.range.end);
  const flags = `${cursor.hasColon ? ' colon' : ''}${cursor.needsBlank ? ' blank' : ''}`;
  return `${path} / ${cursor.place} / ${cursor.before}<|>${after}${flags}`.trim();
}

const rule = (detection: string) => `title: x\ndetection:\n    selection:\n${detection}`;

describe('cursorAt', () => {
  it.each([
    ['an empty document', '<|>', '/ key / <|>'],
    ['an empty line at the top', 'title: x\n<|>\nlevel: high\n', '/ key / <|>'],
    ['a half-typed key', 'title: x\nlev<|>', '/ key / lev<|>'],
    ['a whole key', 'lev<|>el: high', '/ key / lev<|>el colon'],
    ['a value', 'level: hi<|>gh', 'level / value / hi<|>gh'],
    ['an empty value', 'level: <|>', 'level / value / <|>'],
    ['directly after a colon', 'level:<|>', 'level / value / <|> blank'],
    ['a value before a comment', 'level: hi<|> # why', 'level / value / hi<|>'],
    ['a comment', 'level: high # wh<|>y', undefined],
    ['a hash in a quoted value', "title: 'a # b<|>'", "title / value / 'a # b<|>'"],
    ['a document marker', 'title: x\n--<|>-\n', undefined],
    ['after a document marker', 'tags:\n---\n<|>', '/ key / <|>'],
    [
      'an empty line inside a selection',
      rule('        <|>\n    condition: selection\n'),
      'detection selection / key / <|>',
    ],
    [
      'an empty line after a field',
      rule("        Image: 'x'\n        <|>\n    condition: selection\n"),
      'detection selection / key / <|>',
    ],
    ['a half-typed field', rule('        Im<|>\n    condition: selection\n'), 'detection selection / key / Im<|>'],
    ['a half-typed modifier', rule('        Image|en<|>\n'), 'detection selection / key / Image|en<|>'],
    ['a modifier before a colon', rule("        Image|en<|>: 'x'\n"), 'detection selection / key / Image|en<|> colon'],
    ['a list of maps', rule('        - Im<|>\n'), 'detection selection - / item / Im<|>'],
    ['a key in a list of maps', rule('        - Im<|>: x\n'), 'detection selection - / key / Im<|> colon'],
    [
      'a second key in a list of maps',
      rule('        - Image: x\n          <|>\n'),
      'detection selection - / key / <|>',
    ],
    ['a list at its key’s own indentation', 'tags:\n- attack.t1059\n- att<|>\nlevel: low\n', 'tags - / item / att<|>'],
    [
      'a list item of a field',
      rule("        Image|endswith:\n            - 'a<|>'\n"),
      "detection selection Image|endswith - / item / 'a<|>'",
    ],
    ['an empty list item', 'tags:\n    - <|>\n', 'tags - / item / <|>'],
    ['a dash alone', 'tags:\n    -<|>\n', 'tags - / item / <|>'],
    ['a block scalar', 'description: |\n    some <|>text\n', undefined],
    [
      'a folded condition',
      'detection:\n  condition: >\n    a and <|>\n',
      'detection condition / continuation / a and <|>',
    ],
    [
      'a condition over two lines',
      'detection:\n  condition: a\n    or <|>b\n',
      'detection condition / continuation / or <|>b',
    ],
    ['a flow list', 'tags: [attack.t1059, att<|>]', 'tags - / item / att<|>'],
    ['a flow mapping’s key', 'logsource: { cat<|>egory: x }', 'logsource / key / cat<|>egory colon'],
    ['a flow mapping’s value', 'logsource: { category: x, product: <|> }', 'logsource product / value / <|>'],
    ['CR LF', 'title: x\r\nlevel: <|>\r\n', 'level / value / <|>'],
    ['a lone CR', 'title: x\rlevel: <|>', 'level / value / <|>'],
    ['emoji before it', "title: '🦊'\ntags:\n  - '🦊<|>", "tags - / item / '🦊<|>"],
    ['a quoted key', rule("        'Image|re<|>': x\n"), "detection selection / key / 'Image|re<|>' colon"],
    [
      'a second rule',
      'title: a\ndetection:\n  s:\n    Image: x\n---\ntitle: b\ndetection:\n  s:\n    <|>\n',
      'detection s / key / <|>',
    ],
    ['an indentation', 'level:\n  <|>  x: 1\n', undefined],
    ['a colon without a blank', 'title: x\nurl: http://a<|>', 'url / value / http://a<|>'],
  ])('%s', (_, source, expected) => {
    expect(where(source)).toBe(expected);
  });
});
