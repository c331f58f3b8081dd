import { columnName } from '../kql/identifier.ts';
import { print } from '../kql/print.ts';
import type { TableMapping } from '../kql/tableMapping.ts';
import type { Event } from '../match/event.ts';
import type { Item } from '../sigma/expression.ts';
import type { ReadingOptions, Row, Translated } from './reading.ts';
import { runOnRows } from './runOnRows.ts';

/**
 * Of each event the field that its row does not give back: a column that the query computes has another value than the
 * event. Undefined for a row that is faithful, or where the query computes nothing.
 */
export async function unfaithfulFields(
  placed: readonly { readonly event: Event; readonly row: Row }[],
  names: ReadonlySet<string>,
  { query, mapping }: Translated,
  { run, signal }: ReadingOptions,
): Promise<readonly (string | undefined)[]> {
  const computed = [...names].flatMap((name) => {
    const field = mapping.fields.get(name);
    return field?.kind === 'computed' ? [{ name, column: field.as ?? columnName(name) }] : [];
  });
  if (computed.length === 0) return placed.map(() => undefined);
  const operators = query.operators.filter(({ kind }) => kind === 'extend');
  const rows = placed.map(({ row }) => row);
  const answer = await runOnRows(print({ ...query, operators }).text, rows, { query, mapping, run, signal });
  if ('obstacle' in answer) return placed.map(() => undefined);
  return placed.map(({ event, row }) => {
    const found = answer.get(row);
    return computed.find(({ name, column }) => {
      const [value, own] = [found?.[column], event[name] ?? ''];
      return value !== undefined && !Array.isArray(own) && String(value ?? '') !== String(own);
    })?.name;
  });
}

/** Whether the table has one spelling for several values of the item's field that an event may tell apart. */
export function isManyToOne({ fields }: TableMapping, { field: name = '', values }: Item): boolean {
  const field = fields.get(name);
  const isCased = values.some(({ alternatives }) => alternatives.some((test) => test.kind === 'string' && test.cased));
  if (field?.kind === 'cases') return isCased || new Set(field.cases.values()).size < field.cases.size;
  if (field?.kind !== 'column' && field?.kind !== 'computed') return false;
  const isHexadecimal = values.some(({ source }) => /^0x/i.test(source));
  return field.rewrites !== undefined || (field.type !== 'string' && isHexadecimal);
}
