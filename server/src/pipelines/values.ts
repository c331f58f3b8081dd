import type { Item, ItemValue, Test } from '../sigma/expression.ts';
import type { Pattern } from '../sigma/pattern.ts';
import { literal, parsePattern, place } from '../sigma/value.ts';
import type { ProcessingItem, Transformation } from './pipeline.ts';
import { plainText } from './plainText.ts';
import { numberIn } from './readTransformation.ts';
import { rewriteItems, rewriteTests } from './rewrite.ts';
import { fail, type Step } from './run.ts';

/** `map_string`: whole values, as pySigma writes them, to one or several others. */
export function mapStrings(step: Step, item: ProcessingItem<Extract<Transformation, { kind: 'mapString' }>>): void {
  rewriteTests(step, item, (test, { field }) => {
    const mapped = test.kind === 'string' ? item.action.mapping.get(plainText(test.pattern)) : undefined;
    if (test.kind !== 'string' || mapped === undefined || mapped.length === 0) return undefined;
    return mapped.map((text) => ({ ...test, pattern: valuePattern(text, field) }));
  });
}

/** `case`: the texts of patterns; their wildcards stay. */
export function changeCase(step: Step, item: ProcessingItem<Extract<Transformation, { kind: 'case' }>>): void {
  const { method } = item.action;
  const change = (text: string): string => {
    if (method === 'upper') return text.toUpperCase();
    return (method === 'lower' ? text : text.replace(/(?<!^)(?=[A-Z])/g, '_')).toLowerCase();
  };
  rewriteTests(step, item, (test) => {
    if (test.kind !== 'string') return undefined;
    return [
      {
        ...test,
        pattern: test.pattern.map((part) => (part.kind === 'text' ? { ...part, text: change(part.text) } : part)),
      },
    ];
  });
}

/**
 * `regex`: a value as a regular expression. pySigma leaves it to the backend whether an expression has to fit the whole
 * value; here it does, so that it finds what the value would. Case counts with `plain`.
 */
export function makeExpressions(step: Step, item: ProcessingItem<Extract<Transformation, { kind: 'regex' }>>): void {
  const flags = { i: item.action.ignoreCase, m: false, s: true };
  rewriteTests(step, item, (test, _, { range }) => {
    if (test.kind !== 'string' || test.pattern.length === 0) return undefined;
    const open = test.pattern.find((part) => part.kind === 'placeholder');
    if (open === undefined) return [{ kind: 'regex', source: `\\A${expressionOf(test.pattern)}\\z`, flags }];
    fail(step, `cannot make a regular expression of \`%${open.name}%\`. Give it its values before.`, range);
    return undefined;
  });
}

function expressionOf(pattern: Pattern): string {
  return pattern
    .map((part) => {
      if (part.kind === 'text') return part.text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
      return part.kind === 'any' ? '.*' : '.';
    })
    .join('');
}

/** `convert_type`; what is neither text nor number nor boolean stays as it is. */
export function convertTypes(step: Step, item: ProcessingItem<Extract<Transformation, { kind: 'convertType' }>>): void {
  const { to } = item.action;
  rewriteTests(step, item, (test, { field }, { range, source }) => {
    if (to === 'str') {
      if (test.kind === 'string') return [test];
      if (test.kind === 'number') return [text(literal(test.text), field)];
      // Python writes `True` and `False`.
      return test.kind === 'boolean' ? [text(literal(test.value ? 'True' : 'False'), field)] : undefined;
    }
    if (test.kind === 'number') return [test];
    if (test.kind !== 'string') return undefined;
    const plain = plainText(test.pattern);
    const value = numberIn(plain);
    if (value !== undefined) return [{ kind: 'number', value, text: plain.trim() }];
    fail(step, `cannot make a number of \`${source}\`.`, range);
    return undefined;
  });
}

/** `set_value`: one value in the place of all. */
export function setValues(step: Step, item: ProcessingItem<Extract<Transformation, { kind: 'setValue' }>>): void {
  const { value } = item.action;
  rewriteItems(step, item, (each) => {
    const [first] = each.values;
    if (first === undefined) return each;
    const test = testOf(value, each);
    if (test === undefined) {
      fail(step, 'makes a keyword `null`, which only the value of a field can be.', each.range);
      return each;
    }
    const only: ItemValue = { range: first.range, source: String(value), alternatives: [test] };
    return { ...each, values: [only] };
  });
}

function testOf(value: string | number | bigint | boolean | null, { field }: Item): Test | undefined {
  if (value === null) return field === undefined ? undefined : { kind: 'null' };
  if (typeof value === 'string') return text(valuePattern(value, field), field);
  if (field === undefined) return text(literal(String(value)), field);
  return typeof value === 'boolean' ? { kind: 'boolean', value } : { kind: 'number', value, text: String(value) };
}

/** A text of the pipeline as a Sigma string; a keyword may stand anywhere in a value. */
export function valuePattern(value: string, field: string | undefined): Pattern {
  const pattern = parsePattern(value, false);
  return field === undefined ? place(pattern, 'contains') : pattern;
}

function text(pattern: Pattern, field: string | undefined): Test {
  return { kind: 'string', pattern: field === undefined ? place(pattern, 'contains') : pattern, cased: false };
}
