import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { methods } from '../../server/src/lsp/protocol.ts';
import { startClient, type TestClient } from './client.ts';
import { goodRule } from './rules.ts';

let client: TestClient;

beforeAll(async () => {
  client = await startClient();
});

afterAll(async () => {
  expect(await client.stop()).toBe(0);
});

const nested = (levels: number) => Array.from({ length: levels }, (_, level) => `${' '.repeat(level)}a:`).join('\n');
const aliasBomb = Array.from({ length: 30 }, (_, level) => {
  const before = level === 0 ? 'x' : `*a${level - 1}`;
  return `    s${level}: &a${level} [${Array.from({ length: 10 }, () => before).join(', ')}]`;
}).join('\n');
const manyKeys = Array.from({ length: 100_000 }, (_, key) => `        Field${key}: value`).join('\n');

/** Texts that are rules, or were meant to be, each with what its findings have to name. */
const rules: readonly (readonly [name: string, text: string, expected: RegExp | undefined])[] = [
  ['tabs', goodRule.replace('    selection:', '\tselection:'), /tab/i],
  ['CR LF', goodRule.replaceAll('\n', '\r\n'), undefined],
  ['lone CR', goodRule.replaceAll('\n', '\r'), undefined],
  ['a byte-order mark', `\ufeff${goodRule}`, undefined],
  ['emoji', goodRule.replace('Encoded', '🦊🦊🦊'), undefined],
  ['half a surrogate', goodRule.replace('Encoded', '\ud83e'), /./],
  ['an unclosed quote', goodRule.replace("' -enc '", "' -enc "), /not closed/],
  ['an unclosed bracket', goodRule.replace("' -enc '", '[a, b'), /./],
  ['NUL characters', goodRule.replace('medium', 'med\0ium'), /./],
  [
    'wrong types everywhere',
    'title: [1]\nlogsource: 5\ndetection: {a: {b: {c: {d: e}}}, condition: {}}\nlevel: {}\ntags: 7\n',
    /./,
  ],
  ['a detection that is a number', 'title: x\nlogsource: {product: windows}\ndetection: 1\n', /./],
  ['unknown top-level keys', `${goodRule}colour: blue\nlevle: high\n`, undefined],
  [
    'a catastrophic regular expression',
    goodRule.replace("CommandLine|contains: ' -enc '", "CommandLine|re: '(a+)+(a|a)*$'"),
    undefined,
  ],
  [
    'a regular expression that is none',
    goodRule.replace("CommandLine|contains: ' -enc '", "CommandLine|re: '(('"),
    /./,
  ],
  ['an alias bomb', `title: x\nlogsource: {product: windows}\ndetection:\n${aliasBomb}\n    condition: s29\n`, /./],
  ['500 levels', `title: x\nlogsource: {product: windows}\ndetection:\n${nested(500).replace(/^/gm, '  ')}\n`, /./],
  ['500 open brackets', `title: x\nlogsource: {product: windows}\ndetection:\n  a: ${'['.repeat(500)}\n`, /./],
  [
    'a condition of 10,000 parentheses',
    goodRule.replace('condition: selection', `condition: ${'('.repeat(10_000)}selection`),
    /./,
  ],
  [
    'a condition of 1,000 operators',
    goodRule.replace('condition: selection', `condition: ${'not selection or '.repeat(1_000)}selection`),
    undefined,
  ],
  [
    '100,000 keys',
    `title: x\nlogsource: {product: windows}\ndetection:\n    selection:\n${manyKeys}\n    condition: selection\n`,
    undefined,
  ],
  ['20 MB', `${goodRule}${`# ${'x'.repeat(98)}\n`.repeat(200_000)}`, /large|characters/],
];

describe('the server answers, and goes on, whatever a document holds', () => {
  it.each(rules)('%s', async (name, text, expected) => {
    const uri = `file:///bad/${encodeURIComponent(name)}.yml`;
    client.open(uri, text);
    const diagnostics = await client.diagnostics(uri);
    if (expected) expect(diagnostics.map(({ message }) => message).join('\n')).toMatch(expected);
    const lines = text.split(/\r\n|\r|\n/);
    for (const { range } of diagnostics) {
      expect(range.start.character).toBeLessThanOrEqual(lines[range.start.line]?.length ?? -1);
      expect(range.end.character).toBeLessThanOrEqual(lines[range.end.line]?.length ?? -1);
    }
    await askEverything(uri, lines);
  });

  it.each([
    ['an empty file', ''],
    ['binary', String.fromCharCode(...Array.from({ length: 4096 }, (_, byte) => (byte * 7) % 256))],
    ['20 MB of other YAML', 'key: value # a comment\n'.repeat(900_000)],
  ])('%s', async (name, text) => {
    const uri = `file:///bad/${encodeURIComponent(name)}.yml`;
    client.open(uri, text);
    expect(await client.request(methods.isSigma, { uri })).toBe(false);
    await askEverything(uri, ['']);
    expect(client.published.filter((message) => message.uri === uri)).toEqual([]);
  });

  it('a document that is not open, and positions outside of one', async () => {
    await askEverything('file:///bad/nowhere.yml', ['']);
    const uri = 'file:///bad/outside.yml';
    client.open(uri, goodRule);
    for (const position of [
      { line: 9999, character: 9999 },
      { line: 0, character: 9999 },
    ]) {
      await client.request('textDocument/hover', { textDocument: { uri }, position });
      await client.request('textDocument/completion', { textDocument: { uri }, position });
    }
  });

  it('every half of a rule while it is typed', async () => {
    const uri = 'file:///bad/typed.yml';
    client.open(uri, '');
    for (let length = 1; length < goodRule.length; length += 3) {
      const text = goodRule.slice(0, length);
      client.change(uri, length + 1, [{ text }]);
      const lines = text.split('\n');
      const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
      await client.request('textDocument/completion', { textDocument: { uri }, position });
    }
    expect(client.logged).toEqual([]);
  });
});

/** Every kind of request, at the end of the last line. None may fail or be logged as failed. */
async function askEverything(uri: string, lines: readonly string[]): Promise<void> {
  const textDocument = { uri };
  const line = lines.length - 1;
  const position = { line, character: lines[line]?.length ?? 0 };
  const range = { start: { line: 0, character: 0 }, end: position };
  await Promise.all([
    client.request('textDocument/completion', { textDocument, position }),
    client.request('textDocument/hover', { textDocument, position }),
    client.request('textDocument/documentSymbol', { textDocument }),
    client.request('textDocument/codeLens', { textDocument }),
    client.request('textDocument/definition', { textDocument, position }),
    client.request('textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } }),
    client.request(methods.preview, { uri, target: 'asim' }),
    client.request(methods.run, { uri }),
  ]);
  expect(client.logged).toEqual([]);
  client.close(uri);
}
