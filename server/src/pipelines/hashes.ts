import type { Expression, Item, ItemValue } from '../sigma/expression.ts';
import type { Pattern } from '../sigma/pattern.ts';
import type { ProcessingItem, Transformation } from './pipeline.ts';
import { plainText, slicePattern } from './plainText.ts';
import { rewriteItems } from './rewrite.ts';
import { fail, type Step, testsOf } from './run.ts';

type Hashes = Extract<Transformation, { kind: 'hashes' }>;

/**
 * `hashes_fields`: `SHA1=…`, `SHA1|…` or a bare digest, told by its length, to a field for each algorithm. The fields are
 * joined by `or`, those of `|all` by `and`. A value of an algorithm that has no field is left out, as in pySigma, and
 * that is said.
 */
export function splitHashes(step: Step, item: ProcessingItem<Hashes>): void {
  rewriteItems(step, item, (each) => {
    if (testsOf(each).some(({ kind }) => kind !== 'string')) return each;
    const fields = fieldsOf(each, item.action, step);
    if (fields.size > 0) return fieldItems(each, fields);
    const known = item.action.algorithms.map((name) => `\`${name}\``).join(', ');
    fail(step, `finds no hash of an algorithm that has a field. Those are ${known}.`, each.range);
    return each;
  });
}

function fieldsOf(item: Item, action: Hashes, step: Step): ReadonlyMap<string, readonly ItemValue[]> {
  const fields = new Map<string, ItemValue[]>();
  for (const value of item.values) {
    for (const test of value.alternatives) {
      const hash = test.kind === 'string' ? hashOf(test.pattern) : undefined;
      if (test.kind !== 'string' || hash === undefined) continue;
      const field = action.prefix + (action.dropAlgorithm ? '' : hash.algorithm);
      if (!action.algorithms.includes(hash.algorithm) || field === '') leftOut(hash.algorithm, value, step);
      else
        fields.set(field, [
          ...(fields.get(field) ?? []),
          { ...value, alternatives: [{ ...test, pattern: hash.digest }] },
        ]);
    }
  }
  return fields;
}

function leftOut(algorithm: string, { source, range }: ItemValue, { run, label, pipeline }: Step): void {
  const what = algorithm === '' ? 'no known algorithm' : `\`${algorithm}\`, which has no field`;
  const message = `\`${label}\` of the pipeline \`${pipeline}\` leaves \`${source}\` out: it is of ${what}.`;
  run.problems.push({ code: 'pipeline-dropped', severity: 'warning', message, range });
}

function hashOf(pattern: Pattern): { readonly algorithm: string; readonly digest: Pattern } {
  const plain = plainText(pattern);
  const parts = plain.split(plain.includes('|') ? '|' : '=');
  const [first = '', second] = parts;
  if (second !== undefined && parts.length === 2) {
    const digest = slicePattern(pattern, first.length + 1, plain.length);
    return { algorithm: first.replace(/^\*+/, '').toUpperCase(), digest };
  }
  return { algorithm: lengths[first.length] ?? '', digest: slicePattern(pattern, 0, first.length) };
}

/** A digest's length in hexadecimal digits (pySigma, `hash_lengths`). */
const lengths: Readonly<Record<number, string | undefined>> = { 32: 'MD5', 40: 'SHA1', 64: 'SHA256', 128: 'SHA512' };

function fieldItems(item: Item, fields: ReadonlyMap<string, readonly ItemValue[]>): Expression {
  const items = [...fields].map(([name, values]): Item => {
    const { isRenamed: _, ...bare } = item;
    const field = name === 'keyword' ? undefined : name;
    return { ...bare, field, ...(field !== undefined && { isRenamed: true }), values, negated: false };
  });
  const { range, origin } = item;
  const [only] = items;
  const joined: Expression =
    only !== undefined && items.length === 1
      ? only
      : { kind: item.quantifier === 'all' ? 'and' : 'or', operands: items, range, ...(origin && { origin }) };
  return item.negated ? { kind: 'not', operand: joined, range, ...(origin && { origin }) } : joined;
}
