import type { ColumnType } from '../../catalog/columns.ts';
import type { Range } from '../../range.ts';
import type { Test } from '../../sigma/expression.ts';
import type { Scalar } from '../ast.ts';
import { and, binary, call } from '../build.ts';
import { type Context, refuse } from './context.ts';
import { isRespelt } from './patterns.ts';
import { type Subject, subjectOf } from './subject.ts';
import { unmappedField } from './unmapped.ts';

/** Two fields of the event against each other, which have to be there: nothing equals a missing field. */
export function fieldrefPredicate(
  subject: Subject,
  test: Extract<Test, { kind: 'fieldref' }>,
  range: Range,
  context: Context,
): Scalar {
  const mapped = context.mapping.fields.get(test.field);
  if (mapped === undefined) return unmappedField(test.field, range, context);
  if (mapped.kind !== 'column' && mapped.kind !== 'computed') {
    return refuse(
      context,
      'unsupported-value',
      `\`${test.field}\` is no single column of \`${context.table}\`.`,
      range,
    );
  }
  const other = subjectOf(test.field, mapped, range, context);
  if (subject.holds !== other.holds || respelling(subject) !== respelling(other)) {
    const message = `\`${context.table}\` keeps \`${subject.field}\` and \`${test.field}\` in different forms that cannot be compared.`;
    return refuse(context, 'unsupported-value', message, range);
  }
  const untold = [subject, other].find(({ type }) => !hasOneSpelling.has(type));
  if (untold !== undefined) {
    const message = `\`${untold.field}\` is of the type ${untold.type} in \`${context.table}\` and cannot be compared with another field.`;
    return refuse(context, 'unsupported-value', message, range);
  }
  const [left, right] = [asText(subject), asText(other)];
  const operator = operators[test.match];
  const compared = binary(left, test.cased ? operator.cased : operator.plain, right);
  return and([call('isnotempty', left), ...(test.match === 'equals' ? [] : [call('isnotempty', right)]), compared]);
}

/** A text that may stand in a column as the rule has it is compared as it is. */
function respelling({ rewrites }: Subject): Subject['rewrites'] | undefined {
  return isRespelt(rewrites) ? rewrites : undefined;
}

/** Types whose values Kusto writes as logs do, so that two of them can be compared as texts. */
const hasOneSpelling: ReadonlySet<string> = new Set<ColumnType>(['string', 'int', 'long', 'bool', 'guid']);

function asText({ scalar, type }: Subject): Scalar {
  return type === 'string' ? scalar : call('tostring', scalar);
}

const operators = {
  equals: { plain: '=~', cased: '==' },
  startswith: { plain: 'startswith', cased: 'startswith_cs' },
  endswith: { plain: 'endswith', cased: 'endswith_cs' },
  contains: { plain: 'contains', cased: 'contains_cs' },
} as const;
