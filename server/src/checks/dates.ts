import { entryOf } from '../yaml/navigate.ts';
import type { Check } from './check.ts';
import { removeEntry } from './entryEdits.ts';
import { ruleWith } from './examples.ts';
import { dateIn } from './formats.ts';
import { misspeltKeys } from './misspeltKeys.ts';

/** When a rule was made and changed: `date` and `modified` side by side. */
export const dateChecks: readonly Check[] = [
  {
    id: 'modified-before-date',
    severity: 'warning',
    aliases: ['sigmahq_modified_date_order'],
    docs: {
      what: 'The day under `modified` is before the one under `date`.',
      why: 'A rule cannot have been changed before it was made; one of the two is a slip.',
      example: {
        bad: ruleWith('date: 2026-03-14', 'modified: 2025-04-02'),
        good: ruleWith('date: 2026-03-14', 'modified: 2026-04-02'),
      },
    },
    run({ rule }, report) {
      const { date, modified } = rule;
      const [made, changed] = [dateIn(date?.value ?? ''), dateIn(modified?.value ?? '')];
      if (!date || !modified || made === undefined || changed === undefined || changed >= made) return;
      report({
        range: modified.range,
        message: `\`${modified.value}\` is before the \`date\` of the rule, \`${date.value}\`. Correct one of them.`,
        related: [{ message: 'The date of the rule.', range: date.range }],
      });
    },
  },
  {
    id: 'modified-without-date',
    severity: 'warning',
    aliases: ['sigmahq_modified_without_date', 'sigmahq_date_existence'],
    profiles: ['sigmahq'],
    docs: {
      what: 'The rule has `modified` but no `date`.',
      why: 'A new rule has only a `date`; an older one has both.',
      example: { bad: ruleWith('modified: 2026-04-02'), good: ruleWith('date: 2026-04-02') },
    },
    run(context, report) {
      const entry = entryOf(context.rule.node, 'modified');
      if (!context.isComplete || entry === undefined || entryOf(context.rule.node, 'date')) return;
      if (misspeltKeys(context).some(({ suggestion }) => suggestion === 'date')) return;
      report({
        range: entry.key.range,
        message: 'A rule with `modified` needs a `date` too: the day on which it was made.',
        fixes: [{ title: 'Rename to `date`', edits: [{ range: entry.key.range, text: 'date' }], isGuess: true }],
      });
    },
  },
  {
    id: 'redundant-modified',
    severity: 'information',
    aliases: ['sigmahq_redundant_modified'],
    profiles: ['sigmahq'],
    docs: {
      what: 'The rule has the same day under `modified` and `date`.',
      why: '`modified` is for changes after the first day.',
      example: {
        bad: ruleWith('date: 2026-03-14', 'modified: 2026-03-14'),
        good: ruleWith('date: 2026-03-14'),
      },
    },
    run({ file, rule }, report) {
      const entry = entryOf(rule.node, 'modified');
      if (!rule.date || !rule.modified || !entry) return;
      const [made, changed] = [rule.date, rule.modified].map(({ value }) => dateIn(value) ?? value);
      if (made !== changed) return;
      const edit = removeEntry(file.text, rule.node, entry);
      report({
        range: rule.modified.range,
        message: '`modified` says the same as `date`. Leave it out until the rule changes.',
        ...(edit && { fixes: [{ title: 'Remove `modified`', edits: [edit] }] }),
      });
    },
  },
];
