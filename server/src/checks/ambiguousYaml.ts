import type { SigmaRule } from '../sigma/rule.ts';
import { type Misreading, misreadingOf } from '../yaml/misreading.ts';
import { deref, entriesOf, entryOf, keyText } from '../yaml/navigate.ts';
import type { YamlEntry, YamlNode, YamlScalar } from '../yaml/tree.ts';
import { misreadingFixes, misreadingText, type ValueUse } from './ambiguousText.ts';
import type { Check, CheckContext, Finding } from './check.ts';
import { ruleSelecting } from './examples.ts';
import { hasModifier, type ItemSite, itemsOf } from './items.ts';
import { quoteScalar } from './textEdits.ts';

/** Unquoted values that YAML makes something else of than what stands there, or that its versions read differently. */
export const ambiguousYamlChecks: readonly Check[] = [
  {
    id: 'ambiguous-yaml',
    severity: 'warning',
    docs: {
      what: 'YAML makes something else of a value without quotes than what stands there: `0xC000006D` is a number, `010` is 8, `1.10` is 1.1, `12:30` is 750, `no` is false, `2026-03-14` is a date. Or its versions disagree, as about `1e3`.',
      why: 'The rule looks for the number and not for the text in the log, or one tool finds what another one does not: pySigma and Sigmasmith read YAML 1.1, others YAML 1.2.',
      example: {
        bad: ruleSelecting('FileVersion: 1.10'),
        good: ruleSelecting("FileVersion: '1.10'"),
      },
      url: 'https://yaml.org/type/',
    },
    run(context, report) {
      for (const suspect of suspectsIn(context)) {
        const finding = findingFor(context, suspect);
        if (finding !== undefined) report(finding);
      }
    },
  },
];

type ScalarUse = ValueUse | 'name';

interface Suspect {
  readonly scalar: YamlScalar;
  readonly use: ScalarUse;
  readonly misreading: Misreading | undefined;
}

/** Those plain scalars of detections and thresholds that are not what they look, once each, however many aliases lead to them. */
function suspectsIn(context: CheckContext): readonly Suspect[] {
  const { rule } = context;
  const suspects = new Map<YamlScalar, Suspect>();
  const add = (node: YamlNode | undefined, use: () => ScalarUse): void => {
    const scalar = deref(node);
    if (scalar?.kind !== 'scalar' || scalar.style !== 'plain') return;
    const misreading = misreadingOf(scalar.text);
    // A name may be a number that is written as usual.
    if (misreading === undefined && typeof scalar.value === 'string') return;
    if (!suspects.has(scalar)) suspects.set(scalar, { scalar, use: use(), misreading });
  };
  if (rule.kind === 'correlation') for (const node of thresholdsOf(rule)) add(node, () => 'number');
  else for (const { key } of entriesUnder(rule, rule.kind)) add(key, () => 'name');
  for (const site of itemsOf(context)) {
    add(site.entry?.key, () => 'name');
    for (const { scalar } of site.values) add(scalar, () => useOf(site));
  }
  return [...suspects.values()];
}

function useOf(site: ItemSite): ValueUse {
  if (hasModifier(site, 'lt', 'lte', 'gt', 'gte', 'minute', 'hour', 'day', 'week', 'month', 'year')) return 'number';
  if (hasModifier(site, 'exists')) return 'switch';
  return site.field === undefined ? 'keyword' : 'value';
}

function thresholdsOf(rule: SigmaRule): readonly YamlNode[] {
  const condition = entriesUnder(rule, 'correlation').find((entry) => keyText(entry) === 'condition');
  const content = deref(condition?.value);
  return content?.kind === 'mapping' ? entriesOf(content).map(({ value }) => value) : [];
}

function entriesUnder({ node }: SigmaRule, key: string): readonly YamlEntry[] {
  const content = deref(entryOf(node, key)?.value);
  return content?.kind === 'mapping' ? entriesOf(content) : [];
}

function findingFor(context: CheckContext, { scalar, use, misreading }: Suspect): Finding | undefined {
  if (use === 'name') return nameFinding(context, scalar, misreading);
  if (misreading === undefined || hasTag(context, scalar) || isRefused(context, scalar)) return undefined;
  if (use === 'number' && !isOtherNumber(misreading)) return undefined;
  return {
    range: scalar.range,
    message: misreadingText(scalar.text, misreading, use),
    fixes: misreadingFixes(scalar, misreading, use),
  };
}

/** Who compares numbers may write them as he likes while they are the same for everybody; what is no number has an error. */
function isOtherNumber(misreading: Misreading): boolean {
  if (misreading.kind !== 'value' || misreading.value === misreading.core) return false;
  return typeof misreading.value === 'number' || typeof misreading.value === 'bigint';
}

/** pySigma cannot take a name apart that is no text (`SigmaDetectionItem.from_mapping`), nor find it in a condition. */
function nameFinding(context: CheckContext, scalar: YamlScalar, misreading?: Misreading): Finding | undefined {
  if (scalar.value === null || hasTag(context, scalar)) return undefined;
  if (typeof scalar.value === 'string' && misreading?.kind !== 'date') return undefined;
  const message = `Without quotes \`${scalar.text}\` is no text, and pySigma refuses it as a name. Put it in quotes.`;
  return { range: scalar.range, message, fixes: [quoteScalar(scalar)] };
}

/** Whether a tag says what the value is. */
function hasTag({ file: { text } }: CheckContext, { range }: YamlScalar): boolean {
  return /![^\s,[\]{}]*[ \t]+(?:&\S+[ \t]+)?$/.test(text.slice(Math.max(0, range.start - 100), range.start));
}

/** Whether no such value can stand there anyway, which is an error of its own. */
function isRefused({ rule }: CheckContext, { range: { start, end } }: YamlScalar): boolean {
  return rule.problems.some(
    ({ code, range }) =>
      (code === 'modifier-value-type' || code === 'detection-shape') && range.start <= start && end <= range.end,
  );
}
