import type { Test } from '../sigma/expression.ts';
import { indexRules, referencesOf } from '../sigma/references.ts';
import type { DetectionRule, FilterRule, SigmaRule } from '../sigma/rule.ts';
import { parsePattern } from '../sigma/value.ts';
import { deref, entryOf } from '../yaml/navigate.ts';
import { toPlain } from '../yaml/plain.ts';
import { compare } from './compare.ts';
import type { Expression } from './conditionExpression.ts';
import type { Conditions, LogsourceParts, RuleCondition } from './pipeline.ts';
import { plainText } from './plainText.ts';
import { orderOf } from './readConditions.ts';
import { ruleDefaults } from './ruleDefaults.ts';
import { itemsOf, type Run, testsOf } from './run.ts';
import { holdsState } from './state.ts';

/** Whether the conditions on the rule as a whole hold. */
export function ruleMatches(conditions: Conditions<RuleCondition>, run: Run): boolean {
  return joined(conditions, (condition) => holds(condition, run));
}

/** Conditions as they are joined; without any the answer is yes, also to `not`, as in pySigma. */
export function joined<Condition>(
  { conditions, join, negated }: Conditions<Condition>,
  test: (condition: Condition) => boolean,
): boolean {
  if (conditions.size === 0) return true;
  const all = [...conditions.values()];
  const result =
    join === 'and'
      ? all.every(test)
      : join === 'or'
        ? all.some(test)
        : evaluate(join, (name) => {
            const condition = conditions.get(name);
            return condition !== undefined && test(condition);
          });
  return result !== negated;
}

function evaluate(expression: Expression, test: (name: string) => boolean): boolean {
  switch (expression.kind) {
    case 'name':
      return test(expression.name);
    case 'not':
      return !evaluate(expression.operand, test);
    case 'and':
      return expression.operands.every((operand) => evaluate(operand, test));
    case 'or':
      return expression.operands.some((operand) => evaluate(operand, test));
  }
}

function holds(condition: RuleCondition, run: Run): boolean {
  const { rule } = run;
  switch (condition.kind) {
    case 'logsource':
      return hasLogsource(rule, condition.logsource, run.others);
    case 'containsField':
      return itemsOf(rule).some(({ field }) => field === condition.field);
    case 'containsItem':
      return itemsOf(rule).some(
        (item) => item.field === condition.field && testsOf(item).some((test) => equals(test, condition.value)),
      );
    case 'isRule':
      return rule.kind !== 'correlation';
    case 'isCorrelation':
      return rule.kind === 'correlation';
    case 'attribute':
      return hasAttribute(condition, run);
    case 'tag':
      return rule.tags.some(({ value }) => value.toLowerCase() === condition.tag.toLowerCase());
    case 'state':
      return holdsState(condition, run.state);
    case 'applied':
      return run.applied.has(condition.id.value);
  }
}

/** A correlation has the log sources of its rules. */
function hasLogsource(rule: SigmaRule, wanted: LogsourceParts, others: readonly SigmaRule[]): boolean {
  const find = indexRules(others);
  const seen = new Set<SigmaRule>();
  const visit = (each: SigmaRule): boolean => {
    if (seen.has(each)) return false;
    seen.add(each);
    if (each.kind !== 'correlation') return isWithin(each, wanted);
    return referencesOf(each).some(({ value }) => {
      const found = find(value);
      return found !== undefined && visit(found);
    });
  };
  return visit(rule);
}

function isWithin({ logsource }: DetectionRule | FilterRule, wanted: LogsourceParts): boolean {
  return (['category', 'product', 'service'] as const).every(
    (part) => wanted[part] === undefined || wanted[part] === logsource[part]?.value,
  );
}

/** Whether a test is equality with a value of YAML; texts are Sigma strings. */
export function equals(test: Test, value: unknown): boolean {
  switch (test.kind) {
    case 'string':
      return typeof value === 'string' && plainText(test.pattern) === plainText(parsePattern(value, false));
    case 'number':
      return (typeof value === 'number' || typeof value === 'bigint') && String(value) === String(test.value);
    case 'boolean':
      return value === test.value;
    case 'null':
      return value === null;
    default:
      return false;
  }
}

/** An attribute of the rule, whatever it is: text, number, list; undefined when the rule has none of that name. */
export function attributeOf(name: string, run: Run): unknown {
  if (name === 'fields') return run.fields;
  if (run.attributes.has(name)) return run.attributes.get(name);
  const node = deref(run.rule.node);
  const entry = node?.kind === 'mapping' ? entryOf(node, name) : undefined;
  if (entry !== undefined) return toPlain(entry.value);
  return Object.hasOwn(ruleDefaults, name) ? ruleDefaults[name] : undefined;
}

function hasAttribute(condition: Extract<RuleCondition, { kind: 'attribute' }>, run: Run): boolean {
  const { name, relation } = condition;
  const actual = attributeOf(name, run);
  if (relation === 'in' || relation === 'not_in') {
    return (
      Array.isArray(actual) && actual.some((each) => String(each) === String(condition.value)) === (relation === 'in')
    );
  }
  // A list equals no single value.
  if (Array.isArray(actual)) return relation === 'ne';
  if (actual === undefined || actual === null) return false;
  const order = orderOf(name);
  const rank = (value: unknown) => order?.indexOf(String(value).toLowerCase()) ?? -1;
  if (order !== undefined) return compare(rank(actual), rank(condition.value), relation);
  if (typeof actual === 'number' || typeof actual === 'bigint')
    return compare(Number(actual), Number(condition.value), relation);
  const [left, right] = [dateForm(String(actual)), dateForm(String(condition.value))];
  const ordered = relation === 'eq' || relation === 'ne' || (isDate(left) && isDate(right));
  return ordered && compare(left, right, relation);
}

/** `2024/01/31` and `2024-01-31` are the same day. */
function dateForm(text: string): string {
  return /^\d{4}\/\d{2}\/\d{2}$/.test(text) ? text.replaceAll('/', '-') : text;
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text);
}
