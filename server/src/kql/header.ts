import type { DetectionRule } from '../sigma/rule.ts';
import type { Comment } from './ast.ts';

/** Comments that say which rule a query is of: its title, id and level, as far as it has them. */
export function headerOf({ title, id, level }: Pick<DetectionRule, 'title' | 'id' | 'level'>): Comment[] {
  const lines = [
    title && { text: title.value, source: title.range },
    id && { text: `id: ${id.value}`, source: id.range },
    level && { text: `level: ${level.value}`, source: level.range },
  ];
  return lines.filter((line) => line !== undefined).map(({ text, source }) => ({ text: oneLine(text), source }));
}

/** A line break, of whatever kind, would end the comment and make a part of the query of what follows. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
