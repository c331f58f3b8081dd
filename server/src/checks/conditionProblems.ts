import type { Documentation } from './check.ts';
import { ruleDetecting } from './examples.ts';

const rulesPage = 'https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-rules-specification.md';

/** What sigma/ reports about `detection` as a whole, and about its `condition`. */
export const conditionProblems: readonly Documentation[] = [
  {
    id: 'missing-detection',
    severity: 'error',
    what: 'The rule has no `detection`.',
    why: 'It says in which logs to look, and not for what.',
    example: {
      bad: 'title: Whoami\nlogsource:\n    product: windows\n',
      good: ruleDetecting('selection:', '    Image: whoami', 'condition: selection'),
    },
    url: rulesPage,
  },
  {
    id: 'missing-selection',
    severity: 'error',
    what: 'There is no search identifier under `detection`.',
    why: 'There is nothing that the condition could combine.',
    example: { bad: ruleDetecting('condition: selection'), good: detecting('selection') },
    url: rulesPage,
  },
  {
    id: 'missing-condition',
    severity: 'error',
    what: 'There is no `condition` under `detection`, or it is empty.',
    why: 'Nobody knows how the selections belong together, not even if there is only one.',
    example: { bad: ruleDetecting('selection:', '    Image: whoami'), good: detecting('selection') },
    url: rulesPage,
  },
  {
    id: 'rule-collection',
    severity: 'error',
    what: 'The file uses `action: global`, `repeat` or `reset`, by which documents took over keys from each other.',
    why: 'Version 2 of the specification no longer has them, and tools that follow it read the documents as incomplete rules.',
    example: { bad: `action: global\n${detecting('selection')}`, good: detecting('selection') },
    url: rulesPage,
  },
  {
    id: 'condition-syntax',
    severity: 'error',
    what: 'The condition is not made of names, `and`, `or`, `not`, parentheses, and `1 of` or `all of` with a pattern.',
    why: 'Without a condition that can be read the rule has no meaning and is not converted.',
    example: { bad: detecting('selection and'), good: detecting('selection') },
    url: rulesPage,
  },
  {
    id: 'condition-aggregation',
    severity: 'error',
    what: 'The condition counts with `|`, as rules did before correlations existed.',
    why: 'Tools no longer support this syntax. A correlation of the type `event_count` or `value_count` says the same.',
    example: { bad: detecting('selection | count() by User > 5'), good: detecting('selection') },
    url: 'https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-correlation-rules-specification.md',
  },
  {
    id: 'condition-too-deep',
    severity: 'error',
    what: 'The condition nests very deeply, or names very many selections.',
    why: 'No tool could run the query that it becomes.',
    example: {
      bad: detecting(`${'('.repeat(500)}selection${')'.repeat(500)}`),
      good: detecting('(selection)'),
    },
  },
  {
    id: 'unknown-selection',
    severity: 'error',
    aliases: ['dangling_condition'],
    what: 'The condition names a selection that is not under `detection`.',
    why: 'The rule has no meaning and is not converted.',
    example: { bad: detecting('selecton'), good: detecting('selection') },
    url: rulesPage,
  },
  {
    id: 'unmatched-pattern',
    severity: 'warning',
    aliases: ['dangling_condition', 'sigmahq_missing_asterisk_condition'],
    what: 'No selection has a name that fits the pattern of `1 of` or `all of`. Selections that begin with `_` are left out.',
    why: 'This part of the condition is never true: the rule may never fire, or a filter never filters.',
    example: { bad: detecting('selection and not 1 of filter_*'), good: detecting('1 of selection*') },
    url: rulesPage,
  },
  {
    id: 'unused-selection',
    severity: 'warning',
    aliases: ['dangling_detection'],
    what: 'A selection is not part of the condition, neither by name nor through a pattern.',
    why: 'It has no effect. A filter that was forgotten means false positives, a forgotten selection events that are missed. Begin its name with `_` to keep it on purpose.',
    example: {
      bad: ruleDetecting('selection:', '    Image: whoami', 'filter:', '    User: SYSTEM', 'condition: selection'),
      good: ruleDetecting(
        'selection:',
        '    Image: whoami',
        'filter:',
        '    User: SYSTEM',
        'condition: selection and not filter',
      ),
    },
    url: rulesPage,
  },
];

/** An example with this condition. */
function detecting(condition: string): string {
  return ruleDetecting('selection:', '    Image: whoami', `condition: ${condition}`);
}
