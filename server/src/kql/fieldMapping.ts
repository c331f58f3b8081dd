import { type Target, targets } from '../catalog/target.ts';
import type { LogsourceKey } from '../catalog/taxonomy.ts';
import { mappingsFor } from './mappings.ts';
import type { MappedField } from './tableMapping.ts';

/** What a Sigma field becomes in a table, for people to read. */
export interface FieldColumn {
  readonly target: Target;
  readonly table: string;
  /** A column's name, the expression that computes it, or `EventData: Image` for a part of a text that holds many fields. */
  readonly column: string;
  /** A Kusto type. */
  readonly type: string;
  /** What is lost, as half a sentence; missing where the column is exactly the field. */
  readonly approximate?: string;
}

/** The columns of a field in every table that has the logsource, by target, the preferred table first. Empty if there is none. */
export function columnsOf(logsource: LogsourceKey, field: string): FieldColumn[] {
  return targets.flatMap((target) => {
    const columns = mappingsFor(logsource, target).flatMap(({ table, fields, approximate }): FieldColumn[] => {
      const mapped = fields.get(field);
      if (mapped === undefined) return [];
      const loss = mapped.approximate ?? approximate;
      const shown = {
        target,
        table,
        column: columnText(mapped),
        type: 'type' in mapped && mapped.kind !== 'registryData' ? mapped.type : 'string',
      };
      return [{ ...shown, ...(loss !== undefined && { approximate: loss }) }];
    });
    return columns.filter((each, index) => columns.findIndex(({ table }) => table === each.table) === index);
  });
}

/** All fields of the logsource that have a column in some target, in the order of the mappings. */
export function mappedFields(logsource: LogsourceKey): string[] {
  const mappings = targets.flatMap((target) => mappingsFor(logsource, target));
  return [...new Set(mappings.flatMap(({ fields }) => [...fields.keys()]))];
}

/** A mapped field in KQL's words, for people to read. */
export function columnText(field: MappedField): string {
  switch (field.kind) {
    case 'column':
      return field.column;
    case 'computed': {
      const { packed, first } = field;
      const isText = packed?.format === 'xml' || packed?.format === 'keyValue';
      const place = isText ? `${packed.column}: ${packed.path.join('.')}` : field.expression;
      return first === undefined ? place : `${first} or ${place}`;
    }
    case 'cases':
      return [...new Set([...field.cases.values()].map((predicate) => predicate.split(' ')[0]))].join(', ');
    case 'hashes':
      return [...new Set(field.algorithms.values())].join(', ');
    case 'registryData':
      return `${field.type}, ${field.data}`;
  }
}
