import { deref, entryOf, keyText } from '../yaml/navigate.ts';
import { contentOffsets } from '../yaml/offsets.ts';
import type { YamlEntry, YamlScalar } from '../yaml/tree.ts';
import type { Check, CheckContext } from './check.ts';
import { insertKey, removeEntry } from './entryEdits.ts';
import { ruleWith } from './examples.ts';
import { dateIn } from './formats.ts';
import { isPartOfCollection } from './keys.ts';
import { misspeltKeys } from './misspeltKeys.ts';
import { keysAt } from './schemaDocs.ts';
import { replaceScalar } from './textEdits.ts';

/** What SigmaHQ asks of the values of a rule's metadata. */
export const metadataChecks: readonly Check[] = [
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
  {
    id: 'short-description',
    severity: 'information',
    aliases: ['sigmahq_description_length'],
    profiles: ['sigmahq'],
    docs: {
      what: 'The description has fewer than 16 characters.',
      why: 'So few words tell an analyst nothing that the title does not.',
      example: {
        bad: ruleWith('description: Runs whoami.'),
        good: ruleWith('description: Somebody asks under which account he runs.'),
      },
    },
    run({ rule }, report) {
      const length = [...(rule.description?.value ?? '')].length;
      if (!rule.description || length >= 16 || length === 0) return;
      report({
        range: rule.description.range,
        message: 'The description is very short. Say what is found, and why that matters.',
      });
    },
  },
  {
    id: 'link-in-description',
    severity: 'information',
    aliases: ['sigmahq_link_in_description'],
    profiles: ['sigmahq'],
    docs: {
      what: 'The description names a source (a link, or “internal research”), and the rule has no `references`.',
      why: 'Tools show sources from `references`; in prose they are overlooked and not checked.',
      example: {
        bad: ruleWith('description: Described at https://example.com/report as a first step.'),
        good: ruleWith(
          'description: Often the first step of an intruder.',
          'references:',
          '    - https://example.com/report',
        ),
      },
    },
    run(context, report) {
      const { file, rule } = context;
      const description = deref(entryOf(rule.node, 'description')?.value);
      const references = deref(entryOf(rule.node, 'references')?.value);
      const isEmpty = references?.kind === 'sequence' && references.items.length === 0;
      if (description?.kind !== 'scalar' || (references !== undefined && !isEmpty)) return;
      // Only in double quotes the text is written otherwise than it reads, but for its line breaks.
      const { start: first, end: last } = description.contentRange;
      const isEscaped = description.style === 'double';
      const written = isEscaped ? description.text : file.text.slice(first, last);
      const found = /https?:\/\/[^\s'"<>)\]]*|internal\s+research/i.exec(written);
      if (found === null) return;
      const link = found[0].replace(/[.,;:]+$/, '');
      const offset = isEscaped ? contentOffsets(file.text, description) : (index: number) => first + index;
      const start = offset(found.index);
      const end = offset(found.index + link.length);
      const isPlain = /^https?:\/\/[^\s#{}[\],&*!|>'"%@`]+$/i.test(link) && references === undefined;
      const edit = isPlain ? insertKey(context, 'references', `\n    - ${link}`) : undefined;
      report({
        range: { start, end },
        message: 'Sources belong under `references`. Add them there.',
        ...(edit && { fixes: [{ title: 'Add `references`', edits: [edit] }] }),
      });
    },
  },
  {
    id: 'deprecated-fields-key',
    severity: 'information',
    aliases: ['sigmahq_fields_existence'],
    profiles: ['sigmahq'],
    docs: {
      what: 'The rule has a list `fields`, which SigmaHQ no longer uses.',
      why: 'No converter needs it, and it is rarely kept up to date.',
      example: { bad: ruleWith('fields:', '    - User'), good: ruleWith() },
    },
    run({ file, rule }, report) {
      const entry = entryOf(rule.node, 'fields');
      const list = entry && deref(entry.value);
      if (entry === undefined || list?.kind !== 'sequence' || list.items.length === 0) return;
      const edit = removeEntry(file.text, rule.node, entry);
      report({
        range: entry.key.range,
        message: 'SigmaHQ’s rules no longer have `fields`.',
        ...(edit && { fixes: [{ title: 'Remove `fields`', edits: [edit] }] }),
      });
    },
  },
  {
    id: 'custom-key',
    severity: 'information',
    aliases: ['sigmahq_unknown_field'],
    profiles: ['sigmahq'],
    docs: {
      what: 'The rule has a key of its author’s own.',
      why: 'The specification allows that, and SigmaHQ does not: nobody else’s tools know what it means.',
      example: { bad: ruleWith('ticket: DET-17'), good: ruleWith() },
    },
    run(context, report) {
      const { rule } = context;
      if (isPartOfCollection(context)) return;
      const known = new Set([...keysAt(rule.kind, []).map(({ key }) => key), 'regression_tests_path', 'simulation']);
      const misspelt = new Set<YamlEntry>(misspeltKeys(context).map(({ entry }) => entry));
      for (const entry of rule.node.entries) {
        const key = keyText(entry);
        if (key === undefined || key === '' || key === '<<' || known.has(key) || misspelt.has(entry)) continue;
        report({ range: entry.key.range, message: `Sigma has no key \`${key}\`, and SigmaHQ wants no others.` });
      }
    },
  },
  {
    id: 'status-folder',
    severity: 'warning',
    aliases: ['sigmahq_status'],
    profiles: ['sigmahq'],
    docs: {
      what: 'A rule that is `deprecated` or `unsupported` does not lie in a folder of that name.',
      why: 'Who deploys a whole folder would deploy the rule with it.',
      example: {
        bad: ruleWith('status: deprecated'),
        good: ruleWith('status: deprecated'),
        badPath: 'rules/windows/proc_creation_win_whoami.yml',
        goodPath: 'deprecated/windows/proc_creation_win_whoami.yml',
      },
    },
    run({ rule, path }, report) {
      const status = rule.status?.value;
      if (path === undefined || (status !== 'deprecated' && status !== 'unsupported')) return;
      if (/(^|\/)(deprecated|unsupported)\//.test(path)) return;
      report({
        range: rule.status?.range ?? rule.range,
        message: `A rule that is \`${status}\` belongs into a folder \`${status}\`. Move it there.`,
      });
    },
  },
  {
    id: 'status-too-high',
    severity: 'information',
    aliases: ['sigmahq_status_to_high'],
    profiles: ['sigmahq'],
    docs: {
      what: 'A rule that is at most 60 days old is `test` or `stable`, and has no regression tests.',
      why: 'SigmaHQ takes new rules as `experimental` until they have proved themselves, or come with events that they match.',
      example: {
        bad: ruleWith('status: stable', 'date: 2026-03-14'),
        good: ruleWith('status: experimental', 'date: 2026-03-14'),
      },
    },
    run(context, report) {
      const { rule, today } = context;
      const { date, status } = rule;
      const made = dateIn(date?.value ?? '');
      const now = dateIn(today ?? '');
      if (made === undefined || now === undefined || (status?.value !== 'test' && status?.value !== 'stable')) return;
      if (entryOf(rule.node, 'regression_tests_path') || Date.parse(now) - Date.parse(made) > sixtyDays) return;
      const scalar = scalarUnder(context, 'status');
      report({
        range: status.range,
        message: `The rule is new (\`${made}\`) and has no regression tests: SigmaHQ wants it \`experimental\`.`,
        ...(scalar && { fixes: [replaceScalar(scalar, 'experimental')] }),
      });
    },
  },
];

const sixtyDays = 60 * 24 * 60 * 60 * 1000;

/** The scalar under a key of the rule, unless an alias stands for it. */
function scalarUnder({ rule }: CheckContext, key: string): YamlScalar | undefined {
  const value = entryOf(rule.node, key)?.value;
  return value?.kind === 'scalar' ? value : undefined;
}
