import type { ColumnType } from '../catalog/columns.ts';
import { lazy } from '../catalog/lazy.ts';
import { type Target, targets } from '../catalog/target.ts';
import type { LogsourceKey } from '../catalog/taxonomy.ts';
import { mappingFiles } from './mappingFiles.ts';

/** How the events of one logsource lie in one table of one target. */
export interface TableMapping {
  readonly target: Target;
  /** Name in the catalogue. */
  readonly table: string;
  /** KQL predicates that select the logsource's rows. */
  readonly rows: readonly string[];
  /** The mapping only holds for rules that demand these values: `Initiated` -> `true`. */
  readonly requires: ReadonlyMap<string, string>;
  /** What is lost by reading this logsource from this table, as half a sentence. */
  readonly approximate?: string;
  /** What somebody who runs the query has to know about the table, as half a sentence. */
  readonly note?: string;
  /** Columns that keywords are looked for in; `*` is all of them. */
  readonly keywords: readonly string[];
  /** By Sigma's name. */
  readonly fields: ReadonlyMap<string, MappedField>;
}

/** What a Sigma field is in a table. `approximate` names the loss, as half a sentence. */
export type MappedField = (ColumnField | ComputedField | CasesField | HashesField | RegistryDataField) & {
  readonly approximate?: string;
};

interface Text {
  readonly type: ColumnType;
  /** `fileName`: the column has only the name of a file where Sigma has its path; `pathOrFileName`: either. */
  readonly holds?: 'fileName' | 'pathOrFileName';
  /** What is written differently there: each `find` in a value becomes one of `replace`, whatever its capitals. */
  readonly rewrites?: readonly Rewrite[];
  /** How numbers are written in a column of text, where it is not as in Sigma. */
  readonly forms?: readonly ('decimal' | 'hexadecimal')[];
}

export interface ColumnField extends Text {
  readonly kind: 'column';
  readonly column: string;
}

/** A column that the query computes first. */
export interface ComputedField extends Text {
  readonly kind: 'computed';
  readonly expression: string;
  /** The computed column's name, where the field's own is taken by the table. */
  readonly as?: string;
  /** What tells whether the field is there, where the computed text itself does not. */
  readonly presence?: Presence;
}

/** A column of text that is empty, or a dynamic value that is null, when the field is absent. */
export interface Presence {
  readonly test: 'isnotempty' | 'isnotnull';
  readonly of: string;
}

/** A field with a closed set of values, each of which is a KQL predicate. */
export interface CasesField {
  readonly kind: 'cases';
  readonly cases: ReadonlyMap<string, string>;
}

/** Sysmon's `Hashes`, `MD5=…,SHA256=…`, by algorithm in columns of their own. */
export interface HashesField {
  readonly kind: 'hashes';
  readonly algorithms: ReadonlyMap<string, string>;
}

/** Sysmon's `Details` of a registry value, whose type and data are columns of their own. */
export interface RegistryDataField {
  readonly kind: 'registryData';
  readonly type: string;
  readonly data: string;
  /** Sysmon's word for a type -> the column's. */
  readonly types: ReadonlyMap<string, string>;
  /** Some sources keep Sysmon's own text in the data column. */
  readonly keepsText: boolean;
}

export interface Rewrite {
  readonly find: string;
  readonly replace: readonly string[];
}

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
      const mapping = unpack(packed, file);
      for (const logsource of packed.logsources) {
        const key = keyOf(logsource);
        mappings.set(key, [...(mappings.get(key) ?? []), mapping]);
      }
    }
  }
  return mappings;
});

function keyOf({ category, product, service }: LogsourceKey): string {
  return [category, product, service].map((name) => name?.toLowerCase() ?? '').join('/');
}

type Packed = ReturnType<typeof mappingFiles>[number]['mappings'][number];
type PackedFile = ReturnType<typeof mappingFiles>[number];

function unpack(packed: Packed, file: PackedFile): TableMapping {
  const { target, table, rows, approximate, note, keywords = [], requires = {} } = packed;
  return {
    target,
    table,
    rows,
    requires: new Map(Object.entries(requires)),
    keywords,
    fields: new Map(fieldsOf(packed, file)),
    ...(approximate !== undefined && { approximate }),
    ...(note !== undefined && { note }),
  };
}

/** Later ones take precedence: shared sets, fields of the same name as their column, packed ones, the mapping's own. */
function* fieldsOf(packed: Packed, file: PackedFile): Iterable<[string, MappedField]> {
  for (const name of packed.columns ?? []) yield [name, { kind: 'column', column: name, type: 'string' }];
  if (packed.properties !== undefined) {
    const { of, fields } = packed.properties;
    for (const name of fields) yield [name, property(of, name)];
  }
  if (packed.xml !== undefined) {
    const { of, fields, approximate } = packed.xml;
    for (const name of fields)
      yield [name, { ...xmlData(of, name), ...(approximate !== undefined && { approximate }) }];
  }
  for (const set of packed.use ?? []) {
    for (const [name, field] of Object.entries(file.fieldSets[set] ?? {})) yield [name, unpackField(field, file)];
  }
  for (const [name, field] of Object.entries(packed.fields ?? {})) yield [name, unpackField(field, file)];
}

function property(of: string, name: string): MappedField {
  const path = `${of}.${name}`;
  return {
    kind: 'computed',
    expression: `tostring(${path})`,
    presence: { test: 'isnotnull', of: path },
    type: 'string',
  };
}

/** A `<Data Name="…">` of an event's XML; a quick search that leaves rows alone which have no such element. */
function xmlData(of: string, name: string): MappedField {
  const found = `extract(@'<Data Name="${name}">([^<]*)</Data>', 1, ${of})`;
  const entities = 'dynamic(["&lt;", "&gt;", "&quot;", "&apos;", "&amp;"])';
  const characters = 'dynamic(["<", ">", "\\"", "\'", "&"])';
  return { kind: 'computed', expression: `replace_strings(${found}, ${entities}, ${characters})`, type: 'string' };
}

type PackedField = NonNullable<Packed['fields']>[string];

function unpackField(packed: PackedField, file: PackedFile): MappedField {
  if (typeof packed === 'string') return { kind: 'column', column: packed, type: 'string' };
  return { ...unpackKind(packed, file), ...(packed.approximate !== undefined && { approximate: packed.approximate }) };
}

function unpackKind(packed: Exclude<PackedField, string>, file: PackedFile): MappedField {
  if ('cases' in packed) return { kind: 'cases', cases: new Map(Object.entries(packed.cases)) };
  if ('hashes' in packed) return { kind: 'hashes', algorithms: new Map(Object.entries(packed.hashes)) };
  if ('registryData' in packed) {
    const { type, data, types, keepsText = false } = packed.registryData;
    return { kind: 'registryData', type, data, types: new Map(Object.entries(types)), keepsText };
  }
  const rewrites = packed.rewrites === undefined ? undefined : file.rewrites?.[packed.rewrites];
  const text: Text = {
    type: packed.type ?? 'string',
    ...(packed.holds !== undefined && { holds: packed.holds }),
    ...(rewrites !== undefined && { rewrites }),
    ...(packed.forms !== undefined && { forms: packed.forms }),
  };
  return 'column' in packed
    ? { kind: 'column', column: packed.column, ...text }
    : {
        kind: 'computed',
        expression: packed.expression,
        ...(packed.as !== undefined && { as: packed.as }),
        ...(packed.presence !== undefined && { presence: { test: 'isnotempty', of: packed.presence } }),
        ...text,
      };
}
