import { customDetectionFacts } from '../../catalog/customDetections.ts';
import { type Table, table } from '../../catalog/tables.ts';
import type { Target } from '../../catalog/target.ts';

/**
 * The columns of an alert's last event that its row tells in Defender: what leads back to the event, and whom it is
 * about. With them a custom detection takes the query (Microsoft, "Create custom detection rules", required columns).
 * None where not all tables have them, in one type: their rows together would have no such column.
 */
export function lastEventColumns(tables: readonly string[], target: Target): readonly string[] {
  if (target !== 'xdr') return [];
  const { event, deviceTables, carried } = customDetectionFacts();
  const found = tables.map((name) => table(name, target));
  const typeOf = (column: string): string | undefined => commonType(column, found);
  const families = carried.map((family) => family.filter((column) => typeOf(column) !== undefined));
  const [devices = [], ...others] = families;
  const isKnown =
    !tables.some((name) => name.startsWith(deviceTables.prefix)) || typeOf(deviceTables.needs) !== undefined;
  const assets = [...devices, ...(others.find((family) => family.length > 0) ?? [])];
  return typeOf(event) === undefined || !isKnown || assets.length === 0 ? [] : [event, ...assets];
}

/** Undefined where a table does not have the column, or has it in another type than the others. */
function commonType(column: string, tables: readonly (Table | undefined)[]): string | undefined {
  const types = new Set(tables.map((each) => each?.columns.get(column)));
  const [type] = types;
  return types.size === 1 ? type : undefined;
}
