import { describe, expect, test } from 'vitest';
import { filterApplies } from '../../server/src/sigma/applyFilters.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';
import { edited, expectFindings, findingsOf } from './annotations.ts';

const filter = (rules: string): string => `title: Our agent
logsource:
    product: windows
filter:
    ${rules}
    selection:
        User: agent
    condition: not selection
`;

const whoami = `title: Whoami
name: whoami
logsource:
    product: windows
detection:
    selection:
        Image: x
    condition: selection
`;

/** Specification of filters 2.1, "Relative rules": one rule or more; `any` and `all` as pySigma has them. */
describe('which rules a filter is for', () => {
  test.each([
    ['rules: any', true],
    ['rules: ALL', true],
    ['rules: whoami', true],
    ['rules: [whoami, other]', true],
    // pySigma takes these for names of rules (`SigmaGlobalFilter.from_dict`).
    ['rules: [any]', false],
    ['rules: [all, other]', false],
    // pySigma takes it for `any`; the specification's schema wants one rule at least.
    ['rules: []', false],
  ])('%s: %s', (rules, applies) => {
    const [found, rule] = parseSigma(`${filter(rules)}---\n${whoami}`).rules;
    if (found?.kind !== 'filter' || rule?.kind !== 'detection') throw new Error('There is no filter and rule.');
    expect(filterApplies(found, rule)).toBe(applies);
  });
});

test.each([['rules: []'], ['rules:'], ["rules: ''"]])('`%s` is an error', (rules) => {
  const found = findingsOf(filter(rules)).map(({ code, severity }) => `${severity}(${code})`);
  expect(found).toEqual(['error(empty-value)']);
});

test('the word for all rules in a list', () => {
  expectFindings(
    filter(
      'rules:\n        - any\n        # ^^^ warning(any-in-list): In a list `any` is the name of a rule.\n        - whoami',
    ),
  );
  const text = filter('rules:\n        - all');
  const [problem] = findingsOf(text);
  expect(problem?.fixes?.[0]?.isGuess).toBe(true);
  expect(edited(text, problem?.fixes?.[0]?.edits ?? [])).toBe(filter('rules: all'));
});

test('unless a rule is called so', () => {
  expect(findingsOf(`${filter('rules: [any]')}---\n${whoami.replace('name: whoami', 'name: any')}`)).toEqual([]);
});
