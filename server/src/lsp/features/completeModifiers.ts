import { fieldsOf, type LogsourceKey, modifierUses } from '../../catalog/taxonomy.ts';
import type { Range } from '../../range.ts';
import { legalModifiers } from '../../sigma/modifiers.ts';
import type { Proposal } from './completionItem.ts';

/** Modifiers that may follow the chain, those that rules use most after it (with this field, then with any) first. */
export function completeModifiers(
  field: string,
  chain: readonly string[],
  logsource: LogsourceKey,
  range: Range,
  hasColon: boolean,
): Proposal[] {
  const uses = usesAfter(chain, field, logsource);
  const weight = (name: string): number => (uses.get(name) ?? 0) * 10_000 + modifierUses(name);
  return legalModifiers([...chain])
    .sort((first, second) => weight(second) - weight(first))
    .map((name): Proposal => {
      const count = uses.get(name) ?? 0;
      return {
        label: name,
        kind: 'modifier',
        range,
        ...(hasColon ? {} : { text: `${name}: `, snippet: `${name}$1: $0`, commitCharacters: ['|'] }),
        ...(count > 0 && { description: `${count.toLocaleString('en')} × with ${field}` }),
        documentation: { kind: 'modifier', name },
      };
    });
}

function usesAfter(chain: readonly string[], field: string, logsource: LogsourceKey): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  const prefix = chain.map((name) => `${name}|`).join('');
  for (const { chain: used, uses: count } of fieldsOf(logsource).find(({ name }) => name === field)?.modifiers ?? []) {
    const next = used.startsWith(prefix) ? used.slice(prefix.length).split('|')[0] : undefined;
    if (next) uses.set(next, (uses.get(next) ?? 0) + count);
  }
  return uses;
}
