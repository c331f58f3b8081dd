import type { Fix } from '../problem.ts';
import { deref, entryOf } from '../yaml/navigate.ts';
import type { Check, CheckContext, CheckDocs } from './check.ts';
import { ruleWith } from './examples.ts';
import { replaceScalar } from './textEdits.ts';
import { expected, scalarOf, wrongValues } from './wrongValues.ts';

/** Texts that have to have a certain form: ids, dates, time spans, tags. */
export const formatChecks: readonly Check[] = [
  formCheck(
    'invalid-id',
    {
      what: 'An `id` is not a UUID.',
      why: 'Correlations, filters and deployed rules refer to a rule by its id. Tools refuse a rule whose id has another form.',
      example: { bad: ruleWith('id: whoami-1'), good: ruleWith('id: 6f0d2d0e-7a3c-4c5e-9d1b-2f4f1e0c8a57') },
    },
    (text) => uuidIn(text) ?? globalThis.crypto.randomUUID(),
  ),
  formCheck(
    'invalid-timespan',
    {
      what: 'The `timespan` of a correlation is not a whole number followed by `s`, `m`, `h` or `d`.',
      why: 'Without it the correlation has no window of time, and tools refuse it.',
      example: { bad: correlation('1 hour'), good: correlation('1h') },
    },
    timespanIn,
  ),
  formCheck(
    'invalid-tag',
    {
      what: 'A tag does not consist of a namespace, a dot and a name in lower case.',
      why: 'Tools sort rules by the namespaces of their tags, and refuse or skip a tag without one.',
      example: { bad: ruleWith('tags:', '    - Execution'), good: ruleWith('tags:', '    - attack.execution') },
      url: 'https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-appendix-tags.md',
    },
    (text) => {
      const form = text.trim().toLowerCase().replaceAll(/\s+/g, '-');
      return /^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/.test(form) ? form : undefined;
    },
    ['tag_format'],
  ),
  {
    id: 'invalid-date',
    severity: 'error',
    docs: {
      what: 'A date is not of the form `YYYY-MM-DD`, or there is no such day.',
      why: 'Tools sort and filter rules by their dates, and refuse what they cannot read.',
      example: { bad: ruleWith('date: 14.03.2026'), good: ruleWith('date: 2026-03-14') },
    },
    run(context, report) {
      for (const value of wrongValues(context, 'form')) {
        const scalar = scalarOf(value.node);
        if (value.schema['x-code'] !== 'invalid-date' || scalar === undefined || isOldDate(scalar.text)) continue;
        const date = dateIn(scalar.text);
        const message = `${value.name} must be ${expected(value.schema)}.`;
        report({
          range: scalar.contentRange,
          message,
          ...fixesOf(date === undefined ? undefined : replaceScalar(scalar, date)),
        });
      }
      for (const scalar of datesOf(context)) {
        if (
          !/^\d{4}-\d\d-\d\d$/.test(scalar.text) ||
          dateIn(scalar.text) !== undefined ||
          hasForm(context, scalar.text)
        )
          continue;
        report({ range: scalar.contentRange, message: `There is no day \`${scalar.text}\` in the calendar.` });
      }
    },
  },
  {
    id: 'old-date-format',
    severity: 'warning',
    docs: {
      what: 'A date is written with slashes, as Sigma rules before 2024 had it.',
      why: 'Since version 2 of the specification dates are ISO 8601: `YYYY-MM-DD`. Tools that follow it skip the old form.',
      example: { bad: ruleWith('date: 2023/03/14'), good: ruleWith('date: 2023-03-14') },
    },
    run(context, report) {
      for (const scalar of datesOf(context)) {
        const date = isOldDate(scalar.text) ? dateIn(scalar.text) : undefined;
        if (date === undefined) continue;
        const message = `Dates are written \`YYYY-MM-DD\` since version 2 of the specification: \`${date}\`.`;
        report({ range: scalar.contentRange, message, fixes: [replaceScalar(scalar, date)] });
      }
    },
  },
];

function formCheck(
  id: string,
  docs: CheckDocs,
  mend: (text: string) => string | undefined,
  aliases: readonly string[] = [],
): Check {
  return {
    id,
    severity: 'error',
    aliases,
    docs,
    run(context, report) {
      for (const value of wrongValues(context, 'form')) {
        const scalar = scalarOf(value.node);
        if (value.schema['x-code'] !== id || scalar === undefined) continue;
        const mended = mend(scalar.text);
        const message = `${value.name} must be ${expected(value.schema)}.`;
        report({
          range: scalar.contentRange,
          message,
          ...fixesOf(mended === undefined ? undefined : replaceScalar(scalar, mended)),
        });
      }
    },
  };
}

function fixesOf(fix: Fix | undefined): { readonly fixes?: readonly Fix[] } {
  return fix === undefined ? {} : { fixes: [fix] };
}

function datesOf({ rule }: CheckContext) {
  return ['date', 'modified'].flatMap((key) => {
    const entry = entryOf(rule.node, key);
    const value = entry && deref(entry.value);
    return value?.kind === 'scalar' ? [value] : [];
  });
}

/** Whether the schema has already said that this text is no date. */
function hasForm(context: CheckContext, text: string): boolean {
  return wrongValues(context, 'form').some((value) => scalarOf(value.node)?.text === text);
}

function isOldDate(text: string): boolean {
  return /^\d{4}\/\d{1,2}\/\d{1,2}$/.test(text) && dateIn(text) !== undefined;
}

/** The date that a text with the year first means, as `YYYY-MM-DD`; undefined if there is no such day. */
export function dateIn(text: string): string | undefined {
  const [, year, month, day] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text.trim()) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  if (Number(day) < 1 || Number(day) > daysOf(Number(year), Number(month))) return undefined;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** How many days a month has; none if there is no such month. */
function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  if (month < 1 || month > 12) return 0;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** A UUID that is there but for braces, blanks or hyphens. */
function uuidIn(text: string): string | undefined {
  const digits = text
    .replaceAll(/[-{}\s]/g, '')
    .replace(/^urn:uuid:/i, '')
    .toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(digits)) return undefined;
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join(
    '-',
  );
}

/** `1 hour`, `90 min`, `2w`, `1H` in the form that Sigma wants. */
function timespanIn(text: string): string | undefined {
  const [, number, unit] = /^0*([1-9]\d*)\s*([a-z]+)$/i.exec(text.trim()) ?? [];
  if (number === undefined || unit === undefined) return undefined;
  if (/^w(eeks?)?$/i.test(unit)) return `${Number(number) * 7}d`;
  const short = unitNames.find(([, pattern]) => pattern.test(unit))?.[0];
  return short && `${number}${short}`;
}

const unitNames: readonly (readonly [unit: string, pattern: RegExp])[] = [
  ['s', /^s(ec(ond)?s?)?$/i],
  // `M` alone is a month to some tools.
  ['m', /^(m|[mM]in(ute)?s?)$/],
  ['h', /^h(ours?)?$/i],
  ['d', /^d(ays?)?$/i],
];

function correlation(timespan: string): string {
  const lines = ['title: Many', 'correlation:', '    type: event_count', '    rules:', '        - whoami'];
  lines.push(`    timespan: ${timespan}`, '    condition:', '        gte: 10', '---');
  return `${lines.join('\n')}\n${ruleWith('name: whoami')}`;
}
