import type { Range } from '../../range.ts';
import { applyFilters } from '../applyFilters.ts';
import { circularReferences, indexRules, type RuleIndex, referencesOf } from '../references.ts';
import type { CorrelationRule, DetectionRule, Located, SigmaRule } from '../rule.ts';
import { parseTimespan } from '../timespan.ts';
import { UnmatchableRuleError, unmatchable } from '../unmatchable.ts';
import { type Condition, conditionOf } from './condition.ts';
import { malformedPart } from './malformed.ts';

/** How one correlation is computed; `inputs` and `leaves` refer to other rules by number. */
export interface Plan {
  readonly rule: CorrelationRule;
  readonly references: readonly Located<string>[];
  /** One for each reference. */
  readonly inputs: readonly Input[];
  /** Every way from the correlation to a detection. */
  readonly leaves: readonly Leaf[];
  /** Length of the window in milliseconds. */
  readonly span: number;
  readonly condition: Condition;
  /** Whether alerts are told, and not only handed to the correlations that refer to this one. */
  readonly isTold: boolean;
}

export type Input =
  | { readonly kind: 'detection'; readonly detection: number; readonly leaf: number }
  /** `leaves`: of the inner plan's leaves, which of this one's they are. */
  | { readonly kind: 'correlation'; readonly plan: number; readonly leaves: readonly number[] };

/** The rules on the way, from the one that the correlation names down to the detection. */
export type Leaf = readonly SigmaRule[];

export interface Plans {
  /** Each after those that it refers to. */
  readonly plans: readonly Plan[];
  readonly detections: readonly DetectionRule[];
}

/**
 * Resolves the references of all correlations among the rules, or of one of them and those that it refers to. The filters
 * among the rules are applied to the detections.
 * Throws `UnmatchableRuleError`, with its place, for a correlation without a meaning.
 */
export function planCorrelations(rules: readonly SigmaRule[], only?: CorrelationRule): Plans {
  const filters = rules.filter((rule) => rule.kind === 'filter');
  const find = indexRules(rules.filter((rule) => rule.kind !== 'filter'));
  const circles = circularReferences(rules);
  const correlations = rules.filter((rule) => rule.kind === 'correlation');
  const plans: Plan[] = [];
  const planned = new Map<CorrelationRule, number>();
  const silenced = silencedRules(correlations, find);
  const detections: DetectionRule[] = [];
  const numbers = new Map<DetectionRule, number>();

  const detectionNumber = (rule: DetectionRule): number => {
    const known = numbers.get(rule);
    if (known !== undefined) return known;
    numbers.set(rule, detections.length);
    return detections.push(applyFilters(rule, filters)) - 1;
  };
  const planOf = (rule: CorrelationRule, depth: number): number => {
    const known = planned.get(rule);
    if (known !== undefined) return known;
    refuseErrors(rule);
    refuseCircle(rule, circles.get(rule));
    const references = referencesOf(rule);
    const span = spanOf(rule);
    const targets = references.map((reference) => targetOf(reference, find));
    const leaves: Leaf[] = [];
    const inputs = targets.map((target): Input => {
      if (target.kind === 'detection') {
        return { kind: 'detection', detection: detectionNumber(target), leaf: leaves.push([target]) - 1 };
      }
      const plan = planOf(target, depth + 1);
      const inner = plans[plan]?.leaves ?? [];
      if (leaves.length + inner.length > mostLeaves || depth > deepestChain) throw tooMany(rule);
      return { kind: 'correlation', plan, leaves: inner.map((path) => leaves.push([target, ...path]) - 1) };
    });
    const condition = conditionOf(rule, references, targets);
    const isTold = !silenced.has(rule);
    planned.set(rule, plans.length);
    return plans.push({ rule, references, inputs, leaves, span, condition, isTold }) - 1;
  };

  for (const rule of only === undefined ? correlations : [only]) planOf(rule, 0);
  return { plans, detections };
}

/** Far more than anybody writes; each level of a chain may double them. */
const mostLeaves = 10_000;
const deepestChain = 100;

function tooMany(rule: CorrelationRule): UnmatchableRuleError {
  return unmatchable('incomplete-correlation', 'This chain of correlations names too many rules.', placeOf(rule));
}

function refuseErrors(rule: CorrelationRule): void {
  const error = rule.problems.find(({ severity }) => severity === 'error');
  if (error !== undefined) throw new UnmatchableRuleError(error);
  const malformed = malformedPart(rule);
  if (malformed !== undefined) throw unmatchable('incomplete-correlation', malformed.value, malformed.range);
}

function spanOf(rule: CorrelationRule): number {
  const span = rule.timespan === undefined ? undefined : parseTimespan(rule.timespan.value);
  if (span !== undefined) return span;
  const message = 'A correlation needs a `timespan`: a whole number with `s`, `m`, `h` or `d`, such as `10m`.';
  throw unmatchable('incomplete-correlation', message, placeOf(rule, rule.timespan));
}

function targetOf(reference: Located<string>, find: RuleIndex): DetectionRule | CorrelationRule {
  const found = find(reference.value);
  if (found?.kind === 'detection' || found?.kind === 'correlation') return found;
  const message = `There is no rule with the name or id \`${reference.value}\`.`;
  throw unmatchable('unresolved-reference', message, reference.range);
}

/** Correlations that another one refers to without `generate`: they are parts of that one (specification, "Generate"). */
function silencedRules(correlations: readonly CorrelationRule[], find: RuleIndex): ReadonlySet<SigmaRule | undefined> {
  const parts = correlations.filter(({ generate }) => generate?.value !== true).flatMap(referencesOf);
  return new Set(parts.map(({ value }) => find(value)));
}

function refuseCircle(rule: CorrelationRule, references: readonly Located<string>[] | undefined): void {
  if (references === undefined) return;
  const message = 'This reference leads back to the correlation itself.';
  throw unmatchable('circular-correlation', message, placeOf(rule, references[0]));
}

function placeOf(rule: CorrelationRule, located?: { readonly range: Range }): Range {
  return located?.range ?? rule.title?.range ?? rule.range;
}
