import type { Problem } from '../problem.ts';
import type { Range } from '../range.ts';
import type { Expression, Origin } from './expression.ts';
import { isReferredTo } from './references.ts';
import type { DetectionRule, FilterRule, Logsource, SigmaRule } from './rule.ts';

/**
 * The rule with the conditions of the filters that apply to it joined by AND, each as it is written: what a filter takes
 * out it names after `not` (specification, "Sigma Filters"; pySigma adds `and (condition)`, too). Rules of another kind,
 * and those that no filter applies to, come back as they are.
 *
 * Ranges of a rule are offsets in its own file. A filter's nodes keep theirs where the filter stands in the same file,
 * which `here` says (the file's rules); otherwise they take the place of the rule's condition. Either way their `origin`
 * names the filter. A filter that has an error makes the rule one with an error: to go on without it would alert on all
 * that it was to take out.
 */
export function applyFilters<Rule extends SigmaRule>(
  rule: Rule,
  filters: readonly FilterRule[],
  here: readonly SigmaRule[] = [],
): Rule {
  if (rule.kind !== 'detection') return rule;
  const fitting = filters.filter((filter) => filterApplies(filter, rule));
  return fitting.length === 0 ? rule : (filtered(rule, fitting, here) as Rule);
}

function filtered(rule: DetectionRule, filters: readonly FilterRule[], here: readonly SigmaRule[]): DetectionRule {
  const { expression, ...bare } = rule;
  if (expression === undefined) return rule;
  const broken = filters.filter((filter) => filter.expression === undefined);
  if (broken.length > 0) return { ...bare, problems: [...rule.problems, ...broken.map(brokenFilter(rule))] };
  const place = rule.conditions.at(-1)?.range ?? expression.range;
  const conditions = filters.flatMap((filter) => {
    if (filter.expression === undefined) return [];
    const origin = originOf(filter);
    return here.includes(filter) ? marked(filter.expression, origin) : placedAt(filter.expression, place, origin);
  });
  return { ...rule, expression: { kind: 'and', operands: [expression, ...conditions], range: expression.range } };
}

/**
 * Whether a filter is about a rule: the rule's log source is within the filter's, and the filter names the rule by id or
 * name, or says `any` (pySigma also knows `all`).
 */
export function filterApplies(filter: FilterRule, rule: DetectionRule): boolean {
  if (!isWithin(rule.logsource, filter.logsource)) return false;
  return filter.isForEveryRule || filter.rules.some(({ value }) => isReferredTo(rule, value));
}

function isWithin(inner: Logsource, outer: Logsource): boolean {
  return (['category', 'product', 'service'] as const).every(
    (part) => outer[part] === undefined || outer[part].value === inner[part]?.value,
  );
}

function originOf(filter: FilterRule): Origin {
  return { filter: titleOf(filter), range: filter.range };
}

function titleOf({ title, name, id }: FilterRule): string {
  return title?.value ?? name?.value ?? id?.value ?? 'a filter without a title';
}

/** The same tree, every node with its origin. */
function marked(expression: Expression, origin: Origin): Expression {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return { ...expression, origin, operands: expression.operands.map((operand) => marked(operand, origin)) };
    case 'not':
    case 'selection':
      return { ...expression, origin, operand: marked(expression.operand, origin) };
    case 'item':
      return { ...expression, origin };
  }
}

/** The same with every node at one place. */
export function placedAt(expression: Expression, range: Range, origin: Origin): Expression {
  switch (expression.kind) {
    case 'and':
    case 'or': {
      const operands = expression.operands.map((operand) => placedAt(operand, range, origin));
      return { ...expression, range, origin, operands };
    }
    case 'not':
    case 'selection':
      return { ...expression, range, origin, operand: placedAt(expression.operand, range, origin) };
    case 'item': {
      const values = expression.values.map((value) => ({ ...value, range }));
      return { ...expression, range, origin, fieldRange: range, values };
    }
  }
}

function brokenFilter(rule: DetectionRule): (filter: FilterRule) => Problem {
  return (filter) => ({
    code: 'broken-filter',
    severity: 'error',
    message: `The filter \`${titleOf(filter)}\` applies to this rule and has an error. Correct the filter first.`,
    range: rule.title?.range ?? rule.range,
  });
}
