import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sharedPath } from '../shared.ts';
import { expectFindings, findingsOf } from './annotations.ts';

interface InvalidCase {
  readonly name: string;
  readonly rule?: string;
  readonly rules?: string;
}

describe.each(['semantics-invalid.jsonl', 'correlations-invalid.jsonl'])('%s', (name) => {
  const file = sharedPath(`conformance/${name}`);
  const cases = file === undefined ? [] : readFileSync(file, 'utf8').trim().split('\n');

  test.skipIf(file === undefined)('every case is refused with a documented error', () => {
    const accepted = cases
      .map((line): InvalidCase => JSON.parse(line))
      .filter(({ rule, rules }) => !findingsOf(rule ?? rules ?? '').some(({ severity }) => severity === 'error'))
      .map((each) => each.name);
    expect(accepted).toEqual([]);
    expect(cases).not.toEqual([]);
  });
});

test.each(['semantics.jsonl', 'correlations.jsonl'])('%s: no case that has a meaning is refused', (name) => {
  const file = sharedPath(`conformance/${name}`);
  if (file === undefined) return;
  const refused = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line): InvalidCase => JSON.parse(line))
    .flatMap((each) =>
      findingsOf(each.rule ?? each.rules ?? '')
        .filter(({ severity }) => severity === 'error')
        .map(({ code, message }) => `${each.name} ${code}: ${message}`),
    );
  expect(refused).toEqual([]);
});

test('extended conditions name the rules of the correlation', () => {
  const both = (condition: string) => `title: Both
correlation:
    type: temporal
    rules: [whoami, hostname]
    timespan: 5m
    condition: ${condition}
`;
  expectFindings(both(`whoami and not hostname`));
  expectFindings(
    both(`whoami and hostnam
    #          ^^^^^^^ error(correlation-condition): Did you mean \`hostname\`?`).replace(
      '    #          ^',
      '    #                     ^',
    ),
  );
  expectFindings(
    both(`whoami
    #          ^^^^^^ error(correlation-condition): leaves out \`hostname\``),
  );
  expectFindings(
    both(`whoami and
    #          ^^^^^^^^^^ error(correlation-condition):`).replace('         ^^^^^^^^^^', '                ^^^'),
  );
});
