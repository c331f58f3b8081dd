import { completeCondition } from './completeCondition.ts';
import type { CompletionContext } from './completionContext.ts';
import type { Proposal } from './completionItem.ts';
import { describeSelection } from './describe.ts';

/** Proposals inside a condition, which may be quoted, folded over several lines, or an item of a list. */
export function completeConditionAt({ cursor, document, rule }: CompletionContext): Proposal[] {
  if (rule?.kind !== 'detection' && rule?.kind !== 'filter') return [];
  const { text } = document;
  const before = cursor.place === 'continuation' ? wholeCondition() : cursor.before;
  const written = before.replace(/^\s*(?:[|>][-+\d]*\s)?\s*['"]?/, '');
  const word = /[^\s()'"]*$/.exec(written)?.[0] ?? '';
  const rest = /^[^\s()'"]*/.exec(text.slice(cursor.offset, cursor.range.end))?.[0] ?? '';
  const range = { start: cursor.offset - word.length, end: cursor.offset + rest.length };
  const selections = rule.selections.map((selection) => ({
    name: selection.name,
    summary: describeSelection(selection),
  }));
  const proposals = completeCondition(written, range, selections);
  return cursor.needsBlank ? proposals.map((each) => ({ ...each, text: ` ${each.label}` })) : proposals;

  function wholeCondition(): string {
    const key = cursor.path.findLast((step) => step.kind === 'key');
    const start = key?.kind === 'key' ? text.indexOf(':', key.start) + 1 : cursor.range.start;
    return text.slice(start, cursor.offset);
  }
}
