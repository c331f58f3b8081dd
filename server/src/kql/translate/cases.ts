import type { Range } from '../../range.ts';
import type { Test } from '../../sigma/expression.ts';
import type { Scalar } from '../ast.ts';
import { bool, or, verbatim } from '../build.ts';
import type { CasesField } from '../tableMapping.ts';
import { type Context, neverMatches, refuse } from './context.ts';
import { matchesPattern } from './patterns.ts';
import { passesRegex } from './regex.ts';

/** A test on a field with a closed set of values: the predicates of those that pass. */
export function casesPredicate(
  field: string,
  { cases }: CasesField,
  test: Test,
  range: Range,
  context: Context,
): Scalar {
  const passes = passing(test);
  if (passes === undefined) {
    const message = `\`${context.table}\` has no column for \`${field}\`, only conditions for the values ${listed(cases)}.`;
    return refuse(context, 'unsupported-value', message, range);
  }
  if (test.kind === 'null' || test.kind === 'exists') return bool(test.kind === 'exists' && test.value);
  const predicates = [...cases].filter(([value]) => passes(value)).map(([, predicate]) => predicate);
  if (predicates.length > 0) return or([...new Set(predicates)].map((predicate) => verbatim(predicate)));
  const message = `\`${field}\` has only the values ${listed(cases)} in \`${context.table}\`, none of which is this.`;
  return neverMatches(context, message, range);
}

function passing(test: Test): ((value: string) => boolean) | undefined {
  switch (test.kind) {
    case 'string':
      return (value) => matchesPattern(test.pattern, value, test.cased);
    case 'number':
    case 'boolean':
      return (value) => value === String(test.value);
    case 'regex':
      return (value) => passesRegex(test, value);
    case 'null':
    case 'exists':
      return () => false;
    case 'cidr':
    case 'compare':
    case 'time':
    case 'fieldref':
      return undefined;
  }
}

function listed(cases: CasesField['cases']): string {
  return [...cases.keys()].map((value) => `\`${value}\``).join(', ');
}
