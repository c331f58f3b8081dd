import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { normalizeEvent } from '../../../server/src/events/normalize.ts';
import { readEvents } from '../../../server/src/events/read.ts';
import { compileMatcher } from '../../../server/src/match/compile.ts';
import type { Event } from '../../../server/src/match/event.ts';
import { compileRules } from '../../../server/src/match/many/compileRules.ts';
import type { Expression, Test } from '../../../server/src/sigma/expression.ts';
import { parseSigma } from '../../../server/src/sigma/parse.ts';
import type { DetectionRule } from '../../../server/src/sigma/rule.ts';
import { processEvents } from '../../bench/processEvents.mjs';
import { sharedPath } from '../../shared.ts';

const corpus = sharedPath('corpus');

describe.skipIf(corpus === undefined)('all public rules at once', () => {
  it('match the events that each of them matches by itself', { timeout: 120_000 }, () => {
    const rules = rulesOf(path.join(corpus ?? '', 'rules'));
    const together = compileRules(rules);
    const refused = new Set(together.refused.map(({ index }) => index));
    const alone = rules.map((rule, index) => (refused.has(index) ? () => false : compileMatcher(rule)));
    const events: Event[] = [
      ...processEvents(200),
      ...rules.filter((_, index) => index % 4 === 0).map(eventFor),
      ...publicEvents(path.join(corpus ?? '', 'regression_data')),
    ];
    let matched = 0;
    for (const event of events) {
      const expected = alone.flatMap((matches, index) => (matches(event) ? [index] : []));
      matched += expected.length;
      expect(together(event).map(({ index }) => index)).toEqual(expected);
    }
    expect(matched).toBeGreaterThan(rules.length / 4);
    expect(refused.size).toBeLessThan(rules.length / 100);
  });
});

function filesOf(folder: string, ending: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(ending));
  return names.sort().map((name) => readFileSync(path.join(folder, name), 'utf8'));
}

function rulesOf(folder: string): DetectionRule[] {
  return filesOf(folder, '.yml').flatMap(
    (text) => parseSigma(text).rules.filter(({ kind }) => kind === 'detection') as DetectionRule[],
  );
}

function publicEvents(folder: string): Event[] {
  return filesOf(folder, '.json').flatMap((text) => readEvents(text).events.map(({ event }) => normalizeEvent(event)));
}

/** An event with what the rule asks for, all its literals in it; filters keep some rules from matching theirs. */
function eventFor({ expression }: DetectionRule): Event {
  const event: Record<string, unknown> = {};
  if (expression !== undefined) fill(expression, event);
  return event;
}

function fill(expression: Expression, event: Record<string, unknown>): void {
  switch (expression.kind) {
    case 'and':
      for (const operand of expression.operands) fill(operand, event);
      return;
    case 'or':
      for (const operand of expression.operands.slice(0, 1)) fill(operand, event);
      return;
    case 'selection':
      fill(expression.operand, event);
      return;
    case 'not':
      return;
    case 'item': {
      const { field = 'Message', quantifier, values } = expression;
      const texts = values.map(({ alternatives }) => textFor(alternatives[0]));
      event[field] = quantifier === 'all' ? [...texts, texts.join(' ')] : (texts[texts.length - 1] ?? '');
    }
  }
}

function textFor(test: Test | undefined): unknown {
  if (test?.kind === 'number' || test?.kind === 'boolean') return test.value;
  if (test?.kind === 'regex') return test.source.replace(/[\\^$]/g, '');
  if (test?.kind !== 'string') return 'x';
  return test.pattern.map((part) => (part.kind === 'text' ? part.text.toUpperCase() : 'x')).join('');
}
