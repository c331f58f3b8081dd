import type { ColumnType } from '../catalog/columns.ts';
import type { KqlText } from '../kql/language/document.ts';

/** How `.kql` files are read: `sigmasmith.kql` of the configuration. */
export interface KqlFileSettings extends Pick<KqlText, 'target' | 'customTables'> {
  /** `auto`: unless another extension provides the language. */
  readonly languageFeatures: 'auto' | 'on' | 'off';
}

export const defaultKqlFileSettings: KqlFileSettings = { target: 'auto', customTables: {}, languageFeatures: 'auto' };

/** What is missing, or nothing can be made of, keeps its default; a column of no known type is taken for dynamic. */
export function readKqlFileSettings(section: unknown): KqlFileSettings {
  if (!isRecord(section)) return defaultKqlFileSettings;
  const { documentsTarget, customTables, languageFeatures } = section;
  return {
    target: documentsTarget === 'xdr' || documentsTarget === 'workspace' ? documentsTarget : 'auto',
    customTables: readTables(customTables),
    languageFeatures: languageFeatures === 'on' || languageFeatures === 'off' ? languageFeatures : 'auto',
  };
}

function readTables(value: unknown): KqlFileSettings['customTables'] {
  if (!isRecord(value)) return defaultKqlFileSettings.customTables;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, columns]) =>
      isRecord(columns) && isName(name) ? [[name, readColumns(columns)]] : [],
    ),
  );
}

function readColumns(columns: Record<string, unknown>): Record<string, ColumnType> {
  return Object.fromEntries(Object.entries(columns).map(([column, type]) => [column, typeOf(type)]));
}

/** Kusto's own names of types, and the other names that it knows for them. */
function typeOf(type: unknown): ColumnType {
  return types.get(String(type).toLowerCase()) ?? 'dynamic';
}

const types: ReadonlyMap<string, ColumnType> = new Map([
  ['string', 'string'],
  ['int', 'int'],
  ['long', 'long'],
  ['real', 'real'],
  ['double', 'real'],
  ['bool', 'bool'],
  ['boolean', 'bool'],
  ['datetime', 'datetime'],
  ['date', 'datetime'],
  ['timespan', 'timespan'],
  ['time', 'timespan'],
  ['dynamic', 'dynamic'],
  ['guid', 'guid'],
  ['uuid', 'guid'],
]);

function isName(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
