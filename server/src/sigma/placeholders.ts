import type { Expression, Item, ItemValue, Test } from './expression.ts';
import type { Pattern } from './pattern.ts';
import { regexOf } from './regexPlaceholders.ts';
import type { SigmaRule } from './rule.ts';
import { concatenate, literal, parsePattern } from './value.ts';
import { maximumVariants } from './variants.ts';
import { writtenText } from './written.ts';

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
 * and several in one value every combination. Values are Sigma strings, so `srv*` is a pattern; in a regular expression
 * they are parts of it, as `valueInRegex` has them. A name without values stays a placeholder, and so does a value that
 * would become more than a few thousand forms.
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

/** The name of the first placeholder that has no value yet. */
export function openPlaceholder(test: Test): string | undefined {
  const open = partsOf(test)?.find((part) => part.kind === 'placeholder');
  return open?.kind === 'placeholder' ? open.name : undefined;
}

/**
 * Every form of a test when each placeholder becomes each of the patterns given for it, or stays where there are none;
 * undefined when that is too many.
 */
export function fillPlaceholders(
  test: Test,
  patternsFor: (name: string) => readonly Pattern[] | undefined,
): readonly Test[] | undefined {
  const parts = partsOf(test);
  if (parts === undefined) return [test];
  let prefixes: readonly Pattern[] = [[]];
  for (const part of parts) {
    const filled = part.kind === 'placeholder' && part.query === undefined ? patternsFor(part.name) : undefined;
    const patterns = filled ?? [[part]];
    if (prefixes.length * patterns.length > maximumVariants) return undefined;
    prefixes = prefixes.flatMap((prefix) => patterns.map((pattern) => concatenate([prefix, pattern])));
  }
  return prefixes.map((made): Test => {
    if (test.kind === 'regex') return regexOf(made, test.flags);
    return test.kind === 'string' ? { ...test, pattern: made } : test;
  });
}

/** A value of a placeholder as the kind of test takes it. */
export function placeholderValue(value: string, { kind }: Test): Pattern {
  return kind === 'regex' ? valueInRegex(value) : parsePattern(value, false);
}

/**
 * As pySigma inserts a value: read as a Sigma string, so that two backslashes are one, and written out again without any
 * escaping, so that `.*` or `(a|b)` keep what they mean in a regular expression.
 */
function valueInRegex(value: string): Pattern {
  return literal(writtenText(parsePattern(value, false)));
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
        for (const test of alternatives)
          for (const part of partsOf(test) ?? []) if (part.kind === 'placeholder') names.add(part.name);
      }
  }
}

/** What of a test may hold placeholders. */
function partsOf(test: Test): Pattern | undefined {
  return test.kind === 'string' ? test.pattern : test.kind === 'regex' ? test.open : undefined;
}

function resolveItem(item: Item, values: Placeholders): Item {
  const resolved = item.values.map((value): ItemValue => {
    const alternatives = value.alternatives.flatMap((test) => resolveTest(test, values));
    return alternatives.length > maximumVariants ? value : { ...value, alternatives };
  });
  return { ...item, values: resolved };
}

function resolveTest(test: Test, values: Placeholders): readonly Test[] {
  const filled = fillPlaceholders(test, (name) =>
    Object.hasOwn(values, name) ? (values[name] ?? []).map((value) => placeholderValue(value, test)) : undefined,
  );
  return filled ?? [test];
}
