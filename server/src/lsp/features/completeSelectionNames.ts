import type { CompletionContext } from './completionContext.ts';
import type { Proposal } from './completionItem.ts';
import { siblingKeys } from './siblings.ts';

/** Names for a new selection in the manner of SigmaHQ's conventions, and those that the condition already asks for. */
export function completeSelectionNames({ cursor, document, rule }: CompletionContext): Proposal[] {
  if (cursor.place !== 'key') return [];
  const present = siblingKeys(document.text, document.lines, cursor.offset, cursor.column);
  const wanted = rule && rule.kind !== 'correlation' ? rule.conditions.flatMap(({ text }) => namesIn(text)) : [];
  const names = [...new Set([...wanted, ...usualNames])].filter((name) => !present.has(name) && !name.endsWith('*'));
  return names.map((name): Proposal => {
    const isWanted = wanted.includes(name);
    return {
      label: name,
      kind: 'selection',
      range: cursor.range,
      ...(cursor.hasColon ? {} : { text: `${name}:`, snippet: `${name}:\n    $0` }),
      ...(isWanted && { description: 'named in the condition' }),
    };
  });
}

const usualNames = ['selection', 'selection_img', 'selection_cli', 'filter_main_', 'filter_optional_', 'keywords'];

const keywords = new Set(['and', 'or', 'not', 'of', 'all', 'any', 'them']);

function namesIn(condition: string): string[] {
  const words = condition.match(/[^\s()]+/g) ?? [];
  return words.filter((word) => !keywords.has(word.toLowerCase()) && !/^\d+$/.test(word));
}
