import { table } from '../../../server/src/catalog/tables.ts';
import type { MappedField, TableMapping } from '../../../server/src/kql/mappings.ts';

/** Tables whose fields are their columns, as pipelines may have them, for the types that no mapping of ours has. */
export function columnMappings(): TableMapping[] {
  return ['SigninLogs', 'SecurityAlert', 'AzureActivity', 'OfficeActivity', 'AADRiskEvents'].flatMap((name) => {
    const known = table(name, 'workspace');
    if (known === undefined) return [];
    const fields = new Map(
      [...known.columns]
        .filter(([column]) => column !== known.timeColumn)
        .map(([column, type]): [string, MappedField] => [column, { kind: 'column', column, type }]),
    );
    return [{ target: 'workspace', table: name, rows: [], requires: new Map(), keywords: [], row: new Map(), fields }];
  });
}
