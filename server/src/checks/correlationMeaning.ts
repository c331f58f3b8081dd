import { nearest } from '../sigma/nearest.ts';
import type { SigmaFile } from '../sigma/parse.ts';
import { circularReferences, isReferredTo } from '../sigma/references.ts';
import type { CorrelationRule } from '../sigma/rule.ts';
import type { Check } from './check.ts';
import { ruleWith } from './examples.ts';
import { impossibleThreshold } from './thresholds.ts';

const correlationsPage =
  'https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-correlation-rules-specification.md';

/** What makes a correlation one that never alerts, or that nobody can compute. */
export const correlationMeaningChecks: readonly Check[] = [
  {
    id: 'circular-correlation',
    severity: 'error',
    docs: {
      what: 'A correlation refers to itself, directly or by way of other correlations in the file.',
      why: 'It would have to alert before it can alert. Tools refuse it.',
      example: {
        bad: correlation('rules: [many]', ...threshold('gte: 10')),
        good: correlation('rules: [whoami]', ...threshold('gte: 10')),
      },
      url: correlationsPage,
    },
    run({ file, rule }, report) {
      if (rule.kind !== 'correlation') return;
      for (const { value, range } of circlesOf(file).get(rule) ?? []) {
        const way = isReferredTo(rule, value) ? 'is this correlation itself' : 'leads back to this correlation';
        report({ range, message: `\`${value}\` ${way}. Name the rules whose events are meant.` });
      }
    },
  },
  {
    id: 'incomplete-correlation',
    severity: 'error',
    docs: {
      what: 'A correlation lacks something that its `type` needs, or has too much of it, such as two fields to add up.',
      why: 'Nobody can compute it: each tool would guess something else, or refuse it.',
      example: {
        bad: correlation('type: value_percentile', 'rules: [whoami]', ...threshold('field: Size', 'gte: 10')),
        good: correlation(
          'type: value_percentile',
          'rules: [whoami]',
          ...threshold('field: Size', 'percentile: 95', 'gte: 10'),
        ),
      },
      url: correlationsPage,
    },
    run({ rule }, report) {
      if (rule.kind !== 'correlation' || rule.condition?.kind !== 'criteria') return;
      const { type, condition } = rule;
      if (type?.value === 'value_percentile' && condition.percentile === undefined) {
        report({
          range: type.range,
          message: '`value_percentile` needs a `percentile` in its condition: `50` is the median.',
        });
      }
      const [, second] = condition.fields;
      if (second !== undefined && /^value_(?:sum|avg|percentile)$/.test(type?.value ?? '')) {
        report({
          range: second.range,
          message: `\`${type?.value}\` takes the numbers of one \`field\`. Remove the others.`,
        });
      }
      const [first] = condition.fields;
      if (first !== undefined && type?.value === 'event_count') {
        report({
          range: first.range,
          severity: 'warning',
          message: '`event_count` counts events and passes the `field` over. Use `value_count` to count its values.',
        });
      }
    },
  },
  {
    id: 'impossible-threshold',
    severity: 'warning',
    docs: {
      what: 'No number meets the condition of a correlation: its comparisons contradict each other, or want more different rules than the correlation has.',
      why: 'The correlation never alerts, and nothing else says so.',
      example: {
        bad: correlation('rules: [whoami]', ...threshold('gt: 10', 'lt: 5')),
        good: correlation('rules: [whoami]', ...threshold('gt: 5', 'lt: 10')),
      },
      url: correlationsPage,
    },
    run({ rule }, report) {
      const found = rule.kind === 'correlation' ? impossibleThreshold(rule) : undefined;
      if (found !== undefined) report(found);
    },
  },
  {
    id: 'correlation-alias',
    severity: 'warning',
    docs: {
      what: 'An alias is for a rule that the correlation does not name, or no `group-by` and no `field` uses it.',
      why: 'For a rule without an entry the alias is taken for the name of a field, which its events do not have: they are in no group, and the correlation never alerts.',
      example: {
        bad: correlation('rules: [whoami]', 'group-by: [account]', ...aliasFor('whoamy'), ...threshold('gte: 10')),
        good: correlation('rules: [whoami]', 'group-by: [account]', ...aliasFor('whoami'), ...threshold('gte: 10')),
      },
      url: correlationsPage,
    },
    run({ file, rule }, report) {
      if (rule.kind !== 'correlation') return;
      const names = rule.rules.map(({ value }) => value);
      // In a chain, an alias may be for a rule further down.
      const known = (reference: string): boolean =>
        names.includes(reference) || file.rules.some((other) => isReferredTo(other, reference));
      for (const { name, fields } of rule.aliases ?? []) {
        if (!isUsed(rule, name.value)) {
          report({
            range: name.range,
            message: `Nothing uses the alias \`${name.value}\`. Name it in \`group-by\`, or remove it.`,
          });
        }
        for (const { value, range } of fields.map((field) => field.rule)) {
          if (known(value)) continue;
          const meant = nearest(value, names);
          report({
            range,
            message: `\`${value}\` is not among the \`rules\` of this correlation.${meant === undefined ? '' : ` Did you mean \`${meant}\`?`}`,
            ...(meant !== undefined && {
              fixes: [{ title: `Replace with \`${meant}\``, edits: [{ range, text: meant }] }],
            }),
          });
        }
      }
    },
  },
];

/** Looked for once in a file, whose rules ask one after the other. */
function circlesOf(file: SigmaFile): ReturnType<typeof circularReferences> {
  const known = circles.get(file) ?? circularReferences(file.rules);
  circles.set(file, known);
  return known;
}

const circles = new WeakMap<SigmaFile, ReturnType<typeof circularReferences>>();

function isUsed({ groupBy, condition }: CorrelationRule, alias: string): boolean {
  const fields = condition?.kind === 'criteria' ? condition.fields : [];
  return [...groupBy, ...fields].some(({ value }) => value === alias);
}

function correlation(...lines: readonly string[]): string {
  const typed = lines.some((line) => line.startsWith('type:')) ? lines : ['type: event_count', ...lines];
  const all = [
    'title: Many',
    'name: many',
    'correlation:',
    ...[...typed, 'timespan: 5m'].map((line) => `    ${line}`),
    '---',
  ];
  return `${all.join('\n')}\n${ruleWith('name: whoami')}`;
}

function threshold(...comparisons: readonly string[]): string[] {
  return ['condition:', ...comparisons.map((line) => `    ${line}`)];
}

function aliasFor(rule: string): string[] {
  return ['aliases:', '    account:', `        ${rule}: User`];
}
