import type { Range } from '../../range.ts';
import type { ConditionNode } from '../condition.ts';
import { patternTest } from '../resolveCondition.ts';
import type { CorrelationCriterion, CorrelationRule, Located, SigmaRule } from '../rule.ts';
import { type UnmatchableRuleError, unmatchable } from '../unmatchable.ts';

/** What has to hold in a window, checked: nothing that it needs is missing. */
export type Condition =
  | { readonly kind: 'eventCount'; readonly criteria: Criteria }
  | { readonly kind: 'valueCount'; readonly criteria: Criteria; readonly fields: readonly string[] }
  | { readonly kind: 'sum' | 'average'; readonly criteria: Criteria; readonly fields: readonly string[] }
  | {
      readonly kind: 'percentile';
      readonly criteria: Criteria;
      readonly fields: readonly string[];
      readonly percentile: number;
    }
  /** `temporal_ordered` without a condition: every rule, one after the other. */
  | { readonly kind: 'sequence' }
  /** `targets`: for each reference, which of the different rules it names. */
  | { readonly kind: 'temporal'; readonly targets: readonly number[]; readonly test: TemporalTest }
  /** `temporal_ordered` with a condition. */
  | {
      readonly kind: 'ordered';
      readonly targets: readonly number[];
      readonly test: Exclude<TemporalTest, { kind: 'all' }>;
    };

export type Criteria = readonly CorrelationCriterion[];

export type TemporalTest =
  /** Every rule matches. */
  | { readonly kind: 'all' }
  /** So many different rules match. */
  | { readonly kind: 'count'; readonly criteria: Criteria }
  | { readonly kind: 'expression'; readonly tree: PresenceTree };

/** A boolean expression over the positions of references. */
export type PresenceTree =
  | { readonly kind: 'and' | 'or'; readonly operands: readonly PresenceTree[] }
  | { readonly kind: 'not'; readonly operand: PresenceTree }
  | { readonly kind: 'present'; readonly position: number };

/** Throws `UnmatchableRuleError` for what is missing, unknown or contradicts the type. */
export function conditionOf(
  rule: CorrelationRule,
  references: readonly Located<string>[],
  targets: readonly SigmaRule[],
): Condition {
  const place = rule.type?.range ?? rule.title?.range ?? rule.range;
  if (references.length === 0) throw refusal('A correlation needs `rules`: the names or ids of what it counts.', place);
  const type = rule.type?.value;
  switch (type) {
    case 'event_count':
      return { kind: 'eventCount', criteria: criteriaOf(rule, place).criteria };
    case 'value_count':
      return { kind: 'valueCount', ...criteriaWithField(rule, place) };
    case 'value_sum':
      return { kind: 'sum', ...criteriaWithField(rule, place) };
    case 'value_avg':
      return { kind: 'average', ...criteriaWithField(rule, place) };
    case 'value_percentile': {
      const percentile = rule.condition?.kind === 'criteria' ? rule.condition.percentile : undefined;
      if (percentile === undefined || percentile.value < 0 || percentile.value > 100) {
        throw refusal(
          '`value_percentile` needs a `percentile` from 0 to 100 in its condition.',
          percentile?.range ?? place,
        );
      }
      return { kind: 'percentile', ...criteriaWithField(rule, place), percentile: percentile.value };
    }
    case 'temporal':
    case 'temporal_ordered': {
      const test = temporalTest(rule, references);
      const different = new Map([...new Set(targets)].map((target, number) => [target, number]));
      const numbers = targets.map((target) => different.get(target) ?? 0);
      if (type === 'temporal') return { kind: 'temporal', targets: numbers, test };
      if (test.kind === 'all') return { kind: 'sequence' };
      if (references.length > mostOrdered) throw refusal('These are too many rules to put in order.', place);
      return { kind: 'ordered', targets: numbers, test };
    }
    default: {
      const message = type === undefined ? 'A correlation needs a `type`.' : `\`${type}\` is no type of correlation.`;
      throw refusal(message, place);
    }
  }
}

/** With a number to compare, each event takes the square of it. */
const mostOrdered = 200;

function refusal(message: string, range: Range): UnmatchableRuleError {
  return unmatchable('incomplete-correlation', message, range);
}

function criteriaOf({ condition, type }: CorrelationRule, place: Range) {
  if (condition?.kind === 'extended') {
    throw refusal(`\`${type?.value}\` compares a number: write a mapping such as \`gte: 10\`.`, condition.range);
  }
  if (condition === undefined || condition.criteria.length === 0) {
    throw refusal('The correlation needs a `condition` to compare with, such as `gte: 10`.', condition?.range ?? place);
  }
  return condition;
}

function criteriaWithField(rule: CorrelationRule, place: Range) {
  const { criteria, fields, range } = criteriaOf(rule, place);
  if (fields.length === 0) throw refusal(`\`${rule.type?.value}\` needs a \`field\` in its condition.`, range);
  const [, second] = fields;
  if (second !== undefined && rule.type?.value !== 'value_count') {
    throw refusal(`\`${rule.type?.value}\` takes one \`field\`.`, second.range);
  }
  return { criteria, fields: fields.map(({ value }) => value) };
}

function temporalTest({ condition }: CorrelationRule, references: readonly Located<string>[]): TemporalTest {
  if (condition === undefined) return { kind: 'all' };
  if (condition.kind === 'criteria') {
    if (condition.criteria.length > 0) return { kind: 'count', criteria: condition.criteria };
    throw refusal('The `condition` compares nothing. Write one such as `gte: 2`, or leave it out.', condition.range);
  }
  const problem = condition.problems.find(({ severity }) => severity === 'error');
  if (problem !== undefined) throw refusal(problem.message, problem.range);
  if (condition.tree === undefined) throw refusal('The condition is empty.', condition.range);
  const named = new Set<number>();
  const tree = presenceTree(condition.tree, references, named);
  const left = references.find((_, position) => !named.has(position));
  if (left === undefined) return { kind: 'expression', tree };
  throw refusal(`The condition leaves out \`${left.value}\`, which is one of the \`rules\`.`, condition.range);
}

function presenceTree(node: ConditionNode, references: readonly Located<string>[], named: Set<number>): PresenceTree {
  const present = (position: number): PresenceTree => {
    named.add(position);
    return { kind: 'present', position };
  };
  switch (node.kind) {
    case 'and':
    case 'or':
      return { kind: node.kind, operands: node.operands.map((operand) => presenceTree(operand, references, named)) };
    case 'not':
      return { kind: 'not', operand: presenceTree(node.operand, references, named) };
    case 'identifier': {
      const positions = positionsOf(references, (name) => name === node.name);
      if (positions.length > 0) return { kind: 'or', operands: positions.map(present) };
      throw refusal(`\`${node.name}\` is not among the \`rules\` of this correlation.`, node.range);
    }
    case 'quantified': {
      const operands = positionsOf(references, patternTest(node.pattern)).map(present);
      if (operands.length === 0) throw refusal(`No rule of this correlation fits \`${node.pattern}\`.`, node.range);
      return { kind: node.quantifier === 'all' ? 'and' : 'or', operands };
    }
  }
}

function positionsOf(references: readonly Located<string>[], fits: (name: string) => boolean): number[] {
  return [...references.keys()].filter((position) => fits(references[position]?.value ?? ''));
}
