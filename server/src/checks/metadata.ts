import { deref, entryOf, keyText } from '../yaml/navigate.ts';
import type { YamlEntry, YamlScalar } from '../yaml/tree.ts';
import type { Check, CheckContext } from './check.ts';
import { removeEntry } from './entryEdits.ts';
import { ruleWith } from './examples.ts';
import { dateIn } from './formats.ts';
import { isPartOfCollection } from './keys.ts';
import { misspeltKeys } from './misspeltKeys.ts';
import { keysAt } from './schemaDocs.ts';
import { replaceScalar } from './textEdits.ts';

/** Keys that SigmaHQ does not want in a rule, and the `status` that it may have. */
export const metadataChecks: readonly Check[] = [
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
