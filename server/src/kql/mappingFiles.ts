import file from '../../../schemas/sentinel/mappings/file.json?raw';
import imageLoad from '../../../schemas/sentinel/mappings/imageLoad.json?raw';
import network from '../../../schemas/sentinel/mappings/network.json?raw';
import process from '../../../schemas/sentinel/mappings/process.json?raw';
import registry from '../../../schemas/sentinel/mappings/registry.json?raw';
import security from '../../../schemas/sentinel/mappings/security.json?raw';
import sysmon from '../../../schemas/sentinel/mappings/sysmon.json?raw';
import type { ColumnType } from '../catalog/columns.ts';
import type { Target } from '../catalog/target.ts';
import type { LogsourceKey } from '../catalog/taxonomy.ts';

/** The shape of `schemas/sentinel/mappings/*.json`; README.md there says how to write one. */
export interface MappingFile {
  readonly source: readonly string[];
  /** Named lists of what is written differently. */
  readonly rewrites?: Readonly<
    Record<string, readonly { readonly find: string; readonly replace: readonly string[] }[]>
  >;
  /** Fields that several mappings share. */
  readonly fieldSets: Readonly<Record<string, PackedFields>>;
  /** For each logsource and target the preferred table first. */
  readonly mappings: readonly PackedMapping[];
}

export interface PackedMapping {
  readonly target: Target;
  readonly logsources: readonly LogsourceKey[];
  readonly table: string;
  readonly rows: readonly string[];
  readonly requires?: Readonly<Record<string, string>>;
  readonly approximate?: string;
  readonly note?: string;
  readonly keywords?: readonly string[];
  /** Names of field sets. */
  readonly use?: readonly string[];
  readonly fields?: PackedFields;
  /** Fields that are columns of text of the same name. */
  readonly columns?: readonly string[];
  /** Fields that are properties of a dynamic column. */
  readonly properties?: { readonly of: string; readonly fields: readonly string[] };
  /** Fields that are `<Data Name="…">` elements in a column of XML. */
  readonly xml?: { readonly of: string; readonly fields: readonly string[]; readonly approximate?: string };
}

type PackedFields = Readonly<Record<string, PackedField>>;

/** A string is the name of a column of text. */
export type PackedField =
  | string
  | ((
      | ({ readonly column: string } & PackedText)
      | ({ readonly expression: string; readonly as?: string; readonly presence?: string } & PackedText)
      | { readonly cases: Readonly<Record<string, string>> }
      | { readonly hashes: Readonly<Record<string, string>> }
      | {
          readonly registryData: {
            readonly type: string;
            readonly data: string;
            readonly types: Readonly<Record<string, string>>;
            readonly keepsText?: boolean;
          };
        }
    ) & { readonly approximate?: string });

interface PackedText {
  readonly type?: ColumnType;
  readonly holds?: 'fileName' | 'pathOrFileName';
  /** Name of a list under `rewrites`. */
  readonly rewrites?: string;
  readonly forms?: readonly ('decimal' | 'hexadecimal')[];
}

export function mappingFiles(): MappingFile[] {
  return [process, file, registry, network, imageLoad, security, sysmon].map((text): MappingFile => JSON.parse(text));
}
