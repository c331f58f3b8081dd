import { describe, expect, test } from 'vitest';
import { entriesOf, entryOf, keyText, nodeOf, pathAt } from '../../server/src/yaml/navigate.ts';
import { parseYaml } from '../../server/src/yaml/parse.ts';
import { nodeAtPointer, toPlain } from '../../server/src/yaml/plain.ts';
import type { YamlDocument } from '../../server/src/yaml/tree.ts';

describe('pathAt', () => {
  const cases: readonly [marked: string, path: string][] = [
    ['<|>a: 1', 'key a'],
    ['a<|>: 1', 'key a'],
    ['a: <|>1', 'value a'],
    ['a: 1<|>', 'value a'],
    ['a:<|>', 'value a'],
    ['a:\n  b:\n    - x\n    - y<|>z\n', 'value a > value b > item 1'],
    ['a: [p, {q: <|>r}]', 'value a > item 1 > value q'],
    ['a: 1\n\n<|>\n', ''],
    ["'a<|>b': 1", 'key ab'],
    ['a: |\n  te<|>xt\n', 'value a'],
  ];
  test.each(cases)('%j', (marked, expected) => {
    const offset = marked.indexOf('<|>');
    const document = documentOf(marked.replace('<|>', ''));
    const steps = pathAt(document, offset).map((step) =>
      step.kind === 'item' ? `item ${step.index}` : `${step.kind} ${keyText(step.entry)}`,
    );
    expect(steps.join(' > ')).toBe(expected);
  });

  test('ends in the innermost node', () => {
    const document = documentOf('a: [p, q]');
    expect(nodeOf(pathAt(document, 7), document)).toMatchObject({ kind: 'scalar', text: 'q' });
    expect(nodeOf([], document)).toBe(document.root);
  });
});

describe('merge keys', () => {
  const text = 'x: &x {a: 1, b: 2}\ny: &y {b: 3, c: 4}\nz: {c: 5, <<: [*x, *y]}\n';

  test('own entries first, then what is inherited and not overridden', () => {
    const { root } = documentOf(text);
    const z = root?.kind === 'mapping' ? entryOf(root, 'z')?.value : undefined;
    const entries = z?.kind === 'mapping' ? entriesOf(z) : [];
    const shown = entries.map((entry) => `${keyText(entry)}=${entry.value.kind === 'scalar' ? entry.value.text : ''}`);
    expect(shown).toEqual(['c=5', 'a=1', 'b=2']);
  });
});

describe('toPlain and back', () => {
  test('names that objects have anyway are ordinary keys', () => {
    const value = toPlain(documentOf('__proto__: 1\nconstructor: 2\n').root) as Record<string, unknown>;
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(value)).toBeNull();
  });

  test('big integers become numbers, aliases what they stand for', () => {
    const value = toPlain(documentOf('a: &a [18446744073709551615]\nb: *a\nc: *nowhere\n').root);
    expect(JSON.parse(JSON.stringify(value))).toEqual({
      a: [18446744073709552000],
      b: [18446744073709552000],
      c: null,
    });
  });

  test('a pointer leads to the value and its entry', () => {
    const text = 'a/b:\n  - x\n  - c~d: y\n';
    const document = documentOf(text);
    const place = nodeAtPointer(document, '/a~1b/1/c~0d');
    expect(place?.node).toMatchObject({ kind: 'scalar', text: 'y' });
    expect(place?.entry?.key.range).toEqual({ start: 15, end: 18 });
    expect(nodeAtPointer(document, '')?.node).toBe(document.root);
    expect(nodeAtPointer(document, '/a~1b/7')).toBeUndefined();
  });
});

function documentOf(text: string): YamlDocument {
  const [document] = parseYaml(text).documents;
  if (document === undefined) throw new Error('no document');
  return document;
}
