import { describe, expect, it } from 'vitest';
import { convertToKql } from '../../server/src/kql/convert.ts';
import { compileMatcher } from '../../server/src/match/compile.ts';
import { explain } from '../../server/src/match/explain.ts';
import { whyNot } from '../../server/src/match/whyNot.ts';
import { applyFilters } from '../../server/src/sigma/applyFilters.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';
import type { DetectionRule, FilterRule } from '../../server/src/sigma/rule.ts';
import { UnmatchableRuleError } from '../../server/src/sigma/unmatchable.ts';

const id = '0e95725d-7320-415d-80f7-004da920fc11';
const ruleText = `title: Whoami
name: whoami
id: ${id}
logsource:
    category: process_creation
    product: windows
detection:
    selection:
        Image|endswith: '\\whoami.exe'
    condition: selection
`;

function filterText(rules: string, logsource = 'category: process_creation', condition = 'not selection'): string {
  return `title: Our agent\nlogsource:\n    ${logsource}\nfilter:\n    rules: ${rules}\n    selection:\n        User|startswith: 'svc_'\n    condition: ${condition}\n`;
}

function ruleIn(text: string): DetectionRule {
  const rule = parseSigma(text).rules.find(({ kind }) => kind === 'detection');
  if (rule?.kind !== 'detection') throw new Error('There is no rule.');
  return rule;
}

function filtersIn(text: string): FilterRule[] {
  return parseSigma(text).rules.filter((rule) => rule.kind === 'filter');
}

const whoami = { Image: 'C:\\Windows\\whoami.exe', User: 'bob' };
const ours = { ...whoami, User: 'svc_agent' };

describe('a filter applies to a rule', () => {
  const cases: readonly (readonly [applies: boolean, why: string, filter: string])[] = [
    [true, 'that it names', filterText('[whoami]')],
    [true, 'whose id it names, in whatever case', filterText(`[${id.toUpperCase()}]`)],
    [true, 'that is one of several', filterText('[other, whoami]')],
    [true, 'of its log source when it says any', filterText('any')],
    [true, 'or all, as pySigma also has it', filterText('all')],
    [true, 'whose log source says more', filterText('[whoami]', 'product: windows')],
    [false, 'but not by title', filterText('[Whoami]')],
    [false, 'but not of another log source, even when it names it', filterText('[whoami]', 'product: linux')],
    [false, 'but not where its own log source says more', filterText('any', 'service: sysmon')],
    [false, 'but not to those it does not name', filterText('[other]')],
  ];
  it.each(cases)('%s: %s', (applies, _, filter) => {
    const matches = compileMatcher(applyFilters(ruleIn(ruleText), filtersIn(filter)));
    expect([matches(whoami), matches(ours)]).toEqual([true, !applies]);
  });
});

it('joins the condition as it is written: without `not` only what the filter selects is left', () => {
  const matches = compileMatcher(
    applyFilters(ruleIn(ruleText), filtersIn(filterText('any', 'product: windows', 'selection'))),
  );
  expect([matches(whoami), matches(ours)]).toEqual([false, true]);
});

it('joins several filters, and each alternative of the rule with them', () => {
  const either = ruleText.replace(
    'condition: selection',
    'condition:\n        - selection\n        - selection and selection',
  );
  const filters = [...filtersIn(filterText('any')), ...filtersIn(filterText('any').replaceAll('svc_', 'adm_'))];
  const matches = compileMatcher(applyFilters(ruleIn(either), filters));
  expect([matches(whoami), matches(ours), matches({ ...whoami, User: 'adm_x' })]).toEqual([true, false, false]);
});

it('leaves a rule that no filter applies to the same object, and correlations too', () => {
  const rule = ruleIn(ruleText);
  expect(applyFilters(rule, filtersIn(filterText('[other]')))).toBe(rule);
  const [filter] = filtersIn(filterText('any'));
  if (filter !== undefined) expect(applyFilters(filter, [filter])).toBe(filter);
});

it('refuses a rule whose filter has an error, rather than go on without the filter', () => {
  const broken = filtersIn(filterText('any', 'product: windows', 'not selecton'));
  const rule = applyFilters(ruleIn(ruleText), broken);
  expect(() => compileMatcher(rule)).toThrow(UnmatchableRuleError);
  const { query, problems } = convertToKql(rule, { target: 'xdr' });
  expect([query, problems.map(({ code }) => code)]).toEqual([undefined, ['broken-filter']]);
  expect(problems.map(({ range }) => ruleText.slice(range.start, range.end))).toEqual(['Whoami']);
});

describe('places', () => {
  const sourcesOf = (rule: DetectionRule, text: string): string[] => {
    const { query = '', sourceMap } = convertToKql(rule, { target: 'xdr' });
    return sourceMap
      .filter(({ query: { start, end } }) => query.slice(start, end).includes('svc_'))
      .map(({ source: { start, end } }) => text.slice(start, end));
  };

  it('of a filter in another file are the condition of the rule that it is added to', () => {
    const rule = applyFilters(ruleIn(ruleText), filtersIn(filterText('any')));
    expect(new Set(sourcesOf(rule, ruleText))).toEqual(new Set(['selection']));
    const reason = whyNot(explain(rule, ours));
    expect(ruleText.slice(reason?.range.start, reason?.range.end)).toBe('selection');
    expect(reason?.text).toContain('`Our agent`');
  });

  it('of a filter in the same file are its own', () => {
    const text = `${ruleText}---\n${filterText('any')}`;
    const { rules } = parseSigma(text);
    const filters = rules.filter((each) => each.kind === 'filter');
    const here = rules.find((each) => each.kind === 'detection');
    if (here?.kind !== 'detection') throw new Error('There is no rule.');
    expect(sourcesOf(applyFilters(here, filters, rules), text)).toContain("User|startswith: 'svc_'");
  });
});
