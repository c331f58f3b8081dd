import antivirus from '../../../schemas/sentinel/mappings/antivirus.json?raw';
import appliances from '../../../schemas/sentinel/mappings/appliances.json?raw';
import applications from '../../../schemas/sentinel/mappings/applications.json?raw';
import aws from '../../../schemas/sentinel/mappings/aws.json?raw';
import azure from '../../../schemas/sentinel/mappings/azure.json?raw';
import deviceEvents from '../../../schemas/sentinel/mappings/deviceEvents.json?raw';
import dns from '../../../schemas/sentinel/mappings/dns.json?raw';
import eventLog from '../../../schemas/sentinel/mappings/eventLog.json?raw';
import file from '../../../schemas/sentinel/mappings/file.json?raw';
import firewall from '../../../schemas/sentinel/mappings/firewall.json?raw';
import google from '../../../schemas/sentinel/mappings/google.json?raw';
import imageLoad from '../../../schemas/sentinel/mappings/imageLoad.json?raw';
import kubernetes from '../../../schemas/sentinel/mappings/kubernetes.json?raw';
import linux from '../../../schemas/sentinel/mappings/linux.json?raw';
import macos from '../../../schemas/sentinel/mappings/macos.json?raw';
import microsoft365 from '../../../schemas/sentinel/mappings/microsoft365.json?raw';
import network from '../../../schemas/sentinel/mappings/network.json?raw';
import okta from '../../../schemas/sentinel/mappings/okta.json?raw';
import powershell from '../../../schemas/sentinel/mappings/powershell.json?raw';
import process from '../../../schemas/sentinel/mappings/process.json?raw';
import registry from '../../../schemas/sentinel/mappings/registry.json?raw';
import saas from '../../../schemas/sentinel/mappings/saas.json?raw';
import security from '../../../schemas/sentinel/mappings/security.json?raw';
import securityElsewhere from '../../../schemas/sentinel/mappings/securityElsewhere.json?raw';
import sysmon from '../../../schemas/sentinel/mappings/sysmon.json?raw';
import web from '../../../schemas/sentinel/mappings/web.json?raw';
import zeek from '../../../schemas/sentinel/mappings/zeek.json?raw';
import type { ColumnType } from '../catalog/columns.ts';
import type { Target } from '../catalog/target.ts';
import type { LogsourceKey } from '../catalog/taxonomy.ts';

/** The shape of `schemas/sentinel/mappings/*.json`; README.md there says how to write one. */
export interface MappingFile {
  readonly source: readonly string[];
  /** Named lists of what is written differently. */
  readonly rewrites?: Readonly<
    Record<string, readonly { readonly find: string; readonly replace: readonly string[]; readonly sometimes?: true }[]>
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
  readonly requires?: Readonly<Record<string, string | readonly number[]>>;
  readonly approximate?: string;
  readonly note?: string;
  readonly keywords?: readonly string[];
  /** Names of field sets. */
  readonly use?: readonly string[];
  readonly fields?: PackedFields;
  /** Fields that are columns of text of the same name. */
  readonly columns?: readonly string[];
  /** Columns that hold many fields; earlier ones take precedence. */
  readonly packed?: readonly PackedColumn[];
  /** The packed column that has the fields of `columns` in rows that leave these empty. */
  readonly fallback?: string;
  /** Constants of a row that `rows` selects, where its predicates do not tell by themselves (`A == "x"` does). */
  readonly row?: Readonly<Record<string, string | number | boolean>>;
}

/** A column that holds many fields. */
export interface PackedColumn {
  readonly of: string;
  /** `dynamic`: a bag; `json`: JSON in a column of text; `xml`: `<Data Name="…">` or `<name>` elements in text; `keyValue`: `key=value` pairs in text. */
  readonly format: 'dynamic' | 'json' | 'xml' | 'keyValue';
  /** What Sigma's names begin with and the column's keys do not: `requestParameters.`. */
  readonly prefix?: string;
  /** Sigma's names without the prefix; dots are paths. A pair names the path where it is another. */
  readonly fields: readonly (string | readonly [field: string, path: string])[];
  /** The column takes any other field with the prefix as well. */
  readonly rest?: boolean;
  /**
   * Of `keyValue`, the fields whose values are bytes in upper-case hexadecimal where they stand without quotes: all
   * records, or those that the KQL predicate `where` selects.
   */
  readonly hexadecimal?: readonly { readonly fields: readonly string[]; readonly where?: string }[];
  readonly approximate?: string;
}

/** Null: the table does not have the field, though a packed column would take it. */
type PackedFields = Readonly<Record<string, PackedField | null>>;

/** A string is the name of a column of text. */
export type PackedField =
  | string
  | ((
      | ({ readonly column: string } & PackedText)
      | ({
          readonly expression: string;
          readonly as?: string;
          readonly presence?: string;
          readonly inverse?: Readonly<Record<string, string>>;
          /** The columns that have the expression's text in them, with no letter or digit beside it. */
          readonly within?: string | readonly [string, ...string[]];
        } & PackedText)
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

/**
 * What a column has where it is not the field's text. `fileName`: only the name of a file where Sigma has its path;
 * `pathOrFileName`: either; `lines`: the values of a list, each in a line of its own;
 * `texts`: the same of values that may have several lines themselves.
 */
export type Holds = 'fileName' | 'pathOrFileName' | 'lines' | 'texts';

interface PackedText {
  readonly type?: ColumnType;
  readonly holds?: Holds;
  /** Name of a list under `rewrites`. */
  readonly rewrites?: string;
  readonly forms?: readonly ('decimal' | 'hexadecimal')[];
  /** Texts that other columns tell of: text -> a KQL predicate that is never null. */
  readonly told?: Readonly<Record<string, string>>;
}

/** The files as they are written: mappings that share most of what they say stand in one, each with what is its own. */
interface WrittenFile extends Omit<MappingFile, 'mappings'> {
  readonly mappings: readonly (PackedMapping & { readonly each?: readonly Partial<PackedMapping>[] })[];
}

export function mappingFiles(): MappingFile[] {
  return [
    process,
    file,
    registry,
    network,
    imageLoad,
    security,
    sysmon,
    eventLog,
    powershell,
    deviceEvents,
    securityElsewhere,
    azure,
    microsoft365,
    aws,
    google,
    okta,
    saas,
    kubernetes,
    linux,
    macos,
    web,
    dns,
    firewall,
    zeek,
    antivirus,
    appliances,
    applications,
  ].map(fileOf);
}

function fileOf(text: string): MappingFile {
  const file: WrittenFile = JSON.parse(text);
  const mappings = file.mappings.flatMap(({ each = [{}], ...shared }) => each.map((own) => ({ ...shared, ...own })));
  return { ...file, mappings };
}
