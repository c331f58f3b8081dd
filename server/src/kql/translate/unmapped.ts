import { targets } from '../../catalog/target.ts';
import { allOf } from '../../enumerate.ts';
import type { Range } from '../../range.ts';
import type { Expression } from '../../sigma/expression.ts';
import { itemsIn } from '../../sigma/itemsIn.ts';
import type { Scalar } from '../ast.ts';
import { columnsOf } from '../fieldMapping.ts';
import { type Context, refuse } from './context.ts';

/** Refuses a field that the table does not have, and says who has it; of the first ones, which somebody may read. */
export function unmappedField(field: string, range: Range, context: Context): Scalar {
  const hint = context.problems.length < mostHints ? ` ${whoHas(field, context)}` : '';
  return refuse(context, 'unmapped-field', `${noColumn(field, context)}.${hint}`, range);
}

const mostHints = 100;

function whoHas(field: string, context: Context): string {
  const columns = columnsOf(context.logsource, field).filter(({ table }) => table !== context.mapping.table);
  const elsewhere = targets.flatMap((target) => {
    const column = columns.find((each) => each.target === target);
    return column === undefined ? [] : [`\`${column.table}\` (${target})`];
  });
  const others = allOf(elsewhere);
  return elsewhere.length === 0
    ? 'No other table has it either.'
    : `${others} ${elsewhere.length === 1 ? 'has' : 'have'} it.`;
}

/** The first field of an expression that the table does not have, as a clause; undefined if it has all. */
export function lackingField(
  expression: Expression,
  about: Pick<Context, 'target' | 'mapping' | 'table'>,
): string | undefined {
  const lacking = itemsIn(expression).find(
    ({ field }) => field !== undefined && about.mapping.fields.get(field) === undefined,
  );
  return lacking?.field === undefined ? undefined : noColumn(lacking.field, about);
}

function noColumn(field: string, { target, table }: Pick<Context, 'target' | 'table'>): string {
  return `\`${table}\` (${target}) has no column for \`${field}\``;
}
