import { RE2JS } from 're2js';
import type { Range } from '../../range.ts';
import type { Test } from '../../sigma/expression.ts';
import type { Scalar } from '../ast.ts';
import { binary, text } from '../build.ts';
import { type Context, refuse } from './context.ts';

type Regex = Extract<Test, { kind: 'regex' }>;

/** A regular expression as Kusto's `matches regex` takes it: RE2, searched anywhere, flags in front. Anything else is refused with RE2's reason. */
export function regexPredicate(scalar: Scalar, test: Regex, range: Range, context: Context): Scalar {
  const source = flagged(test);
  const reason = faultOf(source);
  if (reason === undefined) return binary(scalar, 'matches regex', text(source));
  return refuse(
    context,
    'regex-not-re2',
    `Kusto runs regular expressions with RE2, which refuses this one: ${reason}.`,
    range,
  );
}

/** Whether the empty text passes, which is what a column of text has for a missing field too. */
export function passesEmpty(test: Regex): boolean {
  return test.source !== '^$' && RE2JS.compile(flagged(test)).matcher('').find();
}

/** With its flags in front, as RE2 and Kusto read them. */
export function flagged({ source, flags: { i, m, s } }: Regex): string {
  const flags = `${i ? 'i' : ''}${m ? 'm' : ''}${s ? 's' : ''}`;
  return flags === '' ? source : `(?${flags})${source}`;
}

const verdicts = new Map<string, string | undefined>();

/** Why RE2 does not take the expression; undefined if it does. */
export function faultOf(source: string): string | undefined {
  if (!verdicts.has(source)) {
    if (verdicts.size > 1000) verdicts.clear();
    verdicts.set(source, compileFault(source));
  }
  return verdicts.get(source);
}

function compileFault(source: string): string | undefined {
  try {
    RE2JS.compile(source);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error);
  }
}
