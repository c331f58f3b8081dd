import { unescapeXml } from './definitions.ts';
import { columnName, pathExpression } from './identifier.ts';
import type { PackedColumn } from './mappingFiles.ts';
import { quote } from './quote.ts';
import type { ComputedField, Holder, MappedField } from './tableMapping.ts';

/** The field of that name in a column that holds many; undefined if it is not one of them. */
export function packedField(
  packed: PackedColumn,
  name: string,
  isTaken: (column: string) => boolean,
): MappedField | undefined {
  const { of, format, prefix = '' } = packed;
  if (!name.startsWith(prefix)) return undefined;
  const path = pathOf(packed, name.slice(prefix.length));
  if (path === undefined) return undefined;
  const approximate = packed.approximate ?? (mayCrossList(packed, name, path) ? withinLists : undefined);
  const hexadecimal = packed.hexadecimal?.find(({ fields }) => fields.includes(path[0] ?? ''));
  const place = { column: of, format, path, ...(hexadecimal !== undefined && { hexadecimal: true as const }) };
  const own = columnName(name);
  return {
    kind: 'computed',
    type: 'string',
    packed: place,
    ...(hexadecimal === undefined
      ? expressions[format](of, path)
      : { expression: decodedValue(of, path, hexadecimal) }),
    ...(hexadecimal === undefined && { within: { columns: [of] as const, escapes: escapes[format] } }),
    ...(format === 'xml' && path[0] === unnamed && { holds: 'texts' as const }),
    ...(isTaken(own) && { as: columnName(`${of}_${name}`) }),
    ...(approximate !== undefined && { approximate }),
  };
}

const withinLists = 'what stands within a list is not found';

/** A path that nobody has looked up may lead through a list, whose elements Kusto has no path to. */
function mayCrossList(packed: PackedColumn, name: string, path: readonly string[]): boolean {
  return path.length > 1 && !packedNames(packed).includes(name);
}

/** Sigma's names of the fields that the column lists. */
export function packedNames({ prefix = '', fields }: PackedColumn): string[] {
  return fields.map((field) => `${prefix}${typeof field === 'string' ? field : field[0]}`);
}

function pathOf({ format, fields, rest = false }: PackedColumn, name: string): readonly string[] | undefined {
  const listed = fields.find((field) => (typeof field === 'string' ? field : field[0]) === name);
  if (listed === undefined && (!rest || name === '')) return undefined;
  const written = listed === undefined || typeof listed === 'string' ? name : listed[1];
  return format === 'dynamic' || format === 'json' ? keysOf(written) : [written];
}

/** The keys of `a.b["c.d"]`. */
function keysOf(path: string): string[] {
  return [...path.matchAll(/\["([^"]*)"\]|[^.[]+/g)].map(([part, quoted]) => quoted ?? part);
}

type Expressions = Pick<ComputedField, 'expression' | 'presence' | 'parsed'>;

const expressions: Readonly<Record<PackedColumn['format'], (of: string, path: readonly string[]) => Expressions>> = {
  dynamic: (of, path) => property(of, path),
  json: (of, path) => {
    const name = `Parsed${of}`;
    return { ...property(name, path), parsed: { name, expression: `parse_json(${of})` } };
  },
  xml: (of, [name = '']) => ({ expression: xmlData(of, name) }),
  keyValue: (of, [name = '']) => ({ expression: keyedValue(of, name) }),
};

/** Entities of XML begin and end with no letter or digit, escapes of JSON end with one. */
const escapes: Readonly<Record<PackedColumn['format'], Holder['escapes']>> = {
  dynamic: 'json',
  json: 'json',
  xml: 'none',
  keyValue: 'none',
};

function property(of: string, path: readonly string[]): Expressions {
  const expression = pathExpression(of, path);
  return { expression: `tostring(${expression})`, presence: { test: 'isnotnull', of: expression } };
}

/**
 * A `<Data Name="…">` of an event's EventData or an element of its UserData, in either kind of quotes, with the entities
 * that serialisers of XML write. `Data` is the text of the elements without a name, each in a line of its own.
 */
function xmlData(of: string, name: string): string {
  const found =
    name === unnamed
      ? `strcat_array(extract_all(${quote('<Data(?: Name=\\WData\\W)?>([^<]*)</')}, ${of}), "\\n")`
      : `extract(${quote(`<(?:Data Name=\\W${escaped(name)}\\W${elementNamed(name)})>([^<]*)</`)}, 1, ${of})`;
  return `${unescapeXml}(${found})`;
}

/** Sigma's name for the texts of an event that have none. */
const unnamed = 'Data';

function elementNamed(name: string): string {
  return /^[A-Za-z_][\w.-]*$/.test(name) ? `|${escaped(name)}` : '';
}

/** `key="its value"` or `key=value`, at the start of the text, after a blank or after a quote that opens a list of pairs. */
function keyedValue(of: string, key: string): string {
  return `coalesce(${valueAs(of, key, quoted)}, ${valueAs(of, key, bare)})`;
}

/** The same where bytes in hexadecimal stand for a text with blanks, quotes or other than ASCII: `%` before each and it is a URL's text. */
function decodedValue(of: string, [key = '']: readonly string[], { where }: Hexadecimal): string {
  const decoded = `url_decode(replace_regex(${valueAs(of, key, pairsOfDigits)}, "(..)", @"%\\1"))`;
  const text = where === undefined ? decoded : `iff(${where}, ${decoded}, "")`;
  return `coalesce(${valueAs(of, key, quoted)}, ${text}, ${valueAs(of, key, bare)})`;
}

type Hexadecimal = NonNullable<PackedColumn['hexadecimal']>[number];

const quoted = `"([^"]*)"`;
const bare = `([^\\s"']+)`;
const pairsOfDigits = `((?:[0-9A-F]{2})+)(?:[\\s']|$)`;

function valueAs(of: string, key: string, value: string): string {
  return `extract(${quote(`(?:^|[\\s'])${escaped(key)}=${value}`)}, 1, ${of})`;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
