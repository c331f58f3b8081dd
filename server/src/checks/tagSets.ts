import { isActive, retiredTactic, tactic } from '../catalog/attack.ts';
import type { AttackTag } from '../catalog/attackTag.ts';
import type { Fix } from '../problem.ts';
import { attackTagsOf } from './attackTags.ts';
import type { Check, CheckContext } from './check.ts';
import { insertKey, lineBreak } from './entryEdits.ts';
import { ruleWith } from './examples.ts';
import { type ListItem, listUnder } from './listItems.ts';
import { titleRange } from './presence.ts';
import { nextItemPrefix, removeItem } from './textEdits.ts';

/** Tags that want others beside them, or none. */
export const tagSetChecks: readonly Check[] = [
  {
    id: 'technique-without-tactic',
    severity: 'information',
    aliases: ['sigmahq_tags_techniques_without_tactics'],
    docs: {
      what: 'A rule has the tag of a technique, and not those of the tactics that ATT&CK lists it under: none of them, or (in the profile `sigmahq`) not all.',
      why: 'Coverage maps have a column for each tactic: the rule is missing from it.',
      example: {
        bad: tagged('attack.t1033'),
        good: tagged('attack.discovery', 'attack.t1033'),
      },
      url: 'https://attack.mitre.org/tactics/enterprise/',
    },
    run(context, report) {
      const found = attackTagsOf(context)?.found ?? [];
      if (!found.some(({ found: tag }) => tag?.kind === 'technique')) return;
      const named = found.map(({ item }) => item);
      const present = new Set(found.flatMap(({ found: tag }) => tacticsOf(tag)));
      for (const { item, found: tag } of found) {
        if (tag?.kind !== 'technique' || !isActive(tag.technique)) continue;
        const { id, name, tactics } = tag.technique;
        const missing = tactics.filter((shortname) => tactic(shortname) !== undefined && !present.has(shortname));
        if (missing.length === 0 || (!context.isStrict && missing.length < tactics.length)) continue;
        const tags = missing.map((shortname) => `attack.${shortname}`);
        const choices = context.isStrict ? [tags] : tags.map((each) => [each]);
        report({
          range: item.scalar.contentRange,
          message: `ATT&CK has ${id} (${name}) under ${tactics.map((shortname) => `\`attack.${shortname}\``).join(', ')}. Add ${
            context.isStrict || tactics.length === 1 ? missingText(tags) : 'the one that fits'
          }.`,
          fixes: choices.flatMap((each) => addTags(context, named, item, each) ?? []),
        });
        // The next technique that lacks the same tactic has the same cause.
        for (const each of choices[0] ?? []) present.add(each.slice('attack.'.length));
      }
    },
  },
  setCheck('detection', 'several-detection-tags', 'sigmahq_tags_unique_detection', {
    what: 'A rule has more than one `detection` tag.',
    why: 'It says which collection the rule belongs to, and a rule lies in one.',
    bad: tagged('detection.dfir', 'detection.threat-hunting'),
    good: tagged('detection.threat-hunting'),
  }),
  setCheck('tlp', 'several-tlp-tags', 'sigmahq_tags_unique_tlp', {
    what: 'A rule has more than one `tlp` tag.',
    why: 'They contradict each other: a text can be shared with one circle only.',
    bad: tagged('tlp.clear', 'tlp.green'),
    good: tagged('tlp.clear'),
  }),
  {
    id: 'missing-detection-tag',
    severity: 'information',
    aliases: ['sigmahq_tags_detection'],
    profiles: ['sigmahq'],
    docs: {
      what: 'A rule in `rules-dfir`, `rules-emerging-threats` or `rules-threat-hunting` does not have the `detection` tag of that name.',
      why: 'Away from its folder the rule looks like one for everyday use.',
      example: {
        bad: ruleWith(),
        good: tagged('detection.threat-hunting'),
        badPath: 'rules-threat-hunting/windows/proc_creation_win_whoami.yml',
        goodPath: 'rules-threat-hunting/windows/proc_creation_win_whoami.yml',
      },
    },
    run(context, report) {
      const { file, rule, path } = context;
      const kind = /rules-(dfir|emerging-threats|threat-hunting)(?=\/)/.exec(path ?? '')?.[1];
      if (kind === undefined || !context.isComplete) return;
      const tag = `detection.${kind}`;
      const list = listUnder(rule.node, 'tags');
      if (list?.items.some(({ scalar }) => scalar.text === tag)) return;
      const last = list?.items.at(-1);
      const edit = list === undefined ? insertKey(context, 'tags', `\n    - ${tag}`) : undefined;
      const fix = last ? addTags({ file }, [last], last, [tag]) : edit && { title: `Add \`${tag}\``, edits: [edit] };
      report({
        range: last?.scalar.contentRange ?? titleRange(context),
        message: `A rule in this folder has the tag \`${tag}\`. Add it.`,
        ...(fix && { fixes: [fix] }),
      });
    },
  },
];

function missingText(tags: readonly string[]): string {
  return tags.map((tag) => `\`${tag}\``).join(' and ');
}

/** A retired tactic stands for its successors, which a finding of its own asks for. */
function tacticsOf(tag: AttackTag | undefined): readonly string[] {
  if (tag?.kind === 'tactic') return [tag.tactic.shortname];
  if (tag?.kind === 'retiredTactic') return retiredTactic(tag.tactic.shortname)?.replacedBy ?? [];
  return [];
}

/** A fix that writes tags on lines of their own in front of an item's. */
function addTags(
  { file }: Pick<CheckContext, 'file'>,
  items: readonly ListItem[],
  { scalar }: ListItem,
  tags: readonly string[],
): Fix | undefined {
  const first = items[0]?.scalar ?? scalar;
  const prefix = nextItemPrefix(file.text, first.range.start)?.slice(1);
  if (prefix === undefined) return undefined;
  const at = first.range.start - prefix.length;
  const text = tags.map((tag) => `${prefix}${tag}${lineBreak(file.text)}`).join('');
  return { title: `Add ${missingText(tags)}`, edits: [{ range: { start: at, end: at }, text }] };
}

function setCheck(
  namespace: string,
  id: string,
  alias: string,
  { what, why, bad, good }: { what: string; why: string; bad: string; good: string },
): Check {
  return {
    id,
    severity: 'warning',
    aliases: [alias],
    docs: { what, why, example: { bad, good } },
    run({ file, rule }, report) {
      const list = listUnder(rule.node, 'tags');
      const [first, ...others] = list?.items.filter(({ scalar }) => scalar.text.startsWith(`${namespace}.`)) ?? [];
      if (list === undefined || first === undefined) return;
      for (const { scalar, index } of others) {
        // The same tag again is a repetition, which is another finding.
        if (scalar.text === first.scalar.text) continue;
        const removal = removeItem(file.text, list.sequence, index);
        report({
          range: scalar.contentRange,
          message: `The rule has \`${first.scalar.text}\` already. Keep one of them.`,
          related: [{ message: 'The other one.', range: first.scalar.contentRange }],
          ...(removal && { fixes: [{ title: `Remove \`${scalar.text}\``, edits: [removal] }] }),
        });
      }
    },
  };
}

function tagged(...tags: readonly string[]): string {
  return ruleWith('tags:', ...tags.map((tag) => `    - ${tag}`));
}
