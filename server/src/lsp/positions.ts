import type { LineIndex } from '../lineIndex.ts';
import type { Range } from '../range.ts';
import type { LspRange } from './protocol.ts';

/** An offset range as LSP writes it. */
export function toLspRange(lines: LineIndex, range: Range): LspRange {
  return { start: lines.positionAt(range.start), end: lines.positionAt(range.end) };
}

/** An LSP range as offsets into the indexed text. */
export function fromLspRange(lines: LineIndex, range: LspRange): Range {
  return { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) };
}
