import type { Columns } from '../catalog/columns.ts';
import type { Conversion } from '../kql/convert.ts';
import { deployFacts } from './facts.ts';
import { groupEntities } from './groupEntities.ts';

/** One entity that Sentinel takes out of a row of the result. */
export interface EntityMapping {
  readonly entityType: string;
  readonly fieldMappings: readonly { readonly identifier: string; readonly columnName: string }[];
}

/**
 * The entities that the result's columns tell of, weightiest first. Sentinel takes ten mappings of three identifiers
 * each (Microsoft, "Map data fields to entities"), out of columns of text: those of the tables, and those that a
 * correlation groups by, whatever they are named.
 */
export function entityMappings({ tables, origins }: Conversion, columns: Columns): EntityMapping[] {
  const isOwn = (column: string): boolean => origins?.has(column) !== true && isText(columns, column);
  const grouped = groupEntities(origins ?? new Map()).map(({ type, identifiers }) => mappingOf(type, [...identifiers]));
  const own = deployFacts().entities.flatMap(({ type, tables: only, identifiers }): EntityMapping[] => {
    if (only !== undefined && !tables.every((name) => only.split(' ').includes(name))) return [];
    const [needed] = Object.values(identifiers);
    if (needed === undefined || !isOwn(needed)) return [];
    return [
      mappingOf(
        type,
        Object.entries(identifiers).filter(([, column]) => isOwn(column)),
      ),
    ];
  });
  return [...grouped, ...own].slice(0, 10);
}

function mappingOf(entityType: string, identifiers: readonly (readonly [string, string])[]): EntityMapping {
  const fieldMappings = identifiers.slice(0, 3).map(([identifier, columnName]) => ({ identifier, columnName }));
  return { entityType, fieldMappings };
}

/** The same as Microsoft Graph's `entityMappingConfiguration`: kind -> mappings. */
export function defenderEntityMappings(
  { origins }: Conversion,
  columns: Columns,
): Record<string, Record<string, string>[]> {
  const mappings: Record<string, Record<string, string>[]> = {};
  const add = (kind: string, found: readonly (readonly [string, string])[]): void => {
    if (found.length > 0) mappings[kind] = [...(mappings[kind] ?? []), Object.fromEntries(found)];
  };
  const { defenderEntities, defenderIdentifiers } = deployFacts();
  for (const { kind, columns: wanted } of defenderEntities)
    add(
      kind,
      Object.entries(wanted).filter(([, column]) => origins?.has(column) !== true && isText(columns, column)),
    );
  for (const { type, identifiers } of groupEntities(origins ?? new Map())) {
    const { kind, columns: words } = defenderIdentifiers[type] ?? { kind: '', columns: {} };
    add(
      kind,
      [...identifiers].flatMap(([identifier, column]) => {
        const word = words[identifier];
        return word === undefined ? [] : [[word, column] as const];
      }),
    );
  }
  return mappings;
}

function isText(columns: Columns, column: string): boolean {
  return columns.get(column) === 'string';
}
