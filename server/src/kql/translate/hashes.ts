import type { Range } from '../../range.ts';
import type { Test } from '../../sigma/expression.ts';
import type { Scalar } from '../ast.ts';
import { and, binary, call, column, or, text } from '../build.ts';
import type { HashesField } from '../tableMapping.ts';
import { approximate, type Context, refuse } from './context.ts';
import { simpleShape } from './patterns.ts';

/**
 * Sysmon's list of hashes, `SHA1=…,MD5=…,SHA256=…,IMPHASH=…`, where each algorithm has a column. A test has to name the
 * algorithm or to be recognisable by the hash's length; an algorithm without a column is refused, never left out.
 */
export function hashesPredicate(
  field: string,
  { algorithms }: HashesField,
  test: Test,
  range: Range,
  context: Context,
): Scalar {
  const columns = [...algorithms.values()].map(column);
  if (test.kind === 'null') return and(columns.map((each) => call('isempty', each)));
  if (test.kind === 'exists') {
    return test.value
      ? or(columns.map((each) => call('isnotempty', each)))
      : and(columns.map((each) => call('isempty', each)));
  }
  const shape = test.kind === 'string' ? simpleShape(test.pattern) : undefined;
  const hashes = hashesIn(shape);
  if (hashes === undefined) {
    const message = `\`${context.table}\` has hashes by algorithm, so only whole ones, such as \`SHA256=…\`, can be looked for in \`${field}\`.`;
    return refuse(context, 'unsupported-value', message, range);
  }
  if (shape?.kind !== 'contains') tellOfOthers(field, range, context);
  return and(hashes.map((hash) => hashPredicate(hash, algorithms, range, context)));
}

/** The list as a whole is in no column. */
function tellOfOthers(field: string, range: Range, context: Context): void {
  const message = `\`${context.table}\` has the hashes of \`${field}\` one by one: lists that have this hash and others match as well.`;
  approximate(context, message, range);
}

interface Hash {
  readonly algorithm: string;
  readonly digits: string;
}

/** Lengths in hexadecimal digits. */
const lengths: ReadonlyMap<string, number> = new Map([
  ['MD5', 32],
  ['SHA1', 40],
  ['SHA256', 64],
  ['IMPHASH', 32],
]);

/** All hashes of a value; undefined if it is anything else. */
function hashesIn(shape: ReturnType<typeof simpleShape>): readonly Hash[] | undefined {
  if (shape === undefined || shape.text === '') return undefined;
  const parts = shape.text.split(',');
  const hashes = parts.map((part): Hash | undefined => {
    const [, name, digits = ''] = /^(?:(\w+)=)?([\da-f]+)$/i.exec(part.trim()) ?? [];
    const algorithm = name?.toUpperCase() ?? nameByLength(digits);
    return algorithm === undefined || !(lengths.has(algorithm) || algorithm === anyOf32)
      ? undefined
      : { algorithm, digits };
  });
  const known = hashes.filter((hash) => hash !== undefined);
  return known.length === parts.length ? known : undefined;
}

/** 32 digits are an MD5 or an import hash: both are asked for. */
const anyOf32 = 'MD5 or IMPHASH';

function nameByLength(digits: string): string | undefined {
  if (digits.length === 32) return anyOf32;
  return digits.length === 40 ? 'SHA1' : digits.length === 64 ? 'SHA256' : undefined;
}

function hashPredicate(
  { algorithm, digits }: Hash,
  algorithms: HashesField['algorithms'],
  range: Range,
  context: Context,
): Scalar {
  if (algorithm === anyOf32) {
    return or(['MD5', 'IMPHASH'].map((each) => hashPredicate({ algorithm: each, digits }, algorithms, range, context)));
  }
  const name = algorithms.get(algorithm);
  if (name === undefined) {
    const known = [...algorithms.keys()].join(', ');
    const message = `\`${context.table}\` (${context.target}) has no ${algorithm}, only ${known}. Leaving it out would change what the rule means.`;
    return refuse(context, 'unmapped-field', message, range);
  }
  const whole = digits.length >= (lengths.get(algorithm) ?? 0);
  return binary(column(name), whole ? '=~' : 'startswith', text(digits));
}
