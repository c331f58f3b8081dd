import { RE2JS } from 're2js';
import type { Range } from '../range.ts';

/** Why RE2 cannot run a regular expression, as a sentence; undefined when it can. Answers are remembered. */
export function regexFault(source: string): string | undefined {
  const { detail, message } = faultOf(source);
  return message === undefined ? undefined : explain(message, detail);
}

/** The part of the expression that RE2 stumbles over, in UTF-16 code units of it; undefined if that is not certain. */
export function regexFaultPlace(source: string): Range | undefined {
  const { detail } = faultOf(source);
  const start = detail === '' ? -1 : source.indexOf(detail);
  return start < 0 || source.includes(detail, start + 1) ? undefined : { start, end: start + detail.length };
}

interface Fault {
  /** RE2's own; undefined for a valid expression. */
  readonly message?: string;
  /** What RE2 quotes of the expression. */
  readonly detail: string;
}

function faultOf(source: string): Fault {
  const known = faults.get(source);
  if (known !== undefined) return known;
  const fault = compileFault(source);
  if (faults.size > 5000) faults.clear();
  faults.set(source, fault);
  return fault;
}

const faults = new Map<string, Fault>();

function compileFault(source: string): Fault {
  if (source.length > 20_000) return { message: 'too large', detail: '' };
  try {
    RE2JS.compile(source);
    return { detail: '' };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { message, detail: /`(.*)`$/s.exec(message)?.[1] ?? '' };
  }
}

function explain(message: string, detail: string): string {
  const what = detail === '' ? 'It' : `\`${detail.replaceAll('`', "'")}\``;
  if (message.includes('Perl syntax')) {
    return `${what} is not supported: neither RE2 nor KQL knows lookarounds, possessive groups or back-references. Write the expression without it.`;
  }
  if (message.includes('missing closing ]')) return `The bracket of ${what} is not closed. Add \`]\`.`;
  if (message.includes('missing closing )'))
    return 'A parenthesis is not closed. Add `)`, or write `\\(` for the character.';
  if (message.includes('unexpected )'))
    return 'A closing parenthesis has no opening one. Remove it, or write `\\)` for the character.';
  if (message.includes('missing argument'))
    return `${what} has nothing to repeat. Write \`\\${detail}\` for the character.`;
  if (message.includes('invalid repeat count')) return `${what} repeats too often: at most 1000 times.`;
  if (message.includes('nested repetition')) return `${what} repeats a repetition. Put a group around the first one.`;
  if (message.includes('escape sequence'))
    return `${what} is no escape that RE2 knows. Write \`\\\\\` for a backslash.`;
  if (message.includes('trailing backslash')) return 'A backslash at the end escapes nothing. Write `\\\\`.';
  if (message.includes('character class range'))
    return `${what} is no range: the first character comes after the second.`;
  if (message.includes('too large') || message.includes('too big'))
    return 'This regular expression is too large to be run.';
  return `RE2 cannot run this regular expression: ${message.replace(/^error parsing regexp: /, '')}.`;
}
