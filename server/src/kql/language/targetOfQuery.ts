import { table } from '../../catalog/tables.ts';
import type { Target } from '../../catalog/target.ts';
import { chooseSchema } from './chooseSchema.ts';

/**
 * Whose tables a query to run means: what the user has chosen, else what the query says by the tables and the time column
 * that it names. Undefined where sample rows are to decide: a table that both sides have, with rows of one of them.
 */
export function targetOfQuery(
  text: string,
  chosen: 'auto' | 'xdr' | 'workspace',
  tables: Readonly<Record<string, readonly unknown[]>>,
): Target | undefined {
  if (chosen !== 'auto') return chosen;
  const isDecidedByRows = Object.entries(tables).some(
    ([name, rows]) => rows.length > 0 && table(name, 'xdr') !== undefined && table(name, 'workspace') !== undefined,
  );
  if (isDecidedByRows) return undefined;
  const schema = chooseSchema(text);
  return schema === 'unified' ? undefined : schema;
}
