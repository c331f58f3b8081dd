import type { Fix } from '../problem.ts';
import { legalModifiers } from '../sigma/modifiers.ts';
import type { Check, CheckDocs, Finding } from './check.ts';
import { ruleSelecting } from './examples.ts';
import { hasModifier, type ItemSite, itemsOf } from './items.ts';

/** Chains of modifiers that are legal, and still hardly what was meant. */
export const modifierUseChecks: readonly Check[] = [
  modifierCheck(
    'all-with-one-value',
    ['sigmahq_invalid_all_modifier'],
    {
      what: 'The modifier `all` stands with a single value.',
      why: 'There is nothing that it could combine; the specification forbids it, because some backends cannot translate it.',
      example: {
        bad: ruleSelecting('CommandLine|contains|all: whoami'),
        good: ruleSelecting('CommandLine|contains: whoami'),
      },
      url: modifierPage(),
    },
    (site) => {
      const all = site.modifiers.find(({ name }) => name === 'all');
      if (all === undefined || site.values.length !== 1 || hasModifier(site, 'expand')) return undefined;
      const range = { start: all.range.start - 1, end: all.range.end };
      // A list of keywords that is nothing but `'|all'` would be left without a key.
      const isFree =
        site.field !== undefined &&
        isFreeKey(
          site,
          site.modifiers.filter((each) => each !== all).map(({ name }) => name),
        );
      return {
        range: all.range,
        message: '`all` needs a list of values: there is only one. Remove it.',
        ...(isFree && { fixes: [{ title: 'Remove `all`', edits: [{ range, text: '' }] }] }),
      };
    },
  ),
  modifierCheck(
    'all-without-contains',
    ['invalid_modifier_combinations'],
    {
      what: 'With `all`, one field has to be equal to several values at once, or to begin or end with each of them.',
      why: 'A field has one value: the rule never matches, unless the event has a list there. Mostly `contains` was forgotten.',
      example: {
        bad: ruleSelecting('CommandLine|all:', '    - whoami', "    - '/all'"),
        good: ruleSelecting('CommandLine|contains|all:', '    - whoami', "    - '/all'"),
      },
      url: modifierPage(),
    },
    (site) => {
      const all = site.modifiers.find(({ name }) => name === 'all');
      if (all === undefined || site.field === undefined || site.values.length < 2) return undefined;
      if (!site.modifiers.every(({ name }) => wholeValue.includes(name))) return undefined;
      // With wildcards around them the values are parts of the field.
      if (site.values.some(({ scalar }) => /^\*.*\*$/s.test(scalar.text))) return undefined;
      const position = hasModifier(site, 'startswith', 'endswith');
      const fix = position ? undefined : addContains(site);
      return {
        range: all.range,
        message: position
          ? '`all` asks one value to begin or end in several ways. Use `contains|all`, or leave `all` out.'
          : '`all` asks one field to equal several values. Use `contains|all`, or leave `all` out.',
        ...(fix && { fixes: [{ ...fix, isGuess: true }] }),
      };
    },
  ),
  modifierCheck(
    'base64offset-without-contains',
    ['invalid_modifier_combinations'],
    {
      what: '`base64offset` stands without `contains`.',
      why: 'It makes the forms that a text has inside of a longer encoded one. The whole value is never equal to such a part.',
      example: {
        bad: ruleSelecting('CommandLine|base64offset: whoami'),
        good: ruleSelecting('CommandLine|base64offset|contains: whoami'),
      },
      url: modifierPage(),
    },
    (site) => {
      const offset = site.modifiers.find(({ name }) => name === 'base64offset');
      if (offset === undefined || hasModifier(site, 'contains')) return undefined;
      const fix = addContains(site);
      return {
        range: offset.range,
        message: '`base64offset` looks for a part of an encoded text. Add `contains` after it.',
        ...(fix && { fixes: [fix] }),
      };
    },
  ),
  {
    ...modifierCheck(
      'windash-with-all',
      ['invalid_modifier_combinations'],
      {
        what: '`windash` and `all` stand together.',
        why: 'The specification joins the forms of each value by “or”, and so does this tool. pySigma asks for all forms at once, which nothing matches: its conversions of the rule never fire.',
        example: {
          bad: ruleSelecting('CommandLine|contains|windash|all:', "    - ' -a'", "    - ' -b'"),
          good: ruleSelecting('CommandLine|contains|windash:', "    - ' -a'", "    - ' -b'"),
        },
        url: modifierPage(),
      },
      (site) => {
        const windash = site.modifiers.find(({ name }) => name === 'windash');
        if (windash === undefined || !hasModifier(site, 'all') || site.values.length < 2) return undefined;
        return {
          range: windash.range,
          message: 'pySigma does not convert `windash` with `all` rightly. Make a selection for each value.',
        };
      },
    ),
    severity: 'information',
    profiles: ['sigmahq'],
  },
];

/** With these the whole field is compared. */
const wholeValue = ['all', 'cased', 'startswith', 'endswith'];

function modifierCheck(
  id: string,
  aliases: readonly string[],
  docs: CheckDocs,
  judge: (site: ItemSite) => Finding | undefined,
): Check {
  return {
    id,
    severity: 'warning',
    aliases,
    docs,
    run(context, report) {
      for (const site of itemsOf(context)) {
        const finding = site.modifiers.length === 0 ? undefined : judge(site);
        if (finding) report(finding);
      }
    },
  };
}

function addContains(site: ItemSite): Fix | undefined {
  const edit = insertModifier(site, 'contains');
  return edit && { title: 'Add `contains`', edits: [edit] };
}

/** An edit that puts a modifier into an item's key, before `all` or at the end, wherever it is legal; undefined if nowhere, or if the key is there already. */
export function insertModifier(site: ItemSite, name: string) {
  const names = site.modifiers.map((modifier) => modifier.name);
  const beforeAll = names.indexOf('all');
  for (const place of [...(beforeAll >= 0 ? [beforeAll] : []), names.length]) {
    const chain = [...names.slice(0, place), name, ...names.slice(place)];
    if (!isLegal(chain) || !isFreeKey(site, chain)) continue;
    const at = site.modifiers[place - 1]?.range.end ?? site.fieldRange.end;
    return { range: { start: at, end: at }, text: `|${name}` };
  }
  return undefined;
}

function isLegal(chain: readonly string[]): boolean {
  return chain.every((name, index) => legalModifiers(chain.slice(0, index)).includes(name));
}

/** Whether no entry beside the item has the field with this chain already. */
function isFreeKey({ field, mapping }: ItemSite, chain: readonly string[]): boolean {
  const key = [field ?? '', ...chain].join('|');
  return mapping?.entries.every((entry) => entry.key.kind !== 'scalar' || entry.key.text !== key) ?? false;
}

function modifierPage(): string {
  return 'https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-appendix-modifiers.md';
}
