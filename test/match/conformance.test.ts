import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileMatcher } from '../../server/src/match/compile.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';
import { UnmatchableRuleError } from '../../server/src/sigma/unmatchable.ts';
import { sharedPath } from '../shared.ts';

interface Case {
  readonly name: string;
  readonly rule: string;
  readonly event: Record<string, unknown>;
  readonly expect: boolean;
  readonly placeholders?: Record<string, string[]>;
}

function cases<T>(name: string): T[] {
  const path = sharedPath(`conformance/${name}`);
  if (path === undefined) return [];
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line): T => JSON.parse(line));
}

const valid = cases<Case>('semantics.jsonl');
const invalid = cases<{ name: string; rule: string }>('semantics-invalid.jsonl');

describe.skipIf(valid.length === 0)('what a rule means', () => {
  it.each(valid)('$name', ({ rule, event, expect: expected, placeholders }) => {
    const [parsed] = parseSigma(rule).rules;
    expect(parsed).toBeDefined();
    if (parsed === undefined) return;
    const matches = compileMatcher(parsed, placeholders === undefined ? {} : { placeholders });
    expect(matches(event)).toBe(expected);
  });
});

describe.skipIf(invalid.length === 0)('what has no meaning', () => {
  it.each(invalid)('$name', ({ rule }) => {
    const [parsed] = parseSigma(rule).rules;
    expect(parsed).toBeDefined();
    if (parsed === undefined) return;
    expect(() => compileMatcher(parsed)).toThrow(UnmatchableRuleError);
  });
});
