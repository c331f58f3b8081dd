import type { Range } from '../range.ts';
import type { Expression, Item, Test, TimePart } from '../sigma/expression.ts';
import type { Check, CheckContext, CheckDocs, Finding } from './check.ts';
import { shapeOf } from './coverage.ts';
import { ruleDetecting, ruleSelecting } from './examples.ts';
import { type Budget, excludes, implies, valueExcludes } from './implication.ts';

/** Rules that mean something else than they seem to: that can never match, always match, or whose filters take out everything or nothing. */
export const meaningChecks: readonly Check[] = [
  meaningCheck('contradiction', 'warning', {
    what: 'Two conditions on one field can never both be met: the rule asks for them together.',
    why: 'The rule, or this part of it, never fires. Only an event that has a list in the field could have both.',
    example: {
      bad: ruleSelecting("Image|endswith: '\\whoami.exe'", "Image: 'C:\\Windows\\System32\\hostname.exe'"),
      good: ruleSelecting("Image|endswith: '\\whoami.exe'", "CommandLine|contains: '/all'"),
    },
  }),
  meaningCheck('filter-takes-everything', 'warning', {
    what: 'What stands after `not` is true for every event that the rest of the condition lets through.',
    why: 'Nothing is left: the rule never fires.',
    example: {
      bad: filtering("Image|endswith: '.exe'"),
      good: filtering('User: alice'),
    },
  }),
  {
    ...meaningCheck('filter-takes-nothing', 'information', {
      what: 'What stands after `not` can not be true for any event that the rest of the condition lets through.',
      why: 'The filter has no effect. Perhaps another value was meant, or what it belonged to is gone.',
      example: {
        bad: filtering("Image|endswith: '\\hostname.exe'"),
        good: filtering('User: alice'),
      },
    }),
    profiles: ['spec'],
  },
  meaningCheck('always-true', 'warning', {
    what: 'The condition is true for every event: one of its parts is true wherever the other one is not, or a selection asks for a field to be there or not.',
    why: 'The rule fires on everything its log source has.',
    example: {
      bad: ruleDetecting('selection:', "    Image|endswith: '\\whoami.exe'", 'condition: selection or not selection'),
      good: ruleDetecting('selection:', "    Image|endswith: '\\whoami.exe'", 'condition: selection'),
    },
  }),
  meaningCheck('value-out-of-range', 'warning', {
    what: 'A part of a time is compared with a number that lies outside of what it can be: `hour|gte: 24`, `month|lt: 1`.',
    why: 'The comparison is never true, or always.',
    example: {
      bad: ruleSelecting('CreationUtcTime|hour|gte: 24').replace('process_creation', 'file_event'),
      good: ruleSelecting('CreationUtcTime|hour|gte: 22').replace('process_creation', 'file_event'),
    },
    url: 'https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-appendix-modifiers.md',
  }),
];

function meaningCheck(id: MeaningCode, severity: Check['severity'], docs: CheckDocs): Check {
  return {
    id,
    severity,
    docs,
    run(context, report) {
      for (const { code, ...finding } of findingsOf(context)) if (code === id) report(finding);
    },
  };
}

type MeaningCode =
  | 'contradiction'
  | 'filter-takes-everything'
  | 'filter-takes-nothing'
  | 'always-true'
  | 'value-out-of-range';

type MeaningFinding = Finding & { readonly code: MeaningCode };

interface Analysis {
  /** Where the names of the selections stand. */
  readonly names: ReadonlyMap<string, Range>;
  readonly findings: Map<string, MeaningFinding>;
  readonly budget: Budget;
}

/** They are found in one walk, though five checks ask. */
const findingsByContext = new WeakMap<CheckContext, readonly MeaningFinding[]>();

function findingsOf(context: CheckContext): readonly MeaningFinding[] {
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

function add({ findings }: Analysis, finding: MeaningFinding): void {
  findings.set(`${finding.code} ${finding.range.start} ${finding.range.end}`, finding);
}

/** What is wrong with an expression, given the items that surely hold wherever it is asked. */
function analyse(expression: Expression, given: readonly Item[], analysis: Analysis, depth: number): void {
  if (depth > 50 || analysis.budget.left <= 0) return;
  switch (expression.kind) {
    case 'selection':
      analyse(expression.operand, given, analysis, depth + 1);
      return;
    case 'item': {
      analyseItem(expression, analysis);
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
    analyseItem(item, analysis);
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

/** More of them in one selection are no rule. */
const maximumOfItems = 200;

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

function analyseItem(item: Item, analysis: Analysis): void {
  if (item.quantifier === 'all' && item.field !== undefined && !item.negated) reportOpposedValues(item, analysis);
  const tests = item.values.length > 50 ? [] : item.values.flatMap(({ alternatives }) => alternatives.slice(0, 5));
  const kinds = tests.flatMap((test) => (test.kind === 'exists' ? [test.value] : []));
  if (item.quantifier === 'any' && kinds.includes(true) && kinds.includes(false)) {
    const message = 'The field is there or it is not: this is true for every event. Keep one of the values.';
    add(analysis, { code: 'always-true', range: item.fieldRange, message });
  }
  const isEmpty = (test: Test) => test.kind === 'null';
  const isAnything = (test: Test) =>
    test.kind === 'string' && test.pattern.length === 1 && test.pattern[0]?.kind === 'any';
  if (item.quantifier === 'any' && tests.some(isEmpty) && tests.some(isAnything)) {
    const message = 'The field is empty or it is not: this is true for every event. Keep one of the values.';
    add(analysis, { code: 'always-true', range: item.fieldRange, message });
  }
  for (const { alternatives, range, source } of item.values.slice(0, 50)) {
    const [test] = alternatives;
    if (test === undefined) continue;
    if ((isAnything(test) && source === '') || (test.kind === 'regex' && /^(\^?\.\*\$?)?$/.test(source))) {
      const message = 'This is found in whatever the field holds. Use `exists: true` if that is meant.';
      add(analysis, { code: 'always-true', range, message });
    }
    if (test.kind !== 'time') continue;
    const always = alwaysIs(test);
    if (always === undefined) continue;
    const [first, last] = timeBounds[test.part] ?? [];
    const message = `A ${test.part} is a number from ${first} to ${last}: this is ${always ? 'always' : 'never'} true.`;
    add(analysis, { code: 'value-out-of-range', range, message });
  }
}

/** All values of a list with `all` have to be there at once. Whole texts, beginnings and ends are left to `all-without-contains`. */
function reportOpposedValues({ field, values }: Item, analysis: Analysis): void {
  if (!values.some(({ alternatives: [test] }) => test?.kind !== 'string' || shapeOf(test).kind === 'contains')) return;
  for (const [index, value] of values.slice(0, maximumOfItems).entries()) {
    const other = values.slice(0, index).find((each) => valueExcludes(each, value, analysis.budget));
    if (other !== undefined) reportOpposed(field, value.range, other.range, analysis);
  }
}

/** What a comparison with a part of a time always is; undefined if that depends on the time. */
function alwaysIs({ part, operator, value }: Extract<Test, { readonly kind: 'time' }>): boolean | undefined {
  const [first, last] = timeBounds[part] ?? [];
  if (first === undefined || last === undefined) return undefined;
  switch (operator) {
    case 'eq':
      return value < first || value > last ? false : undefined;
    case 'gt':
      return value >= last ? false : value < first ? true : undefined;
    case 'gte':
      return value > last ? false : value <= first ? true : undefined;
    case 'lt':
      return value <= first ? false : value > last ? true : undefined;
    case 'lte':
      return value < first ? false : value >= last ? true : undefined;
  }
}

const timeBounds: Readonly<Partial<Record<TimePart, readonly [number, number]>>> = {
  minute: [0, 59],
  hour: [0, 23],
  day: [1, 31],
  week: [1, 53],
  month: [1, 12],
};

function reportContradiction(item: Item, other: Item, analysis: Analysis): void {
  const place = (each: Item) => (each.values.length === 1 ? each.values[0]?.range : undefined) ?? each.fieldRange;
  reportOpposed(item.field, place(item), place(other), analysis);
}

function reportOpposed(field: string | undefined, range: Range, other: Range, analysis: Analysis): void {
  add(analysis, {
    code: 'contradiction',
    range,
    message: `\`${field}\` cannot be this and what is asked for elsewhere at the same time: this is never true.`,
    related: [{ message: 'It has to be this as well.', range: other }],
  });
}

function filtering(filter: string): string {
  return ruleDetecting(
    'selection:',
    "    Image|endswith: '\\whoami.exe'",
    'filter:',
    `    ${filter}`,
    'condition: selection and not filter',
  );
}
