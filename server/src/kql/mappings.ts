import { lazy } from '../catalog/lazy.ts';
import { type Target, targets } from '../catalog/target.ts';
import type { LogsourceKey } from '../catalog/taxonomy.ts';
import { mappingFiles } from './mappingFiles.ts';
import type { TableMapping } from './tableMapping.ts';
import { unpackMapping } from './unpackMapping.ts';

export type { MappedField, TableMapping } from './tableMapping.ts';

/** The mappings of a logsource in a target, the preferred one first. A rule's logsource has to be named in full. */
export function mappingsFor(logsource: LogsourceKey, target: Target): readonly TableMapping[] {
  return (
    byLogsource()
      .get(keyOf(logsource))
      ?.filter((mapping) => mapping.target === target) ?? []
  );
}

/** Which targets have a table for the logsource. */
export function targetsOf(logsource: LogsourceKey): Target[] {
  const mappings = byLogsource().get(keyOf(logsource)) ?? [];
  return targets.filter((target) => mappings.some((mapping) => mapping.target === target));
}

/** All mappings with the logsources that they are for. */
export function allMappings(): readonly { readonly logsource: string; readonly mapping: TableMapping }[] {
  return [...byLogsource()].flatMap(([logsource, mappings]) => mappings.map((mapping) => ({ logsource, mapping })));
}

const byLogsource = lazy(() => {
  const mappings = new Map<string, TableMapping[]>();
  for (const file of mappingFiles()) {
    for (const packed of file.mappings) {
      const mapping = unpackMapping(packed, file);
      for (const logsource of packed.logsources) {
        const key = keyOf(logsource);
        const known = mappings.get(key);
        if (known === undefined) mappings.set(key, [mapping]);
        else known.push(mapping);
      }
    }
  }
  return mappings;
});

function keyOf({ category, product, service }: LogsourceKey): string {
  return [category, product, service].map((name) => name?.toLowerCase() ?? '').join('/');
}
