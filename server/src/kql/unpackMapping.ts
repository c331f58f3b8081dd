import { lazy } from '../catalog/lazy.ts';
import { table as tableNamed } from '../catalog/tables.ts';
import type { MappingFile, PackedColumn, PackedField, PackedMapping } from './mappingFiles.ts';
import { packedField, packedNames } from './packedFields.ts';
import type { Holder, MappedField, MappedFields, TableMapping, TextForm } from './tableMapping.ts';

/** A mapping of a file in the form that the translation reads; its fields are made when they are asked for. */
export function unpackMapping(packed: PackedMapping, file: MappingFile): TableMapping {
  const { target, table, rows, approximate, note, keywords = [], requires = {}, row = {} } = packed;
  return {
    target,
    table,
    rows,
    requires: new Map(Object.entries(requires)),
    keywords,
    formats: new Map((packed.packed ?? []).map(({ of, format }) => [of, format])),
    fields: fieldsOf(packed, file),
    row: new Map(Object.entries(row)),
    ...(approximate !== undefined && { approximate }),
    ...(note !== undefined && { note }),
  };
}

/**
 * The mapping's own fields take precedence, then shared sets, then what packed columns list, then columns of the same
 * name; what is none of these may be any other field of a packed column.
 */
function fieldsOf(packed: PackedMapping, file: MappingFile): MappedFields {
  const isTaken = (column: string): boolean => tableNamed(packed.table, packed.target)?.columns.has(column) ?? false;
  const given = lazy(() => {
    const sets = (packed.use ?? []).map((set) => file.fieldSets[set] ?? {});
    return new Map([...sets, packed.fields ?? {}].flatMap((fields) => Object.entries(fields)));
  });
  const columns = lazy(() => new Set(packed.columns));
  const packedColumns = packed.packed ?? [];
  const listed = lazy(() => packedColumns.map((column) => ({ column, fields: new Set(packedNames(column)) })));
  const fallback = packedColumns.find(({ of }) => of === packed.fallback);
  const names = lazy(
    () =>
      new Set(
        [...columns(), ...listed().flatMap(({ fields }) => [...fields]), ...given().keys()].filter(
          (name) => given().get(name) !== null,
        ),
      ),
  );
  const made = new Map<string, MappedField | undefined>();

  const make = (name: string): MappedField | undefined => {
    const written = given().get(name);
    if (written === null) return undefined;
    if (written !== undefined) return unpackField(written, file);
    const lister = listed().find(({ fields }) => fields.has(name));
    if (lister !== undefined) return packedField(lister.column, name, isTaken);
    if (columns().has(name)) return columnOrPacked(name, fallback);
    for (const column of packedColumns) {
      const rest = packedField(column, name, isTaken);
      if (rest !== undefined) return rest;
    }
    return undefined;
  };
  const get = (name: string): MappedField | undefined => {
    if (made.has(name)) return made.get(name);
    if (made.size === mostRemembered) made.clear();
    const field = make(name);
    made.set(name, field);
    return field;
  };
  return {
    get,
    keys: () => names(),
    *[Symbol.iterator]() {
      for (const name of names()) {
        const field = get(name);
        if (field !== undefined) yield [name, field] as const;
      }
    },
  };
}

/** Names come from rules, half-typed ones too: a server that runs for days does not keep them all. */
const mostRemembered = 1_000;

/** A column of text, or where it is empty what the packed column has under its name. */
function columnOrPacked(name: string, fallback: PackedColumn | undefined): MappedField {
  const inPacked = fallback && packedField({ ...fallback, rest: true }, name, () => false);
  if (inPacked?.kind !== 'computed') return { kind: 'column', column: name, type: 'string' };
  const { approximate: _, within: __, ...field } = inPacked;
  return { ...field, expression: `coalesce(${name}, ${field.expression})`, first: name };
}

function holderOf(within: string | readonly [string, ...string[]], expression: string): Holder {
  const literals = [...expression.matchAll(/"([^"]*)"/g)].flatMap(([, literal = '']) => literal.match(/\w+/g) ?? []);
  return {
    columns: typeof within === 'string' ? [within] : within,
    escapes: 'none',
    except: new Set(literals.map((literal) => literal.toLowerCase())),
  };
}

function unpackField(packed: PackedField, file: MappingFile): MappedField {
  if (typeof packed === 'string') return { kind: 'column', column: packed, type: 'string' };
  return { ...unpackKind(packed, file), ...(packed.approximate !== undefined && { approximate: packed.approximate }) };
}

function unpackKind(packed: Exclude<PackedField, string>, file: MappingFile): MappedField {
  if ('cases' in packed) return { kind: 'cases', cases: new Map(Object.entries(packed.cases)) };
  if ('hashes' in packed) return { kind: 'hashes', algorithms: new Map(Object.entries(packed.hashes)) };
  if ('registryData' in packed) {
    const { type, data, types, keepsText = false } = packed.registryData;
    return { kind: 'registryData', type, data, types: new Map(Object.entries(types)), keepsText };
  }
  const rewrites = packed.rewrites === undefined ? undefined : file.rewrites?.[packed.rewrites];
  const text: TextForm = {
    type: packed.type ?? 'string',
    ...(packed.holds !== undefined && { holds: packed.holds }),
    ...(rewrites !== undefined && { rewrites }),
    ...(packed.forms !== undefined && { forms: packed.forms }),
    ...(packed.told !== undefined && { told: new Map(Object.entries(packed.told)) }),
  };
  if ('column' in packed) return { kind: 'column', column: packed.column, ...text };
  const { expression, as, presence, inverse, within } = packed;
  return {
    kind: 'computed',
    expression,
    ...(as !== undefined && { as }),
    ...(presence !== undefined && { presence: { test: 'isnotempty', of: presence } }),
    ...(within !== undefined && { within: holderOf(within, expression) }),
    ...(inverse !== undefined && { inverse: new Map(Object.entries(inverse)) }),
    ...text,
  };
}
