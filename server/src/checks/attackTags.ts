import { isActive, tactics, technique } from '../catalog/attack.ts';
import { type AttackTag, attackTag } from '../catalog/attackTag.ts';
import type { Fix, TextEdit } from '../problem.ts';
import { nearest } from '../sigma/nearest.ts';
import type { YamlSequence } from '../yaml/tree.ts';
import type { Check, CheckContext } from './check.ts';
import { ruleWith } from './examples.ts';
import { type ListItem, listUnder } from './listItems.ts';
import { nextItemPrefix, removeItem, replaceScalar } from './textEdits.ts';

/** Tags of the namespace `attack`, against the version of ATT&CK that the catalogue has. */
export const attackTagChecks: readonly Check[] = [
  {
    id: 'unknown-attack-tag',
    severity: 'warning',
    aliases: ['attacktag'],
    docs: {
      what: 'An `attack` tag names nothing that ATT&CK for Enterprise has: no tactic, technique, group, software or mitigation.',
      why: 'The rule is missing from every coverage map, and the alert carries no technique.',
      example: { bad: tagged('attack.t1959'), good: tagged('attack.execution', 'attack.t1059') },
      url: 'https://attack.mitre.org/techniques/enterprise/',
    },
    run: (context, report) =>
      forEachTag(context, ({ scalar }, found) => {
        if (found.kind !== 'unknown' || cannotBeChecked.test(found.name)) return;
        const meant = nearTag(found.name);
        const message = `ATT&CK has no \`${found.name}\`.${meant === undefined ? '' : ` Did you mean \`${meant}\`?`}`;
        report({
          range: scalar.contentRange,
          message,
          ...(meant !== undefined && { fixes: [replaceScalar(scalar, meant)] }),
        });
      }),
  },
  {
    id: 'revoked-technique',
    severity: 'warning',
    aliases: ['attacktag'],
    docs: {
      what: 'A tag names a technique that ATT&CK has replaced by another one.',
      why: 'Coverage maps and Sentinel know only the successor; hits of this rule are counted for nothing.',
      example: { bad: tagged('attack.t1086'), good: tagged('attack.execution', 'attack.t1059.001') },
      url: 'https://attack.mitre.org/resources/updates/',
    },
    run: (context, report) =>
      forEachTag(context, (item, found, list) => {
        if (found.kind !== 'technique' || found.technique.successor === undefined) return;
        const { id, name, successor } = found.technique;
        const next = technique(successor);
        const message = `ATT&CK has replaced ${id} (${name}) by ${successor}${next ? ` (${next.name})` : ''}: \`attack.${successor.toLowerCase()}\`.`;
        const fix = replaceTag(context, list, item, [`attack.${successor.toLowerCase()}`]);
        report({ range: item.scalar.contentRange, message, fixes: [fix] });
      }),
  },
  {
    id: 'deprecated-technique',
    severity: 'warning',
    aliases: ['attacktag'],
    docs: {
      what: 'A tag names a technique that ATT&CK has dropped without a successor.',
      why: 'It is on no current matrix. Look for the technique that describes the behaviour today.',
      example: { bad: tagged('attack.t1108'), good: tagged('attack.persistence', 'attack.t1133') },
      url: 'https://attack.mitre.org/resources/updates/',
    },
    run: (context, report) =>
      forEachTag(context, ({ scalar }, found) => {
        if (found.kind !== 'technique' || !found.technique.deprecated || found.technique.successor !== undefined)
          return;
        const { id, name } = found.technique;
        report({ range: scalar.contentRange, message: `ATT&CK has dropped ${id} (${name}). Use a current technique.` });
      }),
  },
  {
    id: 'retired-tactic',
    severity: 'warning',
    aliases: ['attacktag'],
    docs: {
      what: 'A tag names a tactic that ATT&CK no longer has, such as `defense-evasion`, which version 19 split in two.',
      why: 'Current matrices have no such column. Which of the new tactics fits follows from the techniques of the rule.',
      example: {
        bad: tagged('attack.defense-evasion', 'attack.t1027'),
        good: tagged('attack.stealth', 'attack.t1027'),
      },
      url: 'https://attack.mitre.org/tactics/enterprise/',
    },
    run: (context, report) =>
      forEachTag(context, (item, found, list) => {
        if (found.kind !== 'retiredTactic') return;
        const { name, retiredIn, replacedBy } = found.tactic;
        const all = replacedBy.map((shortname) => `attack.${shortname}`);
        const fitting = all.filter((tag) =>
          techniquesOf(list.items).some((each) => each.tactics.includes(tag.slice(7))),
        );
        const choices = fitting.length > 0 ? [fitting] : all.map((tag) => [tag]);
        const advice = fitting.length > 0 ? 'The techniques of this rule are under' : 'It is now';
        const names = (fitting.length > 0 ? fitting : all).map((tag) => `\`${tag}\``);
        const message = `ATT&CK has had no tactic ${name} since version ${retiredIn}. ${advice} ${names.join(fitting.length > 0 ? ' and ' : ' or ')}.`;
        report({
          range: item.scalar.contentRange,
          message,
          fixes: choices.map((tags) => replaceTag(context, list, item, tags)),
        });
      }),
  },
  {
    id: 'attack-tag-spelling',
    severity: 'warning',
    aliases: ['attacktag'],
    docs: {
      what: 'An `attack` tag has capital letters, or underscores where Sigma has hyphens since 2024.',
      why: 'Tools compare tags letter by letter: `attack.T1059` and `attack.initial_access` are not found.',
      example: { bad: tagged('attack.T1059'), good: tagged('attack.execution', 'attack.t1059') },
      url: 'https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-appendix-tags.md',
    },
    run: (context, report) =>
      forEachTag(context, ({ scalar }, found) => {
        if (found.kind === 'unknown' || found.kind === 'retiredTactic') return;
        const written = found.kind === 'tactic' ? `attack.${found.tactic.shortname}` : scalar.text.toLowerCase();
        if (scalar.text === written) return;
        const message = `Sigma writes this tag \`${written}\`.`;
        report({ range: scalar.contentRange, message, fixes: [replaceScalar(scalar, written)] });
      }),
  },
];

interface TagList {
  readonly sequence: YamlSequence;
  readonly items: readonly ListItem[];
}

/** Calls back for each well-formed tag of the namespace. */
function forEachTag(context: CheckContext, visit: (item: ListItem, found: AttackTag, list: TagList) => void): void {
  const tags = attackTagsOf(context);
  for (const { item, found } of tags?.found ?? []) if (tags && found) visit(item, found, tags.list);
}

/** The well-formed tags of the namespace, and what stands behind them; the catalogue is not loaded before there is one. */
export function attackTagsOf(context: CheckContext): FoundTags | undefined {
  let tags = tagsByContext.get(context);
  if (tags === undefined) {
    const list = listUnder(context.rule.node, 'tags');
    const named = list?.items.filter(({ scalar }) => /^attack\.[\w.-]+$/.test(scalar.text)) ?? [];
    tags = list && { list, found: named.map((item) => ({ item, found: attackTag(item.scalar.text) })) };
    if (tags) tagsByContext.set(context, tags);
  }
  return tags;
}

interface FoundTags {
  readonly list: TagList;
  readonly found: readonly { readonly item: ListItem; readonly found: AttackTag | undefined }[];
}

/** Each tag is looked up once, though six checks ask. */
const tagsByContext = new WeakMap<CheckContext, FoundTags>();

/** Data sources, which ATT&CK has given up, and assets, which belong to ATT&CK for ICS: the specification has them, the catalogue does not. */
const cannotBeChecked = /^(ds|a)\d{4}$/i;

function techniquesOf(items: readonly ListItem[]) {
  return items.flatMap(({ scalar }) => {
    const found = attackTag(scalar.text);
    if (found?.kind !== 'technique') return [];
    const { successor } = found.technique;
    return [(successor === undefined ? undefined : technique(successor)) ?? found.technique];
  });
}

/** What an unknown name was probably meant to be, as a whole tag. */
function nearTag(name: string): string | undefined {
  const [, parent, sub] = /^(t\d{4})\.(\d{1,4})$/i.exec(name) ?? [];
  if (parent !== undefined && sub !== undefined) {
    const padded = technique(`${parent}.${String(Number(sub)).padStart(3, '0')}`);
    return padded && isActive(padded) ? `attack.${padded.id.toLowerCase()}` : undefined;
  }
  // A technique with a wrong digit is close to a dozen others; a guess would be a wrong one.
  if (/^[a-z]{1,3}\d+/i.test(name)) return undefined;
  const near = nearest(
    name.toLowerCase().replaceAll('_', '-'),
    tactics().map((tactic) => tactic.shortname),
  );
  return near === undefined ? undefined : `attack.${near}`;
}

/** A fix that puts other tags in the place of one, without saying any twice. */
function replaceTag({ file }: CheckContext, list: TagList, item: ListItem, tags: readonly string[]): Fix {
  const isThere = (tag: string): boolean => list.items.some((other) => other !== item && other.scalar.text === tag);
  const [first, ...rest] = tags.filter((tag) => !isThere(tag));
  if (first === undefined) {
    const removal = removeItem(file.text, list.sequence, item.index);
    return { title: `Remove the tag: ${quoted(tags)} is there`, edits: removal === undefined ? [] : [removal] };
  }
  const prefix = nextItemPrefix(file.text, item.scalar.range.start);
  const { range } = item.scalar;
  const additions: TextEdit[] =
    prefix === undefined
      ? []
      : rest.map((tag) => ({ range: { start: range.end, end: range.end }, text: `${prefix}${tag}` }));
  return {
    title: `Replace with ${quoted(additions.length > 0 ? [first, ...rest] : [first])}`,
    edits: [{ range, text: first }, ...additions],
  };
}

function quoted(tags: readonly string[]): string {
  return tags.map((tag) => `\`${tag}\``).join(' and ');
}

/** An example with these tags. */
function tagged(...tags: readonly string[]): string {
  return ruleWith('tags:', ...tags.map((tag) => `    - ${tag}`));
}
