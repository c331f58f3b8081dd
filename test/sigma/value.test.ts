import { describe, expect, test } from 'vitest';
import { base64, base64Offsets, encode } from '../../server/src/sigma/encode.ts';
import type { Pattern } from '../../server/src/sigma/pattern.ts';
import { concatenate, parsePattern, place } from '../../server/src/sigma/value.ts';
import { maximumVariants, windashVariants } from '../../server/src/sigma/variants.ts';

/** A pattern as text: `<any>`, `<one>` and `<name>` for what is not literal. */
function shown(pattern: Pattern): string {
  return pattern
    .map((part) =>
      part.kind === 'text' ? part.text : part.kind === 'placeholder' ? `<${part.name}>` : `<${part.kind}>`,
    )
    .join('');
}

describe('escapes and wildcards', () => {
  const cases: readonly [source: string, meaning: string][] = [
    ['', ''],
    ['cmd.exe', 'cmd.exe'],
    ['a*b?c', 'a<any>b<one>c'],
    ['a**b', 'a<any>b'],
    [String.raw`a\*b\?c`, 'a*b?c'],
    [String.raw`C:\Temp\x`, String.raw`C:\Temp\x`],
    [String.raw`\\server`, String.raw`\server`],
    [String.raw`\\\\server`, String.raw`\\server`],
    [String.raw`\\\server`, String.raw`\\server`],
    [String.raw`C:\\*`, String.raw`C:\<any>`],
    [String.raw`C:\\\*`, String.raw`C:\*`],
    ['\\Temp\\', '\\Temp\\'],
    ['%name%', '%name%'],
  ];
  test.each(cases)('%s', (source, meaning) => expect(shown(parsePattern(source, false))).toBe(meaning));

  const placeholders: readonly [source: string, meaning: string][] = [
    ['%name%', '<name>'],
    ['a%one%-%two%b', 'a<one>-<two>b'],
    [String.raw`CORP\%users%`, 'CORP%users%'],
    [String.raw`CORP\\%users%`, String.raw`CORP\<users>`],
    [String.raw`\%plain%name%`, '%plain<name>'],
    ['100% sure', '100% sure'],
    ['%%', '%%'],
    ['%é%', '<é>'],
  ];
  test.each(placeholders)('under expand: %s', (source, meaning) => {
    expect(shown(parsePattern(source, true))).toBe(meaning);
  });

  test('neighbours merge', () => {
    const joined = concatenate([parsePattern('a*', false), parsePattern('*b', false), parsePattern('c', false)]);
    expect(joined).toEqual([{ kind: 'text', text: 'a' }, { kind: 'any' }, { kind: 'text', text: 'bc' }]);
  });

  const placed: readonly [source: string, position: 'contains' | 'startswith' | 'endswith', meaning: string][] = [
    ['a', 'contains', '<any>a<any>'],
    ['*a*', 'contains', '<any>a<any>'],
    ['', 'contains', '<any>'],
    ['', 'startswith', '<any>'],
    ['', 'endswith', '<any>'],
    ['a?', 'startswith', 'a<one><any>'],
    ['*a', 'endswith', '<any>a'],
    ['\\Temp\\', 'contains', '<any>\\Temp\\<any>'],
  ];
  test.each(placed)('%s with %s', (source, position, meaning) => {
    expect(shown(place(parsePattern(source, false), position))).toBe(meaning);
  });
});

describe('windash', () => {
  const forms = (source: string) => windashVariants(parsePattern(source, false))?.map(shown);

  test('a dash that begins a word has five forms, the written one first', () => {
    expect(forms(' /f')).toEqual([' /f', ' -f', ' –f', ' —f', ' ―f']);
    expect(forms('—x')?.[0]).toBe('—x');
  });
  test.each([['a-b'], [' - '], ['a/'], ['http://x']])('%s has none', (source) => {
    expect(forms(source)?.length).toBe(source === 'http://x' ? 5 : 1);
  });
  test('two dashes have all combinations', () => expect(new Set(forms('-a*-b')).size).toBe(25));
  test('too many are refused', () => {
    expect(forms(' -a'.repeat(5))?.length).toBe(maximumVariants);
    expect(forms(' -a'.repeat(6))).toBeUndefined();
  });
});

describe('encodings', () => {
  test.each([
    ['cmd', 'utf8', 'Y21k'],
    ['é', 'utf8', 'w6k='],
    ['😀', 'utf8', '8J+YgA=='],
    ['cmd', 'utf16le', 'YwBtAGQA'],
    ['cmd', 'utf16be', 'AGMAbQBk'],
    ['cmd', 'utf16', '//5jAG0AZAA='],
    ['', 'utf8', ''],
  ] as const)('base64 of %s as %s', (text, encoding, expected) => {
    expect(base64(encode(text, encoding))).toBe(expected);
  });

  test('whatever stands around it, one of the three offsets is found', () => {
    for (const text of ['ab', 'abc', 'foobar', 'пинг', 'é']) {
      const offsets = base64Offsets(encode(text, 'utf8'));
      for (const before of ['', 'x', 'xy', 'xyz']) {
        for (const after of ['', 'p', 'pq', 'pqr']) {
          const whole = base64(encode(before + text + after, 'utf8'));
          expect(offsets.some((offset) => offset !== '' && whole.includes(offset))).toBe(true);
        }
      }
    }
  });
});
