import { RE2JS } from 're2js';
import type { Test } from '../../sigma/expression.ts';
import type { Scalar } from '../ast.ts';
import { binary, text } from '../build.ts';

type Regex = Extract<Test, { kind: 'regex' }>;

/**
 * A regular expression as Kusto's `matches regex` takes it: searched anywhere, flags in front. Both run RE2; reading the
 * rule has made sure already that RE2 takes the expression.
 */
export function regexPredicate(scalar: Scalar, test: Regex): Scalar {
  return binary(scalar, 'matches regex', text(flagged(test)));
}

/** Whether a text passes. */
export function passesRegex(test: Regex, value: string): boolean {
  return RE2JS.compile(flagged(test)).matcher(value).find();
}

/** Whether the empty text passes, which is what a column of text has for a missing field too. */
export function passesEmpty(test: Regex): boolean {
  return test.source !== '^$' && passesRegex(test, '');
}

function flagged({ source, flags: { i, m, s } }: Regex): string {
  const flags = `${i ? 'i' : ''}${m ? 'm' : ''}${s ? 's' : ''}`;
  return flags === '' ? source : `(?${flags})${source}`;
}
