import type { Test } from '../sigma/expression.ts';
import type { Pattern, PatternPart } from '../sigma/pattern.ts';
import { concatenate, parsePattern } from '../sigma/value.ts';
import { maximumVariants } from '../sigma/variants.ts';
import type { Chosen, PlaceholderSource, ProcessingItem, Transformation } from './pipeline.ts';
import { rewriteTests } from './rewrite.ts';
import { fail, type Step } from './run.ts';

type Placeholders = Extract<Transformation, { kind: 'placeholders' }>;
type StringTest = Extract<Test, { kind: 'string' }>;
type PlaceholderPart = Extract<PatternPart, { kind: 'placeholder' }>;

/** The kinds of placeholder transformations; what they do not choose or know stays a placeholder. */
export function replacePlaceholders(step: Step, item: ProcessingItem<Placeholders>): void {
  const { by, chosen } = item.action;
  rewriteTests(step, item, (test, { field }, { range }) => {
    if (test.kind !== 'string' || !test.pattern.some((part) => isMeant(part, chosen))) return undefined;
    const refuse = (what: string) => fail(step, what, range);
    return by.kind === 'query'
      ? asQuery(test, by, field, refuse)
      : withValues(test, (part) => (isMeant(part, chosen) ? valuesOf(part.name, by, step, refuse) : undefined), refuse);
  });
}

function isMeant(part: PatternPart, { include, exclude }: Chosen): part is PlaceholderPart {
  if (part.kind !== 'placeholder' || part.query !== undefined) return false;
  return (include?.includes(part.name) ?? true) && !(exclude?.includes(part.name) ?? false);
}

/** Undefined for a variable that does not exist: a setting may still have it. */
function valuesOf(
  name: string,
  by: Exclude<PlaceholderSource, { kind: 'query' }>,
  { run }: Step,
  refuse: (what: string) => void,
): readonly Pattern[] | undefined {
  if (by.kind === 'wildcard') return [[{ kind: 'any' }]];
  if (by.kind === 'values') return by.values.map((value) => parsePattern(value, false));
  if (by.kind === 'file') {
    refuse(`takes values from \`${by.file.path.value}\`, which was not read.`);
    return undefined;
  }
  if (!run.variables.has(name)) return undefined;
  const given = run.variables.get(name);
  const values: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (values.length > 0 && values.every((value) => typeof value === 'string' || typeof value === 'number'))
    return values.map((value) => parsePattern(String(value), false));
  refuse(`needs texts or numbers for \`%${name}%\`, and \`vars\` has something else.`);
  return undefined;
}

/** Every combination of the values; too many are refused. */
function withValues(
  test: StringTest,
  valuesFor: (part: PatternPart) => readonly Pattern[] | undefined,
  refuse: (what: string) => void,
): readonly Test[] | undefined {
  let prefixes: readonly Pattern[] = [[]];
  for (const part of test.pattern) {
    const values = valuesFor(part) ?? [[part]];
    if (prefixes.length * values.length > maximumVariants) {
      refuse('would make too many forms of this value.');
      return undefined;
    }
    prefixes = prefixes.flatMap((prefix) => values.map((value) => concatenate([prefix, value])));
  }
  return prefixes.map((pattern) => ({ ...test, pattern }));
}

/** pySigma refuses texts that are more than a placeholder, too. */
function asQuery(
  test: StringTest,
  { expression, mapping }: Extract<PlaceholderSource, { kind: 'query' }>,
  field: string | undefined,
  refuse: (what: string) => void,
): readonly Test[] | undefined {
  const [part] = test.pattern;
  if (part?.kind !== 'placeholder' || test.pattern.length !== 1 || field === undefined) {
    refuse('needs a value of a field that is nothing but a placeholder.');
    return undefined;
  }
  const id = mapping.get(part.name) || part.name;
  return [{ ...test, pattern: [{ ...part, query: { kql: expression, id } }] }];
}
