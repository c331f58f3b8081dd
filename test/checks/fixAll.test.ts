import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fixAll } from '../../server/src/checks/fixAll.ts';
import { applyEdits, composeEdits } from '../../server/src/edits.ts';
import { findingsOf } from './annotations.ts';

const text = `title: Whoami # a comment
descripton: "Somebody asks who he is."
level: High
tags: [attack.T1033,   attack.T1033, attack.discovery]
logsource:
    category: process_creation
    product: windows
detection:
    selection:
        Image|endswit:
            - '\\whoami.exe'   # the tool
            - '\\Whoami.exe'
    condition: selection
`;

describe('fixing everything in a text', () => {
  test('leaves nothing that has one fix, and everything else as it was', () => {
    const result = fixAll(text);
    expect(result.text).toBe(
      text
        .replace('descripton', 'description')
        .replace('High', 'high')
        .replace('attack.T1033,   attack.T1033', 'attack.t1033')
        .replace('endswit:', 'endswith:')
        .replace("            - '\\Whoami.exe'\n", ''),
    );
    expect(findingsOf(result.text).filter(({ fixes }) => fixes?.length === 1)).toEqual([]);
    expect(result.fixes).toBeGreaterThanOrEqual(6);
  });

  test('says the same in edits of the text as it was', () => {
    const { text: fixed, edits } = fixAll(text);
    expect(applyEdits(text, edits)).toBe(fixed);
    expect(edits.map(({ range }) => text.slice(range.start, range.end))).toContain('High');
  });

  test('is finished after one call', () => {
    const once = fixAll(text).text;
    expect(fixAll(once)).toEqual({ text: once, edits: [], fixes: 0 });
  });

  test('keeps Windows line ends', () => {
    const windows = text.replaceAll('\n', '\r\n');
    expect(fixAll(windows).text).toBe(fixAll(text).text.replaceAll('\n', '\r\n'));
  });

  test('leaves a choice to the author', () => {
    const choice = text.replace('[attack.T1033,   attack.T1033, attack.discovery]', '[attack.defense-evasion]');
    expect(fixAll(choice).text).toContain('attack.defense-evasion');
  });

  test('does nothing to a good text', () => {
    expect(fixAll('title: x\n').edits).toEqual([]);
  });
});

test('edits after edits are the same as both in one', () => {
  const edits = (length: number) =>
    fc
      .uniqueArray(fc.nat(length), { maxLength: 8 })
      .chain((offsets) =>
        fc.tuple(
          fc.constant(offsets.sort((a, b) => a - b)),
          fc.array(fc.string({ maxLength: 3 }), { minLength: 4, maxLength: 4 }),
        ),
      )
      .map(([offsets, texts]) =>
        texts.flatMap((inserted, index) => {
          const [start, end] = [offsets[index * 2], offsets[index * 2 + 1]];
          return start === undefined || end === undefined ? [] : [{ range: { start, end }, text: inserted }];
        }),
      );
  const cases = fc.string({ maxLength: 30 }).chain((original) =>
    edits(original.length).chain((first) => {
      const between = applyEdits(original, first);
      return fc.tuple(fc.constant(original), fc.constant(first), edits(between.length));
    }),
  );
  fc.assert(
    fc.property(cases, ([original, first, second]) => {
      const composed = composeEdits(original.length, first, second);
      expect(applyEdits(original, composed)).toBe(applyEdits(applyEdits(original, first), second));
      for (const [index, { range }] of composed.entries()) {
        const next = composed[index + 1];
        if (next) expect(range.end).toBeLessThan(next.range.start);
      }
    }),
  );
});
