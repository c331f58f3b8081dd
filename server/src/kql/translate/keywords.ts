import type { Range } from '../../range.ts';
import type { Item, Test } from '../../sigma/expression.ts';
import type { Scalar } from '../ast.ts';
import { column, or } from '../build.ts';
import { type Context, refuse } from './context.ts';
import { anywhere } from './patterns.ts';
import { regexPredicate } from './regex.ts';
import { patternPredicate } from './text.ts';

/** A keyword is looked for anywhere in the values of an event: in the columns that hold them. */
export function keywordPredicate(item: Item, test: Test, range: Range, context: Context): Scalar {
  const { keywords } = context.mapping;
  if (keywords.length === 0) {
    const message = `\`${context.table}\` (${context.target}) has no column that keywords could be looked for in.`;
    return refuse(context, 'unmapped-keywords', message, item.fieldRange);
  }
  return or(keywords.map((name) => keywordIn(column(name), test, range, context)));
}

function keywordIn(scalar: Scalar, test: Test, range: Range, context: Context): Scalar {
  switch (test.kind) {
    case 'string':
      return patternPredicate({ scalar }, anywhere(test.pattern), test.cased);
    case 'number':
    case 'boolean':
      return patternPredicate({ scalar }, anywhere([{ kind: 'text', text: String(test.value) }]), false);
    case 'regex':
      return regexPredicate(scalar, test);
    case 'null':
    case 'exists':
    case 'cidr':
    case 'compare':
    case 'time':
    case 'fieldref':
      return refuse(context, 'unsupported-value', 'A keyword has to be text to be looked for in KQL.', range);
  }
}
