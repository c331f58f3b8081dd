import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { correlate, type TimedEvent } from '../../../server/src/match/correlation/correlate.ts';
import { parseSigma } from '../../../server/src/sigma/parse.ts';
import { UnmatchableRuleError } from '../../../server/src/sigma/unmatchable.ts';
import { sharedPath } from '../../shared.ts';

interface Case {
  readonly name: string;
  readonly rules: string;
  readonly correlation: string;
  readonly events: readonly TimedEvent[];
  readonly expect_fires: boolean;
  readonly expected_groups: readonly (readonly string[])[];
}

function cases<T>(name: string): T[] {
  const path = sharedPath(`conformance/${name}`);
  if (path === undefined) return [];
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line): T => JSON.parse(line));
}

const valid = cases<Case>('correlations.jsonl');
const invalid = cases<{ name: string; rules: string }>('correlations-invalid.jsonl');

describe.skipIf(valid.length === 0)('what a correlation means', () => {
  it.each(valid)('$name', ({ rules, correlation, events, expect_fires, expected_groups }) => {
    const alerts = correlate(parseSigma(rules).rules, events).filter(({ rule }) => rule === correlation);
    expect(alerts.length > 0).toBe(expect_fires);
    expect(alerts.map(({ group }) => Object.values(group)).toSorted()).toEqual(expected_groups.toSorted());
  });
});

describe.skipIf(invalid.length === 0)('what has no meaning', () => {
  it.each(invalid)('$name', ({ rules }) => {
    expect(() => correlate(parseSigma(rules).rules, [])).toThrow(UnmatchableRuleError);
  });
});
