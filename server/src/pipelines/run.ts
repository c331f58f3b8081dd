import type { Problem } from '../problem.ts';
import type { Range } from '../range.ts';
import type { Expression, Item, Test } from '../sigma/expression.ts';
import type { SigmaRule } from '../sigma/rule.ts';

/** One rule on its way through the pipelines: what has become of it, and what was done to it. */
export interface Run {
  rule: SigmaRule;
  /** The rules that a correlation may refer to. */
  readonly others: readonly SigmaRule[];
  readonly variables: ReadonlyMap<string, unknown>;
  /** Variables that `set_state` has set. */
  readonly state: Map<string, unknown>;
  /** What `set_custom_attribute` has added. */
  readonly attributes: Map<string, unknown>;
  /** The rule's list `fields`. */
  fields: readonly string[];
  readonly problems: Problem[];
  /** Ids of the items that were applied to the rule, to its items, and to field names outside of items. */
  readonly applied: Set<string>;
  readonly appliedTo: WeakMap<Item, ReadonlySet<string>>;
  readonly appliedToNames: Map<string, ReadonlySet<string>>;
  /** Every field name that some mapping has made, or has made something of. */
  readonly mapped: Set<string>;
  /** What may still be done; a pipeline could double the values of a rule with every item. */
  readonly budget: Budget;
}

export interface Budget {
  /** Values that may be looked at. */
  looks: number;
  /** Values that may be made of none. */
  growth: number;
}

/** What is being done now. */
export interface Step {
  readonly run: Run;
  readonly pipeline: string;
  /** The item's id, or else its type. */
  readonly label: string;
  readonly id: string | undefined;
}

/** Far more than the largest rule and pipeline that are known need, and done within a second or two. */
export const wholeBudget: Budget = { looks: 2_000_000, growth: 50_000 };

/** Whether so many more values may be looked at, or made. When it becomes too much, the rule is refused. */
export function spend(step: Step, kind: keyof Budget, amount: number): boolean {
  const { run } = step;
  const { budget } = run;
  if (budget.looks < 0 || budget.growth < 0) return false;
  budget[kind] -= amount;
  if (budget[kind] >= 0) return true;
  fail(step, 'makes too much of this rule. Give it conditions, or fewer values.', wholeRule(run.rule));
  return false;
}

/** Refuses the rule. `what` goes on after the item's name. */
export function fail({ run, pipeline, label }: Step, what: string, range: Range): void {
  const message = `\`${label}\` of the pipeline \`${pipeline}\` ${what}`;
  run.problems.push({ code: 'pipeline-failure', severity: 'error', message, range });
}

/** Where to say something about a rule as a whole. */
export function wholeRule(rule: SigmaRule): Range {
  return rule.title?.range ?? rule.range;
}

/** The expressions of a rule: its meaning, and the selections that the condition may have left out. */
export function expressionsOf(rule: SigmaRule): readonly Expression[] {
  if (rule.kind === 'correlation') return [];
  const selections = rule.selections.flatMap(({ expression }) => expression ?? []);
  return rule.expression === undefined ? selections : [rule.expression, ...selections];
}

/** All items, each once. */
export function itemsOf(rule: SigmaRule): readonly Item[] {
  const found = new Set<Item>();
  const seen = new Set<Expression>();
  const visit = (expression: Expression): void => {
    if (seen.has(expression)) return;
    seen.add(expression);
    if (expression.kind === 'item') found.add(expression);
    else if (expression.kind === 'and' || expression.kind === 'or') expression.operands.forEach(visit);
    else visit(expression.operand);
  };
  expressionsOf(rule).forEach(visit);
  return [...found];
}

export function testsOf({ values }: Item): readonly Test[] {
  return values.flatMap(({ alternatives }) => alternatives);
}

/** Marks items as what this step has made of one. */
export function mark(step: Step, expression: Expression, from: Item): void {
  const { run, id } = step;
  switch (expression.kind) {
    case 'item': {
      const before = run.appliedTo.get(from) ?? none;
      run.appliedTo.set(expression, id === undefined ? before : new Set([...before, id]));
      return;
    }
    case 'and':
    case 'or':
      for (const operand of expression.operands) mark(step, operand, from);
      return;
    case 'not':
    case 'selection':
      mark(step, expression.operand, from);
  }
}

const none: ReadonlySet<string> = new Set();
