import type { Expression, Item, ItemValue, Test } from './expression.ts';
import type { Pattern } from './pattern.ts';
import type { SigmaRule } from './rule.ts';
import { concatenate, parsePattern } from './value.ts';
import { maximumVariants } from './variants.ts';

/** Values by the names of placeholders, without the `%`. */
export type Placeholders = Readonly<Record<string, readonly string[]>>;

/** A rule with its placeholders replaced, as `resolvePlaceholders` does it; an empty list of values is none. */
export function withPlaceholders<Rule extends SigmaRule>(rule: Rule, values: Placeholders): Rule {
  if (rule.kind === 'correlation' || rule.expression === undefined) return rule;
  const given = Object.entries(values).filter(([, each]) => each.length > 0);
  if (given.length === 0 || openPlaceholders(rule.expression).length === 0) return rule;
  return { ...rule, expression: resolvePlaceholders(rule.expression, Object.fromEntries(given)) };
}

/** How a reader gives a placeholder its values, as a sentence. */
export const howToGiveValues =
  'Give it one in the setting `sigmasmith.placeholders`, or on the command line with `--placeholders FILE`.';

/**
 * Puts values in the place of `%name%` (modifier `expand`): each placeholder becomes each of its values, joined by OR,
 * and several in one value every combination. Values are Sigma strings, so `srv*` is a pattern. A name without values
 * stays a placeholder, and so does a value that would become more than a few thousand forms.
 */
export function resolvePlaceholders(expression: Expression, values: Placeholders): Expression {
  switch (expression.kind) {
    case 'and':
    case 'or': {
      const operands = expression.operands.map((operand) => resolvePlaceholders(operand, values));
      return { ...expression, operands };
    }
    case 'not':
    case 'selection':
      return { ...expression, operand: resolvePlaceholders(expression.operand, values) };
    case 'item':
      return expression.modifiers.includes('expand') ? resolveItem(expression, values) : expression;
  }
}

/** The names of the placeholders that an expression still has. */
export function openPlaceholders(expression: Expression): string[] {
  const names = new Set<string>();
  collect(expression, names);
  return [...names];
}

function collect(expression: Expression, names: Set<string>): void {
  switch (expression.kind) {
    case 'and':
    case 'or':
      for (const operand of expression.operands) collect(operand, names);
      return;
    case 'not':
    case 'selection':
      collect(expression.operand, names);
      return;
    case 'item':
      for (const { alternatives } of expression.values) {
        for (const test of alternatives) {
          if (test.kind !== 'string') continue;
          for (const part of test.pattern) if (part.kind === 'placeholder') names.add(part.name);
        }
      }
  }
}

function resolveItem(item: Item, values: Placeholders): Item {
  const resolved = item.values.map((value): ItemValue => {
    const alternatives = value.alternatives.flatMap((test) => resolveTest(test, values));
    return alternatives.length > maximumVariants ? value : { ...value, alternatives };
  });
  return { ...item, values: resolved };
}

function resolveTest(test: Test, values: Placeholders): Test[] {
  if (test.kind !== 'string') return [test];
  let prefixes: Pattern[] = [[]];
  for (const part of test.pattern) {
    const replacements =
      part.kind === 'placeholder' && Object.hasOwn(values, part.name)
        ? (values[part.name] ?? []).map((value) => parsePattern(value, false))
        : [[part]];
    if (prefixes.length * replacements.length > maximumVariants) return [test];
    prefixes = prefixes.flatMap((prefix) => replacements.map((replacement) => concatenate([prefix, replacement])));
  }
  return prefixes.map((pattern) => ({ ...test, pattern }));
}
