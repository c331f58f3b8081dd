import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileMatcher } from '../../server/src/match/compile.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';
import { UnmatchableRuleError } from '../../server/src/sigma/unmatchable.ts';

/** One line of a selection, an event, and the answer. */
interface Case {
  readonly selection: string;
  readonly event: Readonly<Record<string, unknown>>;
  readonly expected: boolean | 'refused';
  readonly placeholders?: Readonly<Record<string, readonly string[]>>;
}

/** A line with a source is the heading of the cases that follow. */
function groups(): { source: string; cases: Case[] }[] {
  const found: { source: string; cases: Case[] }[] = [];
  for (const line of readFileSync(new URL('./meaning.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n')) {
    const entry: Case | { readonly source: string } = JSON.parse(line);
    if ('source' in entry) found.push({ source: entry.source, cases: [] });
    else found.at(-1)?.cases.push(entry);
  }
  return found;
}

describe.each(groups())('$source', ({ cases }) => {
  it.each(cases)('$selection on $event is $expected', ({ selection, event, expected, placeholders = {} }) => {
    const text = `title: T\nlogsource:\n  category: test\ndetection:\n  s:\n    ${selection}\n  condition: s\n`;
    const [rule] = parseSigma(text).rules;
    if (rule === undefined) throw new Error('This is no rule.');
    if (expected === 'refused') expect(() => compileMatcher(rule, { placeholders })).toThrow(UnmatchableRuleError);
    else expect(compileMatcher(rule, { placeholders })(event)).toBe(expected);
  });
});
