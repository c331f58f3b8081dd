import { describe, expect, test } from 'vitest';
import { contentOffsets } from '../../server/src/yaml/offsets.ts';
import { parseYaml } from '../../server/src/yaml/parse.ts';

/** In each text the word `needle` of the value is looked for, whatever stands around it. */
const cases: readonly [name: string, text: string][] = [
  ['plain', 'a: some needle here'],
  ['plain over lines', 'a: some\n  text\n\n  and needle here'],
  ['single quotes', "a: 'it''s a ''needle'' here'"],
  ['single quotes over lines', "a: 'it''s\n\n\n   a needle'"],
  ['double quotes', 'a: "\\x41\\u0042\\U0001F600\\n\\"needle\\""'],
  ['double quotes over lines', 'a: "one \\\n   two\n   three needle"'],
  ['literal', 'a: |\n    one\n\n      two\n    needle\n'],
  ['literal with CRLF', 'a: |\r\n    one\r\n    two needle\r\n'],
  ['literal with CR', 'a: |\r    one\r    two needle\r'],
  ['folded with CRLF', 'a: >-\r\n    one\r\n    two\r\n\r\n    three needle\r\n'],
  ['folded', 'a: >-\n    one\n    two\n\n    three\n      four\n    needle five'],
  ['folded with a header', 'a: >2-\n    one\n  two needle'],
  ['emoji', "a: '😀''😀 needle'"],
];

describe('an index of the content leads to its character in the document', () => {
  test.each(cases)('%s', (_, text) => {
    const root = parseYaml(text).documents[0]?.root;
    const value = root?.kind === 'mapping' ? root.entries[0]?.value : undefined;
    if (value?.kind !== 'scalar') throw new Error('no scalar');
    const offset = contentOffsets(text, value);
    const index = value.text.indexOf('needle');
    expect(text.slice(offset(index), offset(index + 5) + 1)).toBe('needle');
    expect(offset(value.text.length)).toBeLessThanOrEqual(value.contentRange.end);
  });
});

test.each(['a: |\r\n    needle\r\n    two\r\n', 'a: >-\r\n    needle\r\n    two\r\n'])(
  'a line break of two characters belongs to no word: %j',
  (text) => {
    const root = parseYaml(text).documents[0]?.root;
    const value = root?.kind === 'mapping' ? root.entries[0]?.value : undefined;
    if (value?.kind !== 'scalar') throw new Error('no scalar');
    const offset = contentOffsets(text, value);
    expect(text.slice(offset(0), offset('needle'.length))).toBe('needle');
  },
);
