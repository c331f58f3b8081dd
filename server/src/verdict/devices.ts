import type { TableMapping } from '../kql/tableMapping.ts';
import type { Row } from './reading.ts';

/**
 * Some mappings ask `DeviceInfo` which devices run the rule's operating system. Sample rows say nothing of that: their
 * devices are taken for such ones, and rows that are laid out get one.
 */
const asksForPlatform = /^DeviceId in \(\(DeviceInfo \| where OSPlatform =~ "(\w+)"/;

const anyDevice = 'device';

/** The mapping without that question, which no row can answer, and what each row of it has beside its own columns. */
export function withoutDevices(mapping: TableMapping): { readonly mapping: TableMapping; readonly constants: Row } {
  const rows = mapping.rows.filter((row) => !asksForPlatform.test(row));
  if (rows.length === mapping.rows.length) return { mapping, constants: {} };
  return { mapping: { ...mapping, rows }, constants: { DeviceId: anyDevice } };
}

/** What `DeviceInfo` has of the devices of the rows; no table where the mapping does not ask it. */
export function devicesOf({ rows: selection }: TableMapping, rows: readonly Row[]): Readonly<Record<string, Row[]>> {
  const [OSPlatform] = selection.flatMap((row) => asksForPlatform.exec(row)?.[1] ?? []);
  if (OSPlatform === undefined) return {};
  const ids = new Set(rows.map((row) => row.DeviceId).filter((id) => id !== undefined && id !== null));
  return { DeviceInfo: [...ids].map((DeviceId) => ({ DeviceId, OSPlatform })) };
}
