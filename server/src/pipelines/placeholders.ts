import type { Test } from '../sigma/expression.ts';
import type { Pattern } from '../sigma/pattern.ts';
import { fillPlaceholders, placeholderValue } from '../sigma/placeholders.ts';
import { regexFault } from '../sigma/regex.ts';
import type { Chosen, PlaceholderSource, ProcessingItem, Transformation } from './pipeline.ts';
import { rewriteTests } from './rewrite.ts';
import { fail, type Step } from './run.ts';

type Placeholders = Extract<Transformation, { kind: 'placeholders' }>;
type ValueSource = Exclude<PlaceholderSource, { kind: 'query' }>;
type OpenTest = Extract<Test, { kind: 'string' | 'regex' }>;
type Refuse = (what: string) => void;

/**
 * The kinds of placeholder transformations, for texts and regular expressions; what they do not choose or know stays a
 * placeholder.
 */
export function replacePlaceholders(step: Step, item: ProcessingItem<Placeholders>): void {
  const { by, chosen } = item.action;
  rewriteTests(step, item, (test, { field }, { range }) => {
    if (test.kind !== 'string' && test.kind !== 'regex') return undefined;
    if (!namesIn(test).some((name) => isMeant(name, chosen))) return undefined;
    const refuse: Refuse = (what) => fail(step, what, range);
    return by.kind === 'query' ? asQuery(test, by, field, refuse) : withValues(test, by, chosen, step, refuse);
  });
}

/** The placeholders that wait for values. */
function namesIn(test: OpenTest): readonly string[] {
  const parts = (test.kind === 'string' ? test.pattern : test.open) ?? [];
  return parts.flatMap((part) => (part.kind === 'placeholder' && part.query === undefined ? [part.name] : []));
}

function isMeant(name: string, { include, exclude }: Chosen): boolean {
  return (include?.includes(name) ?? true) && !(exclude?.includes(name) ?? false);
}

/** Every combination of the values; too many are refused, and so is what is no regular expression then. */
function withValues(
  test: OpenTest,
  by: ValueSource,
  chosen: Chosen,
  step: Step,
  refuse: Refuse,
): readonly Test[] | undefined {
  if (by.kind === 'wildcard' && test.kind === 'regex') {
    refuse(
      'cannot put a wildcard into a regular expression, where `*` repeats what stands before it. Give the placeholder the value `.*` with `value_placeholders`.',
    );
    return undefined;
  }
  const filled = fillPlaceholders(test, (name) =>
    isMeant(name, chosen) ? valuesOf(name, test, by, step, refuse) : undefined,
  );
  const fault = filled === undefined ? 'would make too many forms of this value.' : faultIn(filled);
  if (fault === undefined) return filled;
  refuse(fault);
  return undefined;
}

function faultIn(tests: readonly Test[]): string | undefined {
  for (const test of tests) {
    const fault = test.kind === 'regex' ? regexFault(test.source) : undefined;
    if (fault !== undefined && test.kind === 'regex') return `makes \`${test.source}\` of this expression. ${fault}`;
  }
  return undefined;
}

/** Undefined for a variable that does not exist: a setting may still have it. */
function valuesOf(
  name: string,
  test: OpenTest,
  by: ValueSource,
  { run }: Step,
  refuse: Refuse,
): readonly Pattern[] | undefined {
  if (by.kind === 'wildcard') return [[{ kind: 'any' }]];
  if (by.kind === 'values') return by.values.map((value) => placeholderValue(value, test));
  if (by.kind === 'file') {
    refuse(`takes values from \`${by.file.path.value}\`, which was not read.`);
    return undefined;
  }
  if (!run.variables.has(name)) return undefined;
  const given = run.variables.get(name);
  const values: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (values.length > 0 && values.every((value) => typeof value === 'string' || typeof value === 'number'))
    return values.map((value) => placeholderValue(String(value), test));
  refuse(`needs texts or numbers for \`%${name}%\`, and \`vars\` has something else.`);
  return undefined;
}

/** pySigma refuses texts that are more than a placeholder, too, and passes regular expressions over. */
function asQuery(
  test: OpenTest,
  { expression, mapping }: Extract<PlaceholderSource, { kind: 'query' }>,
  field: string | undefined,
  refuse: Refuse,
): readonly Test[] | undefined {
  if (test.kind === 'regex') return undefined;
  const [part] = test.pattern;
  if (part?.kind !== 'placeholder' || test.pattern.length !== 1 || field === undefined) {
    refuse('needs a value of a field that is nothing but a placeholder.');
    return undefined;
  }
  const id = mapping.get(part.name) || part.name;
  return [{ ...test, pattern: [{ ...part, query: { kql: expression, id } }] }];
}
