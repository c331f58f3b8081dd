import { targets } from '../../catalog/target.ts';
import { allOf } from '../../enumerate.ts';
import type { Range } from '../../range.ts';
import type { Scalar } from '../ast.ts';
import { columnsOf } from '../fieldMapping.ts';
import { type Context, refuse } from './context.ts';

/** Refuses a field that the table does not have, and says who has it. */
export function unmappedField(field: string, range: Range, context: Context): Scalar {
  const columns = columnsOf(context.logsource, field).filter(({ table }) => table !== context.mapping.table);
  const elsewhere = targets.flatMap((target) => {
    const column = columns.find((each) => each.target === target);
    return column === undefined ? [] : [`\`${column.table}\` (${target})`];
  });
  const others = allOf(elsewhere);
  const hint =
    elsewhere.length === 0
      ? 'No other table has it either.'
      : `${others} ${elsewhere.length === 1 ? 'has' : 'have'} it.`;
  return refuse(
    context,
    'unmapped-field',
    `\`${context.table}\` (${context.target}) has no column for \`${field}\`. ${hint}`,
    range,
  );
}
