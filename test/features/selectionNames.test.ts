import { expect, test } from 'vitest';
import { applyEdits } from '../../server/src/edits.ts';
import { namePlaces, renamable, rename } from '../../server/src/lsp/features/selectionNames.ts';
import { documentOf } from './documentOf.ts';
import { marked } from './marked.ts';

const rule = (condition: string, ...selections: string[]) => `title: Example
logsource:
    category: process_creation
detection:
${selections.map((name) => `    ${name}:\n        Image: x\n`).join('')}    condition: ${condition}
`;

function renamed(source: string, name: string): string {
  const { text, offset } = marked(source);
  const found = rename(documentOf(text), offset, name);
  return 'refusal' in found
    ? found.refusal
    : applyEdits(
        text,
        found.places.map((range) => ({ range, text: name })),
      );
}

test.each<[string, string, string]>([
  ['at the selection', rule('sel and not filter', 's<|>el', 'filter'), rule('tool and not filter', 'tool', 'filter')],
  ['in the condition', rule('sel<|> or (a and sel)', 'sel', 'a'), rule('tool or (a and tool)', 'tool', 'a')],
  ['in quotes', rule('sel', "'s<|>el'"), rule('tool', "'tool'")],
  ['in a list of conditions', rule("['sel', 'a and s<|>el']", 'sel', 'a'), rule("['tool', 'a and tool']", 'tool', 'a')],
  ['of a pattern that both fit', rule('1 of them', 'se<|>l', 'a'), rule('1 of them', 'tool', 'a')],
])('a selection is renamed %s', (_, source, expected) => {
  expect(renamed(source, 'tool')).toBe(expected);
});

test.each<[string, string, string, RegExp]>([
  ['a name there is', rule('sel and a', 's<|>el', 'a'), 'a', /already/],
  ['a word of conditions', rule('sel', 's<|>el'), 'them', /cannot name/],
  ['what a condition reads as two', rule('sel', 's<|>el'), 'a b', /cannot name/],
  ['what a pattern would lose', rule('1 of filter_*', 'filter<|>_a', 'filter_b'), 'other', /filter_\*.*does not fit/],
  ['what a pattern would gain', rule('sel and 1 of filter_*', 's<|>el', 'filter_b'), 'filter_c', /as well/],
  ['what `them` leaves out', rule('all of them', 's<|>el', 'a'), '_sel', /does not fit/],
  ['what a broken condition may name', rule("')'", 's<|>el'), 'tool', /has an error/],
  ['something else', rule('sel', 'sel').replace('Image', 'Im<|>age'), 'tool', /no name/],
])('%s is refused', (_, source, name, reason) => {
  expect(renamed(source, name)).toMatch(reason);
});

test('uses are names and the patterns that they fit', () => {
  const { text, offset } = marked(rule('sel_a or all of sel_*', 'sel<|>_a', 'sel_b'));
  const places = namePlaces(documentOf(text), offset);
  expect(places.map(({ start, end }) => text.slice(start, end))).toEqual(['sel_a', 'sel_a', 'sel_*']);
  expect(places.map(({ isDeclaration }) => isDeclaration)).toEqual([true, false, false]);
});

test('a pattern cannot be renamed, nor what is no name', () => {
  for (const source of [rule('all of sel<|>_*', 'sel_a'), rule('not a', 'a').replace('title', 'ti<|>tle')]) {
    const { text, offset } = marked(source);
    expect(renamable(documentOf(text), offset)).toBeUndefined();
  }
});
