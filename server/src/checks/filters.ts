import type { Fix } from '../problem.ts';
import { isEveryWord } from '../sigma/everyRule.ts';
import { isReferredTo } from '../sigma/references.ts';
import { deref } from '../yaml/navigate.ts';
import type { YamlSequence } from '../yaml/tree.ts';
import type { Check } from './check.ts';
import { placesAt } from './plainValue.ts';

/** Which rules a filter is for. */
export const filterChecks: readonly Check[] = [
  {
    id: 'any-in-list',
    severity: 'warning',
    docs: {
      what: 'The `rules` of a filter are a list that holds the word `any` or `all`.',
      why: 'In a list it is the name of a rule, as everything there, and no rule is called so: the filter takes nothing out. Alone, without a list, it stands for all rules of the log source.',
      example: { bad: filter('[any]'), good: filter('any') },
      url: 'https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-filters-specification.md',
    },
    run({ file, rule }, report) {
      if (rule.kind !== 'filter' || rule.isForEveryRule) return;
      const place = placesAt(rule.node, ['filter', 'rules']).at(-1);
      const list = deref(place?.node);
      for (const { value, range } of rule.rules) {
        if (!isEveryWord(value) || file.rules.some((other) => isReferredTo(other, value))) continue;
        const isAlone = list?.kind === 'sequence' && list.items.length === 1 && place?.node === list;
        const key = place?.entry?.key.range;
        report({
          range,
          message: `In a list \`${value}\` is the name of a rule. For all rules of the log source write \`rules: ${value}\`.`,
          ...(isAlone && key !== undefined && { fixes: [withoutList(value, key.end, list)] }),
        });
      }
    },
  },
];

/** A guess, since the filter then takes out what it did not before. */
function withoutList(word: string, start: number, { range: { end } }: YamlSequence): Fix {
  return { title: `Write \`rules: ${word}\``, edits: [{ range: { start, end }, text: `: ${word}` }], isGuess: true };
}

function filter(rules: string): string {
  return [
    'title: Our agent',
    'logsource:',
    '    category: process_creation',
    '    product: windows',
    'filter:',
    `    rules: ${rules}`,
    '    selection:',
    "        Image|endswith: '\\agent.exe'",
    '    condition: not selection',
    '',
  ].join('\n');
}
