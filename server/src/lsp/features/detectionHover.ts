import { contains } from '../../range.ts';
import type { DetectionRule, FilterRule } from '../../sigma/rule.ts';
import type { SigmaDocument } from '../documents.ts';
import { selectionMarkdown } from './conditionHover.ts';
import type { Cursor } from './cursor.ts';
import { fieldMarkdown } from './fieldMarkdown.ts';
import type { Hover } from './hoverResult.ts';
import { itemAt } from './itemAt.ts';
import { modifierMarkdown } from './modifierMarkdown.ts';
import { logsourceOf } from './ruleAt.ts';
import { valueMarkdown } from './valueMarkdown.ts';

/** A selection's name, a field, a modifier or a value below `detection` or `filter`. */
export function detectionHover(
  { text }: SigmaDocument,
  rule: DetectionRule | FilterRule,
  cursor: Cursor,
  names: readonly string[],
): Hover | undefined {
  const { range, offset, place } = cursor;
  if (place === 'key' && names.length === 1) {
    const selection = rule.selections.find(({ nameRange }) => contains(nameRange, offset));
    return selection && { range: selection.nameRange, markdown: selectionMarkdown(selection) };
  }
  const item = itemAt(rule, offset);
  if (place !== 'key') {
    const value = item?.values.find((each) => contains(each.range, offset));
    const markdown = item && value && valueMarkdown(item, value);
    return markdown && value ? { range: value.range, markdown } : undefined;
  }
  const parts = text.slice(range.start, range.end).split('|');
  let start = range.start;
  for (const [position, part] of parts.entries()) {
    const end = start + part.length;
    if (offset <= end) {
      const markdown =
        position === 0 ? fieldMarkdown(part.replace(/^['"]/, ''), logsourceOf(rule)) : modifierMarkdown(part, item);
      return markdown === undefined ? undefined : { range: { start, end }, markdown };
    }
    start = end + 1;
  }
  return undefined;
}
