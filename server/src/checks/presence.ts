import type { Fix } from '../problem.ts';
import type { Range } from '../range.ts';
import { entryOf } from '../yaml/navigate.ts';
import type { Check, CheckContext } from './check.ts';
import { insertKey } from './entryEdits.ts';
import { ruleWith } from './examples.ts';
import { isPartOfCollection } from './keys.ts';
import { misspeltKeys } from './misspeltKeys.ts';

/** Keys that the specification leaves open and SigmaHQ wants in each of its rules. */
export const presenceChecks: readonly Check[] = [
  presenceCheck('id', 'identifier_existence', {
    what: 'The rule has no `id`.',
    why: 'Correlations, filters, exclusions and deployed copies refer to a rule by its id; a title changes, an id does not.',
    good: '6f0d2d0e-7a3c-4c5e-9d1b-2f4f1e0c8a57',
    value: () => globalThis.crypto.randomUUID(),
  }),
  presenceCheck('status', 'sigmahq_status_existence', {
    what: 'The rule has no `status`.',
    why: 'It says how far the rule can be trusted in production; many deploy only what is `test` or `stable`.',
    good: 'experimental',
    value: () => 'experimental',
  }),
  presenceCheck('description', 'sigmahq_description_existence', {
    what: 'The rule has no `description`.',
    why: 'Whoever gets the alert at night reads it first, and learns from it what was found and why that matters.',
    good: 'Somebody asks under which account he runs.',
  }),
  presenceCheck('author', 'sigmahq_author_existence', {
    what: 'The rule has no `author`.',
    why: 'SigmaHQ wants to know whom to thank and whom to ask.',
    good: 'Ada Example',
  }),
  presenceCheck('date', 'sigmahq_date_existence', {
    what: 'The rule has no `date`.',
    why: 'The age of a rule says whether its `status` fits, and which tools can have changed since.',
    good: '2026-03-14',
    value: ({ today }) => today,
  }),
  presenceCheck('level', 'sigmahq_level_existence', {
    what: 'The rule has no `level`.',
    why: 'Without it nobody knows how urgent an alert of this rule is, and converters choose one of their own.',
    good: 'low',
  }),
];

interface Presence {
  readonly what: string;
  readonly why: string;
  readonly good: string;
  /** What a fix writes; none where only the author can know. */
  readonly value?: (context: CheckContext) => string | undefined;
}

function presenceCheck(key: string, alias: string, { what, why, good, value }: Presence): Check {
  return {
    id: `missing-${key}`,
    severity: 'information',
    aliases: [alias],
    profiles: ['sigmahq'],
    docs: { what, why, example: { bad: ruleWith(), good: ruleWith(`${key}: ${good}`) } },
    run(context, report) {
      const { rule, isComplete } = context;
      if (!isComplete || isPartOfCollection(context) || entryOf(rule.node, key) !== undefined) return;
      // These have a finding of their own, which says the same.
      if (key === 'date' && entryOf(rule.node, 'modified') !== undefined) return;
      if (misspeltKeys(context).some(({ owner, suggestion }) => owner === '' && suggestion === key)) return;
      const text = value?.(context);
      const edit = text === undefined ? undefined : insertKey(context, key, text);
      const fix: Fix | undefined = edit && { title: `Add \`${key}\``, edits: [edit] };
      report({
        range: titleRange(context),
        message: `SigmaHQ wants a rule to have \`${key}\`. Add it.`,
        ...(fix && { fixes: [fix] }),
      });
    },
  };
}

/** Where a finding about the rule as a whole stands: its title, or its first key. */
export function titleRange({ rule }: CheckContext): Range {
  const range = rule.title?.range ?? rule.node.entries[0]?.key.range ?? rule.node.range;
  return range.end > range.start ? range : rule.node.range;
}
