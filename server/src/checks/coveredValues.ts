import type { Item, ItemValue, Test } from '../sigma/expression.ts';
import type { Check } from './check.ts';
import { coversNetwork, coversShape, type Shape, shapeOf } from './coverage.ts';
import { ruleSelecting } from './examples.ts';
import { type ItemSite, itemsOf } from './items.ts';
import { removeItem } from './textEdits.ts';

/** Values that another value of the same field makes superfluous. */
export const coveredValueChecks: readonly Check[] = [
  {
    id: 'covered-value',
    severity: 'information',
    profiles: ['spec'],
    docs: {
      what: 'A value of a list adds nothing: another one finds all that it finds. With `all`, where every value has to be found, it is the more general one that adds nothing.',
      why: 'The rule means the same without it, and is shorter and faster. Sometimes the general value is a slip, which makes the rule broader than it looks.',
      example: {
        bad: ruleSelecting('CommandLine|contains:', '    - whoami', "    - 'whoami /all'"),
        good: ruleSelecting('CommandLine|contains:', '    - whoami'),
      },
    },
    run(context, report) {
      let pairs = maximumOfPairs;
      for (const site of itemsOf(context)) {
        const { item, sequence } = site;
        if (item === undefined || sequence === undefined || item.values.length < 2) continue;
        if (site.values.length !== item.values.length) continue;
        const isShort = item.values.length ** 2 <= pairs;
        if (isShort) pairs -= item.values.length ** 2;
        for (const { index, by } of coveredIn(item, isShort).slice(0, 100)) {
          const value = site.values[index];
          const other = site.values[by];
          if (value === undefined || other === undefined) continue;
          const removal = removeItem(context.file.text, sequence, index);
          report({
            range: value.node.range,
            message: messageFor(site, value.scalar.text, other.scalar.text),
            related: [{ message: 'The other value.', range: other.node.range }],
            ...(removal && { fixes: [{ title: 'Remove the value', edits: [removal] }] }),
          });
        }
      }
    },
  },
];

function messageFor({ item }: ItemSite, value: string, other: string): string {
  return item?.quantifier === 'all'
    ? `Where \`${other}\` is found, \`${value}\` is found as well: it adds nothing.`
    : `\`${other}\` finds all that \`${value}\` finds: it adds nothing.`;
}

/**
 * The values that others cover, each with one that does. Equal ones are left to the check of repetitions. In a list that
 * is not short only beginnings and ends are looked up, in time linear in its length.
 */
function coveredIn({ values, quantifier }: Item, isShort: boolean): { readonly index: number; readonly by: number }[] {
  if (!isShort && !hasEnds(values)) return [];
  const candidates = values.map(shapesOf);
  const find = isShort
    ? searchFor(candidates, quantifier)
    : quantifier === 'any'
      ? hashedSearch(candidates)
      : undefined;
  if (find === undefined) return [];
  const covered: { index: number; by: number }[] = [];
  const gone = new Set<number>();
  candidates.forEach((own, index) => {
    if (own === undefined) return;
    const isCovered = (by: number): boolean => {
      const other = candidates[by];
      if (by === index || other === undefined || gone.has(by)) return false;
      const [wide, narrow] = quantifier === 'all' ? [own, other] : [other, own];
      return covers(wide, narrow) && (by < index || !covers(narrow, wide)) && !isRepetition(values[by], values[index]);
    };
    const by = find(own, isCovered);
    if (by === undefined) return;
    gone.add(index);
    covered.push({ index, by });
  });
  return covered;
}

/** Whether a long list is about beginnings or ends, judged by its first value. */
function hasEnds([first]: readonly ItemValue[]): boolean {
  const [form] = (first && shapesOf(first)) ?? [];
  return form?.kind === 'startswith' || form?.kind === 'endswith' || form?.kind === 'anything';
}

type Search = (own: Forms, isCovered: (by: number) => boolean) => number | undefined;

/** Compares each value with each other one; whole texts and parts of texts among themselves without further ado. */
function searchFor(candidates: readonly (Forms | undefined)[], quantifier: Item['quantifier']): Search | undefined {
  const [first] = candidates;
  const kind = first?.[0]?.kind;
  const texts = candidates.map((forms) => {
    const [form] = forms ?? [];
    return forms?.length === 1 && form && 'text' in form && form.kind === kind ? form.text : undefined;
  });
  if (texts.every((text) => text !== undefined)) {
    if (kind === 'equals') return undefined;
    if (kind === 'contains')
      return ([form], isCovered) => {
        const own = form && 'text' in form ? form.text : '';
        for (let by = 0; by < texts.length; by++) {
          const other = texts[by] ?? '';
          const isHit = quantifier === 'all' ? other.includes(own) : own.includes(other);
          if (isHit && isCovered(by)) return by;
        }
        return undefined;
      };
    if (quantifier === 'any') return hashedSearch(candidates);
  }
  return (_, isCovered) => {
    for (let by = 0; by < candidates.length; by++) if (isCovered(by)) return by;
    return undefined;
  };
}

/** Of one rule. */
const maximumOfPairs = 100_000;

/** The forms of one value, all of which it stands for. */
type Forms = readonly (Shape | Extract<Test, { readonly kind: 'cidr' }>)[];

function shapesOf({ alternatives }: ItemValue): Forms | undefined {
  if (alternatives.length > 16) return undefined;
  const forms = alternatives.flatMap((test): Forms => {
    if (test.kind === 'cidr') return [test];
    return test.kind === 'string' && test.pattern.every(({ kind }) => kind !== 'placeholder') ? [shapeOf(test)] : [];
  });
  return forms.length === alternatives.length ? forms : undefined;
}

function covers(wide: Forms, narrow: Forms): boolean {
  return narrow.every((form) => wide.some((other) => coversForm(other, form)));
}

function coversForm(wide: Forms[number], narrow: Forms[number]): boolean {
  if (wide.kind === 'cidr' || narrow.kind === 'cidr')
    return wide.kind === 'cidr' && narrow.kind === 'cidr' && coversNetwork(wide, narrow);
  return coversShape(wide, narrow);
}

/** Values that differ in case only are found by the check of repetitions. */
function isRepetition(first: ItemValue | undefined, second: ItemValue | undefined): boolean {
  return first?.source.toLowerCase() === second?.source.toLowerCase();
}

/** Finds what covers a value by looking up its beginnings and ends, for long lists. */
function hashedSearch(candidates: readonly (Forms | undefined)[]): Search {
  const byText = { startswith: new Map<string, number>(), endswith: new Map<string, number>() };
  const lengths = { startswith: new Set<number>(), endswith: new Set<number>() };
  let anything: number | undefined;
  candidates.forEach((forms, index) => {
    const [form, ...others] = forms ?? [];
    if (form === undefined || others.length > 0) return;
    if (form.kind === 'anything') anything ??= index;
    if (form.kind !== 'startswith' && form.kind !== 'endswith') return;
    if (byText[form.kind].has(form.text)) return;
    byText[form.kind].set(form.text, index);
    lengths[form.kind].add(form.text.length);
  });
  return ([form], isCovered) => {
    if (anything !== undefined && isCovered(anything)) return anything;
    if (form === undefined || !('text' in form) || form.kind === 'contains') return undefined;
    for (const kind of ['startswith', 'endswith'] as const) {
      if (lengths[kind].size > 64) continue;
      for (const length of lengths[kind]) {
        if (length > form.text.length) continue;
        const part = kind === 'startswith' ? form.text.slice(0, length) : form.text.slice(form.text.length - length);
        const by = byText[kind].get(part);
        if (by !== undefined && isCovered(by)) return by;
      }
    }
    return undefined;
  };
}
