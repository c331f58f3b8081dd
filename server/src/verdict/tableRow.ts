import { table } from '../catalog/tables.ts';
import type { TableMapping } from '../kql/tableMapping.ts';
import type { Event } from '../match/event.ts';
import type { Row } from './reading.ts';
import { timeColumn } from './times.ts';

/**
 * The event itself, if it is a row of the mapping's table as a workspace or advanced hunting exports it: it has the
 * table's column of time, and hardly anything that the table has no column for; if it names its table (`Type`, which a
 * workspace adds to each row), it is this one.
 */
export function rowOfTable(mapping: TableMapping, event: Event): Row | undefined {
  const known = table(mapping.table, mapping.target);
  if (known === undefined) return undefined;
  const named = namedTable(mapping, event);
  if (named !== undefined && known.kind !== 'asimParser') return named === mapping.table ? event : undefined;
  const names = Object.keys(event);
  const unknown = names.filter((name) => !known.columns.has(name) && !ofEveryTable.test(name));
  const isRow = Object.hasOwn(event, timeColumn(mapping.table, mapping.target)) && names.length > 1;
  return isRow && unknown.length * 10 <= names.length ? event : undefined;
}

/** Columns of all tables of a workspace that the catalogue does not list with each; own columns end with their type. */
export const ofEveryTable = /^(?:_|\$|Type$|TenantId$|SourceSystem$|MG$|ManagementGroupName$)|_[sdgbt]$/;

/** The table that an event says it is a row of, if that is another one than the mapping's. */
export function otherTable(mapping: TableMapping, event: Event): string | undefined {
  const named = namedTable(mapping, event);
  return named === mapping.table ? undefined : named;
}

function namedTable({ target }: TableMapping, { Type: type, ...event }: Event): string | undefined {
  if (typeof type !== 'string') return undefined;
  const found = table(type, target);
  if (found === undefined || found.kind === 'asimParser') return undefined;
  return Object.hasOwn(event, found.timeColumn ?? 'TimeGenerated') ? type : undefined;
}
