import type { Range } from '../../range.ts';
import { lexemesOf } from '../language/scan.ts';

/** The first bracket outside of strings and comments that has more than `deepest - 1` open ones around it; in linear time. */
export function firstTooDeep(text: string, deepest: number): Range | undefined {
  let level = 0;
  for (const { kind, start, end } of lexemesOf(text)) {
    if (kind === 'open' && ++level > deepest) return { start, end };
    if (kind === 'close') level = Math.max(0, level - 1);
  }
  return undefined;
}
