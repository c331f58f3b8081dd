import type { MappedField } from '../tableMapping.ts';
import { isBag, jsonOf, type RowDraft, setPath } from './row.ts';

/** What goes into columns of text that hold many fields: column -> key -> text. */
export type PackedText = Map<
  string,
  {
    readonly format: 'xml' | 'keyValue';
    readonly entries: Map<string, readonly string[]>;
    readonly hexadecimal: Set<string>;
  }
>;

/** Puts a field into the column that holds it among others; false if it is no such field. */
export function placePacked(draft: RowDraft, packed: PackedText, mapped: MappedField, value: unknown): boolean {
  if (mapped.kind !== 'computed' || mapped.packed === undefined) return false;
  const { column, format, path, hexadecimal = false } = mapped.packed;
  if (format === 'dynamic' || format === 'json') return setPath(draft, column, path, value);
  const [key = ''] = path;
  const known = packed.get(column) ?? { format, entries: new Map(), hexadecimal: new Set() };
  packed.set(column, known);
  if (hexadecimal) known.hexadecimal.add(key);
  const texts = Array.isArray(value) && format === 'xml' ? value : [value];
  known.entries.set(key, texts.map(textOf));
  return true;
}

/** The row as an object: bags in columns of text become JSON, and lists of keys the text that the table holds. */
export function finished({ columns, values }: RowDraft, packed: PackedText): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const [column, value] of values) {
    row[column] = isBag(value) && columns.get(column) === 'string' ? jsonOf(value) : value;
  }
  for (const [column, { format, entries, hexadecimal }] of packed) {
    const earlier = typeof row[column] === 'string' ? `${row[column]} ` : '';
    row[column] = earlier + (format === 'xml' ? eventData(entries) : keyedPairs(entries, hexadecimal));
  }
  return row;
}

function textOf(value: unknown): string {
  return typeof value === 'object' ? jsonOf(value) : String(value);
}

type Entries = ReadonlyMap<string, readonly string[]>;

/** `Data` is Sigma's name for texts without one. */
function eventData(entries: Entries): string {
  const data = [...entries].flatMap(([name, values]) => {
    const start = name === 'Data' ? '<Data>' : `<Data Name="${escaped(name)}">`;
    return values.map((value) => `${start}${escaped(value)}</Data>`);
  });
  return `<DataItem type="System.XmlData"><EventData>${data.join('')}</EventData></DataItem>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function keyedPairs(entries: Entries, hexadecimal: ReadonlySet<string>): string {
  return [...entries].map(([key, [value = '']]) => `${key}=${keyedText(value, hexadecimal.has(key))}`).join(' ');
}

function keyedText(value: string, hexadecimal: boolean): string {
  if (!hexadecimal) return /^[^\s"']+$/.test(value) ? value : `"${value}"`;
  return value.includes('"') ? hexadecimalOf(value) : `"${value}"`;
}

function hexadecimalOf(text: string): string {
  const bytes = [...new TextEncoder().encode(text)];
  return bytes.map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join('');
}
