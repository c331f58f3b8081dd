import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseSigma } from '../../server/src/sigma/parse.ts';
import { sharedPath } from '../shared.ts';

interface Case {
  readonly name: string;
  readonly rule: string;
}

function casesOf(file: string): readonly Case[] {
  const path = sharedPath(`conformance/${file}`);
  if (path === undefined) return [];
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Case);
}

const invalid = casesOf('semantics-invalid.jsonl');
const valid = casesOf('semantics.jsonl');

describe.runIf(invalid.length > 0)('rules that have to be refused', () => {
  test.each(invalid)('$name', ({ rule }) => {
    const file = parseSigma(rule);
    expect(file.problems.map(({ severity }) => severity)).toContain('error');
    for (const read of file.rules) expect(read).not.toHaveProperty('expression');
  });
});

describe.runIf(valid.length > 0)('rules that have a meaning', () => {
  test('each of them gets an expression and no error', () => {
    const refused = valid.filter(({ rule }) => {
      const { rules, problems } = parseSigma(rule);
      const hasMeaning = rules.length === 1 && rules[0] !== undefined && 'expression' in rules[0];
      return !hasMeaning || problems.some(({ severity }) => severity === 'error');
    });
    expect(refused.map(({ name }) => name)).toEqual([]);
  });
});
