import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { queryOf } from '../../server/src/kql/query.ts';
import type { MappedField, TableMapping } from '../../server/src/kql/tableMapping.ts';
import { compileMatcher } from '../../server/src/match/compile.ts';
import type { Expression } from '../../server/src/sigma/expression.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';
import type { Pattern } from '../../server/src/sigma/pattern.ts';
import type { DetectionRule } from '../../server/src/sigma/rule.ts';
import { sharedPath } from '../shared.ts';
import { evaluate, type Row, type Value } from './evaluate.ts';

/**
 * The query and the matcher read one tree: here they are asked about the same events. The table is one whose columns are
 * the properties of a dynamic value, so that absent and empty are not the same.
 */
type Event = Record<string, unknown>;

interface Case {
  readonly name: string;
  readonly rule: string;
  readonly event: Event;
  readonly expect: boolean;
  readonly placeholders?: unknown;
}

const conformance = sharedPath('conformance/semantics.jsonl');
const cases =
  conformance === undefined
    ? []
    : readFileSync(conformance, 'utf8')
        .trim()
        .split('\n')
        .map((line): Case => JSON.parse(line));

describe.skipIf(cases.length === 0)('conformance', () => {
  const flat = cases.filter(({ event, placeholders }) => placeholders === undefined && isFlat(event));

  test('most cases can be asked of a table', () => {
    expect(flat.length).toBeGreaterThan(300);
  });

  test.each(flat)('$name', ({ rule, event, expect: expected }) => {
    const [parsed] = parseSigma(rule).rules;
    if (parsed?.kind !== 'detection') throw new Error('no detection rule');
    const verdict = ask(parsed, event);
    if (verdict === 'refused') return;
    expect(verdict).toBe(expected);
  });
});

const corpus = sharedPath('corpus/rules');

describe.skipIf(corpus === undefined)('public rules on events made of their own values', () => {
  test('query and matcher agree', () => {
    const random = randomNumbers(20_261_122);
    const disagreements: string[] = [];
    let asked = 0;
    for (const file of rulesIn(corpus ?? '').filter((_, index) => index % 3 === 0)) {
      for (const rule of parseSigma(readFileSync(file, 'utf8')).rules) {
        if (rule.kind !== 'detection' || rule.expression === undefined) continue;
        const matches = matcherOf(rule);
        if (matches === undefined) continue;
        for (let round = 0; round < 12; round++) {
          const event = eventOf(rule.expression, random);
          const verdict = ask(rule, event);
          if (verdict === 'refused') break;
          asked++;
          if (verdict !== matches(event))
            disagreements.push(`${path.basename(file)}: ${verdict} on ${JSON.stringify(event)}`);
        }
      }
    }
    expect(disagreements).toEqual([]);
    expect(asked).toBeGreaterThan(4_000);
  }, 120_000);
});

/** Whether the rule's query has the event's row; `refused` if there is no query. */
function ask(rule: DetectionRule, event: Event): boolean | 'refused' {
  if (rule.expression === undefined) return 'refused';
  const fields = new Map([...fieldsOf(rule.expression)].map((name) => [name, propertyOf(name)]));
  const mapping: TableMapping = {
    target: 'workspace',
    table: 'T',
    rows: [],
    requires: new Map(),
    row: new Map(),
    keywords: ['Everything'],
    fields,
  };
  const { query } = queryOf(rule, { target: 'workspace', logsource: {}, mapping, table: 'T' });
  if (query === undefined) return 'refused';
  const row = rowOf(event);
  return query.operators.every((operator) => operator.kind !== 'where' || evaluate(operator.predicate, row) === true);
}

function propertyOf(name: string): MappedField {
  return {
    kind: 'computed',
    expression: '',
    as: name,
    presence: { test: 'isnotnull', of: `.${name}` },
    type: 'string',
  };
}

function rowOf(event: Event): Row {
  const values = new Map(
    Object.entries(event).flatMap(([name, value]) => [name, name.replace(/ /g, '')].map((each) => [each, value])),
  );
  return (name): Value => {
    if (name === 'Everything') return [...values.values()].map((value) => String(value ?? '')).join('\n');
    const value = values.get(name.replace(/^\./, '')) ?? null;
    if (name.startsWith('.')) return value === null ? null : String(value);
    return value === null ? '' : String(value);
  };
}

/** Objects and lists have other columns; a value that is null is absent from a table; numbers are as JSON reads them. */
function isFlat(event: Event): boolean {
  return Object.values(event).every((value) => typeof value !== 'object' || value === null);
}

function* fieldsOf(expression: Expression): Iterable<string> {
  switch (expression.kind) {
    case 'and':
    case 'or':
      for (const operand of expression.operands) yield* fieldsOf(operand);
      return;
    case 'not':
    case 'selection':
      yield* fieldsOf(expression.operand);
      return;
    case 'item':
      if (expression.field !== undefined) yield expression.field;
      for (const { alternatives } of expression.values) {
        for (const test of alternatives) if (test.kind === 'fieldref') yield test.field;
      }
  }
}

function matcherOf(rule: DetectionRule): ((event: Event) => boolean) | undefined {
  try {
    return compileMatcher(rule);
  } catch {
    return undefined;
  }
}

/** For each field, one of the values that the rule asks for, sometimes another or none. */
function eventOf(expression: Expression, random: () => number): Event {
  const event: Event = {};
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];
  const visit = (node: Expression): void => {
    if (node.kind === 'and' || node.kind === 'or') for (const operand of node.operands) visit(operand);
    else if (node.kind !== 'item') visit(node.operand);
    else if (node.field !== undefined && (!(node.field in event) || random() < 0.4)) {
      const chosen = node.quantifier === 'all' ? node.values : [pick(node.values)];
      const texts = chosen.map((value) => sample(pick(value?.alternatives ?? []), random));
      if (random() < 0.85) event[node.field] = texts.join(' ');
    }
  };
  visit(expression);
  return event;
}

function sample(
  test: { kind: string; pattern?: Pattern; value?: unknown; source?: string; address?: string } | undefined,
  random: () => number,
): string {
  if (test?.pattern !== undefined) {
    const filler = () => (random() < 0.5 ? '' : 'Zz');
    const written = test.pattern
      .map((part) => (part.kind === 'text' ? part.text : part.kind === 'one' ? 'q' : filler()))
      .join('');
    return random() < 0.3 ? written.toUpperCase() : written;
  }
  return String(test?.value ?? test?.address ?? test?.source ?? '');
}

function rulesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yml'))
    .sort()
    .map((name) => path.join(folder, name));
}

/** Numbers below 1, the same in every run (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
