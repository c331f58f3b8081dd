import { targets } from '../../catalog/target.ts';
import { allOf } from '../../enumerate.ts';
import type { Problem } from '../../problem.ts';
import type { Range } from '../../range.ts';
import type { Expression } from '../../sigma/expression.ts';
import type { Scalar } from '../ast.ts';
import { columnsOf } from '../fieldMapping.ts';
import { type Context, refuse } from './context.ts';

type About = Pick<Context, 'target' | 'logsource' | 'mapping' | 'table'>;

/** Refuses a field that the table does not have, and says who has it. */
export function unmappedField(field: string, range: Range, context: Context): Scalar {
  const { code, message } = unmapped(field, range, context);
  return refuse(context, code, message, range);
}

/** The error for the first field of an expression that the table does not have. */
export function firstUnmapped(expression: Expression, about: About): Problem | undefined {
  switch (expression.kind) {
    case 'and':
    case 'or':
      for (const operand of expression.operands) {
        const problem = firstUnmapped(operand, about);
        if (problem !== undefined) return problem;
      }
      return undefined;
    case 'not':
    case 'selection':
      return firstUnmapped(expression.operand, about);
    case 'item': {
      const { field, fieldRange } = expression;
      return field === undefined || about.mapping.fields.get(field) !== undefined
        ? undefined
        : unmapped(field, fieldRange, about);
    }
  }
}

function unmapped(field: string, range: Range, { target, logsource, mapping, table }: About): Problem {
  const columns = columnsOf(logsource, field).filter((each) => each.table !== mapping.table);
  const elsewhere = targets.flatMap((each) => {
    const column = columns.find((other) => other.target === each);
    return column === undefined ? [] : [`\`${column.table}\` (${each})`];
  });
  const others = allOf(elsewhere);
  const hint =
    elsewhere.length === 0
      ? 'No other table has it either.'
      : `${others} ${elsewhere.length === 1 ? 'has' : 'have'} it.`;
  const message = `\`${table}\` (${target}) has no column for \`${field}\`. ${hint}`;
  return { code: 'unmapped-field', severity: 'error', message, range };
}
