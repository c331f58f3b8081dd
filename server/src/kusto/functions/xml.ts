import { Failure } from '../failure.ts';
import type { Bag, Dynamic } from '../values/value.ts';

/**
 * XML as `parse_xml` has it: attributes with `@`, text beside them or beside elements as `#text`, elements of one name
 * as an array; whatever else is in the document is skipped. Null for what is no well-formed XML, or longer than a
 * megabyte.
 */
export function parseXml(text: string): Bag | null {
  if (text.length > largest) return null;
  const reader: Reader = { text, at: 0, depth: 0 };
  skipMisc(reader);
  const root = element(reader);
  skipMisc(reader);
  return root === undefined || reader.at < text.length ? null : { [root.name]: root.value };
}

const largest = 1_048_576;
const deepest = 500;

interface Reader {
  readonly text: string;
  at: number;
  /** How many elements are open. */
  depth: number;
}

interface Element {
  readonly name: string;
  readonly value: Dynamic;
}

function take(reader: Reader, form: RegExp): RegExpExecArray | undefined {
  form.lastIndex = reader.at;
  const found = form.exec(reader.text);
  if (found === null) return undefined;
  reader.at += found[0].length;
  return found;
}

function skipMisc(reader: Reader): void {
  while (take(reader, blank) ?? take(reader, skipped) !== undefined);
}

const blank = /[\s\uFEFF]+/y;
const skipped = /<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<!DOCTYPE[^>[]*(?:\[[^\]]*\])?[^>]*>/y;
const opening =
  /<([\p{L}_:][\p{L}\p{N}_:.-]*)((?:\s+[\p{L}_:][\p{L}\p{N}_:.-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/uy;
const attribute = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const characters = /[^<]+/y;

/** Undefined where the XML is not well-formed. */
function element(reader: Reader): Element | undefined {
  const start = take(reader, opening);
  const [, name = '', attributes = '', empty] = start ?? [];
  if (start === undefined) return undefined;
  const members: [string, Dynamic][] = [];
  for (const [, key = '', double, single] of attributes.matchAll(attribute)) {
    const value = decoded(double ?? single ?? '');
    if (value === undefined) return undefined;
    members.push([`@${key}`, value]);
  }
  if (empty === '') {
    if (++reader.depth > deepest)
      throw new Failure('kql-limit', `XML of more than ${deepest} levels is not read here.`);
    if (!content(reader, name, members)) return undefined;
    reader.depth--;
  }
  return { name, value: contentOf(members) };
}

function content(reader: Reader, name: string, members: [string, Dynamic][]): boolean {
  for (;;) {
    const text = take(reader, characters)?.[0];
    if (text !== undefined) {
      const value = decoded(text.trim());
      if (value === undefined) return false;
      if (value !== '') members.push(['#text', value]);
    } else if (take(reader, skipped) === undefined) {
      const end = take(reader, /<\/([^\s>]+)\s*>/y);
      if (end !== undefined) return end[1] === name;
      const child = element(reader);
      if (child === undefined) return false;
      members.push([child.name, child.value]);
    }
  }
}

/** Nothing is null, text alone is a string; members of one name are an array. */
function contentOf(members: readonly [string, Dynamic][]): Dynamic {
  const [first] = members;
  if (first === undefined) return null;
  if (members.length === 1 && first[0] === '#text') return first[1];
  const gathered = new Map<string, Dynamic[]>();
  for (const [key, value] of members) gathered.set(key, [...(gathered.get(key) ?? []), value]);
  return Object.fromEntries(
    [...gathered].map(([key, values]) => [key, values.length === 1 ? (values[0] ?? null) : values]),
  );
}

/** Undefined for an entity that XML does not know. */
function decoded(text: string): string | undefined {
  let known = true;
  const result = text.replace(/&([^;&]*);?/g, (whole, entity: string) => {
    const [, hexadecimal, decimal] = /^#(?:x([0-9a-fA-F]+)|(\d+))$/.exec(entity) ?? [];
    const code = hexadecimal === undefined ? Number(decimal ?? Number.NaN) : Number.parseInt(hexadecimal, 16);
    const character = code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : entities[entity];
    if (character === undefined || !whole.endsWith(';')) known = false;
    return character ?? '';
  });
  return known ? result : undefined;
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
