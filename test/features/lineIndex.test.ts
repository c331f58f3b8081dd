import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createLineIndex } from '../../server/src/lineIndex.ts';
import { fromLspRange, toLspRange } from '../../server/src/lsp/positions.ts';

const texts = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\r', '\r\n', '🦊', 'é', '\u2028', '\ud83e') });

describe('createLineIndex', () => {
  it('agrees with LSP’s own text documents at every offset', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const lines = createLineIndex(text);
        const document = TextDocument.create('', 'yaml', 1, text);
        for (let offset = 0; offset <= text.length; offset++) {
          // That class moves an offset inside of CR LF before it; ours keeps it, so that it can be told apart.
          if (text[offset - 1] === '\r' && text[offset] === '\n') continue;
          expect(lines.positionAt(offset)).toEqual(document.positionAt(offset));
        }
        expect(lines.lineCount).toBe(document.lineCount);
      }),
    );
  });

  it('agrees with them at every position', () => {
    fc.assert(
      fc.property(texts, fc.nat(12), fc.nat(12), (text, line, character) => {
        const document = TextDocument.create('', 'yaml', 1, text);
        expect(createLineIndex(text).offsetAt({ line, character })).toBe(document.offsetAt({ line, character }));
      }),
    );
  });

  it('leads from a range to positions and back', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '\n', '🦊') }),
        fc.nat(20),
        fc.nat(20),
        (text, first, second) => {
          const lines = createLineIndex(text);
          const [start, end] = [first, second].map((each) => Math.min(each, text.length)).sort((a, b) => a - b);
          const range = { start: start ?? 0, end: end ?? 0 };
          expect(fromLspRange(lines, toLspRange(lines, range))).toEqual(range);
        },
      ),
    );
  });

  it('moves what lies outside to the nearest end', () => {
    const lines = createLineIndex('ab\ncd');
    expect(lines.positionAt(-1)).toEqual({ line: 0, character: 0 });
    expect(lines.positionAt(99)).toEqual({ line: 1, character: 2 });
    expect(lines.offsetAt({ line: 9, character: 9 })).toBe(5);
    expect(lines.offsetAt({ line: 0, character: 9 })).toBe(2);
  });
});
