import type { Problem } from '../problem.ts';
import { placedAt } from '../sigma/applyFilters.ts';
import type { Expression } from '../sigma/expression.ts';
import { readSelection } from '../sigma/readSelection.ts';
import type { Logsource } from '../sigma/rule.ts';
import type { YamlEntry, YamlNode } from '../yaml/tree.ts';
import type { ProcessingItem, Transformation } from './pipeline.ts';
import { fail, type Step, spend } from './run.ts';

type AddCondition = Extract<Transformation, { kind: 'addCondition' }>;

/** `add_condition`: what is added stands, for the reader of the rule, at its log source. */
export function addCondition(step: Step, { action }: ProcessingItem<AddCondition>): void {
  const { run, pipeline, label } = step;
  const { rule } = run;
  if (rule.kind !== 'detection' || rule.expression === undefined) return;
  const { range } = rule.logsource;
  const conditions = action.template ? filled(action.conditions, rule.logsource, step) : action.conditions;
  const read = conditions && readConditionsOf(conditions, action.document, []);
  if (read === undefined || !spend(step, 'looks', 10)) return;
  const origin = { pipeline, item: label };
  const added = named(renamed(placedAt(read, range, origin)), action, origin, range);
  const condition: Expression = action.negated ? { kind: 'not', operand: added, range, origin } : added;
  run.rule = {
    ...rule,
    expression: { kind: 'and', operands: [condition, ...conjuncts(rule.expression)], range: rule.expression.range },
  };
}

/** Many conditions may be added, one beside the other. */
function conjuncts(expression: Expression): readonly Expression[] {
  return expression.kind === 'and' ? expression.operands : [expression];
}

/** The meaning of the added selection, its places in the pipeline's file; what is wrong in it goes to `problems`. */
export function readConditionsOf(node: YamlNode, document: string, problems: Problem[]): Expression | undefined {
  return readSelection(node, { document, problems, variants: 0 });
}

function named(
  operand: Expression,
  { name }: AddCondition,
  origin: { readonly pipeline: string; readonly item: string },
  range: Expression['range'],
): Expression {
  return name === undefined ? operand : { kind: 'selection', name, operand, range, origin };
}

/** Whoever wrote the pipeline may have meant columns. */
function renamed(expression: Expression): Expression {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return { ...expression, operands: expression.operands.map(renamed) };
    case 'not':
    case 'selection':
      return { ...expression, operand: renamed(expression.operand) };
    case 'item':
      return expression.field === undefined ? expression : { ...expression, isRenamed: true };
  }
}

/** The texts among the values with `$category` and its like filled in; undefined if the rule does not have one. */
function filled(node: YamlNode, logsource: Logsource, step: Step): YamlNode | undefined {
  let isComplete = true;
  const fill = (text: string): string =>
    text.replace(
      /\$(?:(\$)|(category|product|service)\b|\{(category|product|service)\})/g,
      (whole, dollar, bare, braced) => {
        if (dollar !== undefined) return '$';
        const part: string = bare ?? braced;
        const value =
          part === 'category' || part === 'product' || part === 'service' ? logsource[part]?.value : undefined;
        if (value !== undefined) return value;
        isComplete = false;
        fail(step, `asks for \`${whole}\`, and the rule’s log source has no \`${part}\`.`, logsource.range);
        return whole;
      },
    );
  const walk = (each: YamlNode): YamlNode => {
    switch (each.kind) {
      case 'scalar': {
        if (typeof each.value !== 'string' || !each.value.includes('$')) return each;
        const value = fill(each.value);
        return { ...each, value, text: value };
      }
      case 'sequence':
        return { ...each, items: each.items.map(walk) };
      case 'mapping':
        return { ...each, entries: each.entries.map((entry): YamlEntry => ({ ...entry, value: walk(entry.value) })) };
      case 'alias':
        return each.target === undefined ? each : { ...each, target: walk(each.target) };
    }
  };
  const result = walk(node);
  return isComplete ? result : undefined;
}
