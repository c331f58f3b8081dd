import type { Range } from '../../range.ts';
import type { Test, TimePart } from '../../sigma/expression.ts';
import type { Scalar } from '../ast.ts';
import { binary, call, integer, text } from '../build.ts';
import { type Context, refuse } from './context.ts';
import { comparisons } from './numeric.ts';
import type { Subject } from './subject.ts';

/** A part of a time. Kusto turns a time that is written as text into UTC, so only a column of times can be asked. */
export function timePredicate(
  subject: Subject,
  test: Extract<Test, { kind: 'time' }>,
  range: Range,
  context: Context,
): Scalar {
  if (subject.type !== 'datetime') {
    const message = `\`${subject.field}\` is no column of times in \`${context.table}\`, so that its ${test.part} cannot be asked for.`;
    return refuse(context, 'unsupported-value', message, range);
  }
  const part = call('datetime_part', text(parts[test.part]), subject.scalar);
  return binary(part, test.operator === 'eq' ? '==' : comparisons[test.operator], integer(test.value));
}

const parts: Readonly<Record<TimePart, string>> = {
  minute: 'minute',
  hour: 'hour',
  day: 'day',
  week: 'week_of_year',
  month: 'month',
  year: 'year',
};
