import type { Range } from '../../range.ts';

export interface Hover {
  /** What the text is about; an editor may mark it. */
  readonly range: Range;
  readonly markdown: string;
}
