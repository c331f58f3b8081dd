import type { MappedField } from '../tableMapping.ts';

/** What fills a column of a correlation's alerts in one of the tables that it reads. */
export interface ColumnOrigin {
  readonly table: string;
  readonly field: MappedField;
}

/** By the column's name; one origin for each rule whose events the alerts are made of. */
export type ColumnOrigins = ReadonlyMap<string, readonly ColumnOrigin[]>;
