import type { Range } from '../range.ts';
import type { Expression, Item } from '../sigma/expression.ts';
import type { CheckContext } from './check.ts';
import { type Budget, excludes, implies } from './implication.ts';
import { itemFindings, type MeaningFinding, maximumOfItems, opposed } from './itemMeaning.ts';

/** What is wrong with the meaning of a rule. */
export function meaningFindings(context: CheckContext): readonly MeaningFinding[] {
  let findings = findingsByContext.get(context);
  if (findings === undefined) {
    const { rule } = context;
    const selections = rule.kind === 'correlation' ? [] : rule.selections;
    const names = new Map(selections.map(({ name, nameRange }) => [name, nameRange]));
    const analysis: Analysis = { names, findings: new Map(), budget: { left: 20_000 } };
    if (rule.kind !== 'correlation' && rule.expression !== undefined) analyse(rule.expression, [], analysis, 0);
    findings = [...analysis.findings.values()];
    findingsByContext.set(context, findings);
  }
  return findings;
}

/** They are found in one walk, though five checks ask. */
const findingsByContext = new WeakMap<CheckContext, readonly MeaningFinding[]>();

interface Analysis {
  /** Where the names of the selections stand. */
  readonly names: ReadonlyMap<string, Range>;
  readonly findings: Map<string, MeaningFinding>;
  readonly budget: Budget;
}

function add({ findings }: Analysis, finding: MeaningFinding): void {
  findings.set(`${finding.code} ${finding.range.start} ${finding.range.end}`, finding);
}

function addAll(findings: readonly MeaningFinding[], analysis: Analysis): void {
  for (const finding of findings) add(analysis, finding);
}

/** What is wrong with an expression, given the items that surely hold wherever it is asked. */
function analyse(expression: Expression, given: readonly Item[], analysis: Analysis, depth: number): void {
  if (depth > 50 || analysis.budget.left <= 0) return;
  switch (expression.kind) {
    case 'selection':
      analyse(expression.operand, given, analysis, depth + 1);
      return;
    case 'item': {
      addAll(itemFindings(expression, analysis.budget), analysis);
      const other = given.find((each) => excludes(each, expression, analysis.budget));
      if (other) reportContradiction(expression, other, analysis);
      return;
    }
    case 'not':
      analyse(expression.operand, [], analysis, depth + 1);
      return;
    case 'or':
      analyseOr(expression.operands, expression.range, analysis);
      for (const operand of expression.operands) analyse(flat(operand), given, analysis, depth + 1);
      return;
    case 'and':
      analyseAnd(expression, given, analysis, depth);
  }
}

function analyseAnd(
  expression: Extract<Expression, { readonly kind: 'and' }>,
  given: readonly Item[],
  analysis: Analysis,
  depth: number,
): void {
  const parts: Expression[] = [];
  collectConjuncts(expression, parts, 0);
  const own = parts.filter((part) => part.kind === 'item').slice(0, maximumOfItems);
  const items = [...given, ...own];
  own.forEach((item, index) => {
    addAll(itemFindings(item, analysis.budget), analysis);
    const other = items.slice(0, given.length + index).find((each) => excludes(each, item, analysis.budget));
    if (other) reportContradiction(item, other, analysis);
  });
  for (const part of parts) {
    if (part.kind === 'item') continue;
    if (part.kind !== 'not') {
      analyse(part, items, analysis, depth + 1);
      continue;
    }
    const { range } = part.operand;
    if (surely(part.operand, items, parts, analysis, 0)) {
      const message = 'This is true for all that the rest of the condition lets through, so that `not` leaves nothing.';
      add(analysis, { code: 'filter-takes-everything', range, message });
    } else if (items.length > 0) reportIdleFilters(part.operand, items, analysis);
    analyse(part.operand, [], analysis, depth + 1);
  }
}

/** The parts of nested `and`s, which all have to hold. */
function collectConjuncts(expression: Expression, parts: Expression[], depth: number): void {
  const plain = flat(expression);
  if (plain.kind === 'and' && depth < 50)
    for (const operand of plain.operands) collectConjuncts(operand, parts, depth + 1);
  else parts.push(plain);
}

/** An expression without the name by which the condition calls it. */
function flat(expression: Expression): Expression {
  let plain = expression;
  while (plain.kind === 'selection') plain = plain.operand;
  return plain;
}

/** Whether an expression is true wherever the items hold. `parts` are the other conjuncts, one of which may be the expression itself. */
function surely(
  expression: Expression,
  items: readonly Item[],
  parts: readonly Expression[],
  analysis: Analysis,
  depth: number,
): boolean {
  const plain = flat(expression);
  if (depth > 20) return false;
  if (parts.includes(plain)) return true;
  switch (plain.kind) {
    case 'item':
      return items.some((item) => implies(item, plain, analysis.budget));
    case 'and':
      return plain.operands.every((operand) => surely(operand, items, parts, analysis, depth + 1));
    case 'or':
      return plain.operands.some((operand) => surely(operand, items, parts, analysis, depth + 1));
    case 'not':
    case 'selection':
      return false;
  }
}

/** Whether an expression is false wherever the items hold. */
function never(expression: Expression, items: readonly Item[], analysis: Analysis, depth: number): boolean {
  const plain = flat(expression);
  if (depth > 20) return false;
  switch (plain.kind) {
    case 'item':
      return items.some((item) => excludes(item, plain, analysis.budget));
    case 'and':
      return plain.operands.some((operand) => never(operand, items, analysis, depth + 1));
    case 'or':
      return plain.operands.length > 0 && plain.operands.every((operand) => never(operand, items, analysis, depth + 1));
    case 'not':
    case 'selection':
      return false;
  }
}

/** Each selection that a `not` names, whether by name or by a pattern, is a filter of its own. */
function reportIdleFilters(expression: Expression, items: readonly Item[], analysis: Analysis): void {
  if (expression.kind === 'or') {
    for (const operand of expression.operands) reportIdleFilters(operand, items, analysis);
  } else if (never(expression, items, analysis, 0)) {
    const isNamed = expression.kind === 'selection';
    const range = (isNamed ? analysis.names.get(expression.name) : undefined) ?? expression.range;
    const message = `${isNamed ? `\`${expression.name}\`` : 'This'} is never true for what the rest of the condition lets through, so that \`not\` takes nothing out.`;
    add(analysis, { code: 'filter-takes-nothing', range, message });
  }
}

function analyseOr(operands: readonly Expression[], range: Range, analysis: Analysis): void {
  if (operands.length > maximumOfItems) return;
  const plain = operands.map(flat);
  for (const operand of plain) {
    if (operand.kind !== 'not') continue;
    const negated = flat(operand.operand);
    const isCovered = plain.some((other) => {
      if (other === operand) return false;
      if (other === negated) return true;
      return other.kind === 'item' && negated.kind === 'item' && implies(negated, other, analysis.budget);
    });
    if (isCovered) {
      const message = 'This is true for every event: where one part is not, the other one is. Change the condition.';
      add(analysis, { code: 'always-true', range, message });
    }
  }
}
function reportContradiction(item: Item, other: Item, analysis: Analysis): void {
  const place = (each: Item) => (each.values.length === 1 ? each.values[0]?.range : undefined) ?? each.fieldRange;
  add(analysis, opposed(item.field, place(item), place(other)));
}
