import { eventIdUses, logsource } from '../../catalog/taxonomy.ts';
import { windowsService } from '../../catalog/windowsEvents.ts';
import type { CompletionContext } from './completionContext.ts';
import type { Proposal } from './completionItem.ts';
import { logsourceOf } from './ruleAt.ts';

/** Event ids of a Windows log source with their titles, those that most of SigmaHQ's rules name first. */
export function completeEventIds({ cursor, names, rule }: CompletionContext): Proposal[] {
  if (names.at(-1) !== 'EventID' || (cursor.place !== 'value' && cursor.place !== 'item')) return [];
  const key = logsourceOf(rule);
  if (key.product !== 'windows') return [];
  const uses = eventIdUses(key);
  const events = windowsService(key.service ?? 'sysmon')?.events ?? new Map();
  const known = key.service === undefined ? (logsource(key)?.eventIds ?? []) : [...events.keys()];
  const ids = [...new Set([...uses.keys(), ...known])];
  return ids
    .sort((first, second) => (uses.get(second) ?? 0) - (uses.get(first) ?? 0) || first - second)
    .map((id): Proposal => {
      const title = events.get(id)?.title;
      const label = String(id);
      const text = cursor.needsBlank ? ` ${label}` : label;
      return {
        label,
        kind: 'value',
        range: cursor.range,
        text,
        ...(title && { description: title, filterText: `${label} ${title}` }),
      };
    });
}
