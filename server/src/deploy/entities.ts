import type { Columns } from '../catalog/columns.ts';
import { deployFacts } from './facts.ts';

/** One entity that Sentinel takes out of a row of the result. */
export interface EntityMapping {
  readonly entityType: string;
  readonly fieldMappings: readonly { readonly identifier: string; readonly columnName: string }[];
}

/**
 * The entities that the result's columns tell of, weightiest first. Sentinel takes ten mappings of three identifiers
 * each (Microsoft, "Map data fields to entities"), out of columns of text.
 */
export function entityMappings(tables: readonly string[], columns: Columns): EntityMapping[] {
  const mappings: EntityMapping[] = [];
  for (const { type, tables: only, identifiers } of deployFacts().entities) {
    if (only !== undefined && !tables.every((name) => only.split(' ').includes(name))) continue;
    const [needed] = Object.values(identifiers);
    if (needed === undefined || !isText(columns, needed)) continue;
    const fieldMappings = Object.entries(identifiers)
      .filter(([, columnName]) => isText(columns, columnName))
      .map(([identifier, columnName]) => ({ identifier, columnName }));
    mappings.push({ entityType: type, fieldMappings: fieldMappings.slice(0, 3) });
  }
  return mappings.slice(0, 10);
}

/** The same as Microsoft Graph's `entityMappingConfiguration`: kind -> mappings. */
export function defenderEntityMappings(columns: Columns): Record<string, Record<string, string>[]> {
  const mappings: Record<string, Record<string, string>[]> = {};
  for (const { kind, columns: wanted } of deployFacts().defenderEntities) {
    const found = Object.entries(wanted).filter(([, column]) => isText(columns, column));
    if (found.length > 0) mappings[kind] = [...(mappings[kind] ?? []), Object.fromEntries(found)];
  }
  return mappings;
}

function isText(columns: Columns, column: string): boolean {
  return columns.get(column) === 'string';
}
