import { expect, test } from 'vitest';
import { type TokenRule, tokenColours } from '../../client/src/preview/tokenColours.ts';

const colour = (scope: string | string[], foreground: string): TokenRule => ({ scope, settings: { foreground } });

const cases: [name: string, rules: TokenRule[], expected: Record<string, string>][] = [
  [
    'the selector that names most',
    [colour('keyword.control', '#111111'), colour('keyword', '#222222')],
    { keyword: '#111111', operator: '#222222' },
  ],
  ['the later of two equal ones', [colour('comment', '#111111'), colour('comment', '#222222')], { comment: '#222222' }],
  [
    'lists and commas',
    [colour(['string', 'constant.numeric'], '#111'), colour('comment, entity.name.type', '#222')],
    { string: '#111', number: '#111', comment: '#222', table: '#222' },
  ],
  ['no part of a word', [colour('str', '#111111'), colour('string.quoted.double', '#111111')], {}],
  ['no selector with parents', [colour('source.kusto string', '#111111')], {}],
  ['no colour that is none', [colour('string', 'red'), colour('comment', 'url(x)')], {}],
  ['a rule without scope or settings', [{}, { scope: 'string' }, { settings: { foreground: '#111111' } }], {}],
];

test.each(cases)('takes %s', (_, rules, expected) => {
  expect(tokenColours(rules)).toEqual(expected);
});
