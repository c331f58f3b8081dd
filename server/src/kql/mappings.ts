import { lazy } from '../catalog/lazy.ts';
import { type Target, targets } from '../catalog/target.ts';
import type { LogsourceKey } from '../catalog/taxonomy.ts';
import { mappingFiles } from './mappingFiles.ts';
import type { TableMapping } from './tableMapping.ts';
import { unpackMapping } from './unpackMapping.ts';

export type { MappedField, TableMapping } from './tableMapping.ts';

/** The mappings of a logsource in a target, the preferred one first. `ignoredParts` says what they leave unasked. */
export function mappingsFor(logsource: LogsourceKey, target: Target): readonly TableMapping[] {
  return fitting(logsource).mappings.filter((mapping) => mapping.target === target);
}

/** Which targets have a table for the logsource. */
export function targetsOf(logsource: LogsourceKey): Target[] {
  const { mappings } = fitting(logsource);
  return targets.filter((target) => mappings.some((mapping) => mapping.target === target));
}

/** What a logsource names beyond those that its mappings are for: their tables hold more than its events. */
export function ignoredParts(logsource: LogsourceKey): readonly (keyof LogsourceKey)[] {
  return fitting(logsource).ignored;
}

/** The logsources that have a mapping, by the parts that a rule left out: `windows`, `linux` for a category alone. */
export function completions(logsource: LogsourceKey): readonly LogsourceKey[] {
  return [...byLogsource().values()]
    .map(([, key]) => key)
    .filter((key) => parts.every((part) => logsource[part] === undefined || same(logsource[part], key[part])));
}

/** All mappings with the logsources that they are for. */
export function allMappings(): readonly { readonly logsource: string; readonly mapping: TableMapping }[] {
  return [...byLogsource()].flatMap(([logsource, [mappings]]) => mappings.map((mapping) => ({ logsource, mapping })));
}

interface Fitting {
  readonly mappings: readonly TableMapping[];
  readonly ignored: readonly (keyof LogsourceKey)[];
}

/**
 * The mappings for exactly these words. A category tells what events are about, so one more word beside it may be
 * ignored: its service, and its product where the category is nobody's in particular, like `proxy`.
 */
function fitting(logsource: LogsourceKey): Fitting {
  const exact = byLogsource().get(keyOf(logsource));
  if (exact !== undefined) return { mappings: exact[0], ignored: [] };
  const { category, product, service } = logsource;
  if (category === undefined) return { mappings: [], ignored: [] };
  const ofProduct = service && product ? byLogsource().get(keyOf({ category, product })) : undefined;
  if (ofProduct !== undefined) return { mappings: ofProduct[0], ignored: ['service'] };
  const neutral = byLogsource().get(keyOf({ category }));
  if (neutral === undefined || completions({ category }).some((each) => each.product !== undefined))
    return { mappings: [], ignored: [] };
  return {
    mappings: neutral[0],
    ignored: parts.filter((part) => part !== 'category' && logsource[part] !== undefined),
  };
}

const parts = ['category', 'product', 'service'] as const;

const byLogsource = lazy(() => {
  const mappings = new Map<string, readonly [TableMapping[], LogsourceKey]>();
  for (const file of mappingFiles()) {
    for (const packed of file.mappings) {
      const mapping = unpackMapping(packed, file);
      for (const logsource of packed.logsources) {
        const key = keyOf(logsource);
        const known = mappings.get(key);
        if (known === undefined) mappings.set(key, [[mapping], logsource]);
        else known[0].push(mapping);
      }
    }
  }
  return mappings;
});

function keyOf({ category, product, service }: LogsourceKey): string {
  return [category, product, service].map((name) => name?.toLowerCase() ?? '').join('/');
}

function same(one: string, other: string | undefined): boolean {
  return one.toLowerCase() === other?.toLowerCase();
}
