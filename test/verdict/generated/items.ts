import fc from 'fast-check';
import type { MappedField } from '../../../server/src/kql/mappings.ts';
import { legalModifiers } from '../../../server/src/sigma/modifiers.ts';
import { paths, ruleText } from './texts.ts';

/** A line of a selection; without a key a keyword. */
export interface GeneratedItem {
  readonly key: string | undefined;
  readonly values: readonly Value[];
}

type Value = string | number | bigint | boolean | null;

/** Any line on the field, with values of its kind more often than others; `fieldref` names one of the others. */
export function items(field: string, mapped: MappedField | undefined, others: fc.Arbitrary<string>): fc.Arbitrary<GeneratedItem> {
  const asTime = mapped !== undefined && 'type' in mapped && mapped.type === 'datetime';
  return (asTime ? chainsOfTime : chains).chain((chain) => {
    const values = valuesFor(chain, mapped, others);
    return fc
      .array(values, { minLength: 1, maxLength: 3 })
      .map((list) => ({ key: [field, ...chain].join('|'), values: list }));
  });
}

export const keywordItems: fc.Arbitrary<GeneratedItem> = ruleText.map((text) => ({ key: undefined, values: [text] }));

/** Chains of modifiers that are legal; no `expand`, whose values come from elsewhere. */
const chains = chainsOf((name) => name !== 'expand' && !timeParts.includes(name));
const chainsOfTime = chainsOf((name) => name !== 'expand');

function chainsOf(isWanted: (name: string) => boolean): fc.Arbitrary<readonly string[]> {
  return fc.array(fc.nat(), { maxLength: 3 }).map((picks) =>
  picks.reduce<string[]>((chain, pick) => {
    const legal = legalModifiers(chain).filter(isWanted);
    // The common ones oftener.
    const usual = ['contains', 'startswith', 'endswith', 're', 'cased', 'all', 'neq'].filter((name) => legal.includes(name));
    const next = [...legal, ...usual, ...usual][pick % (legal.length + 2 * usual.length)];
    return next === undefined ? chain : [...chain, next];
  }, []),
);
}

function valuesFor(chain: readonly string[], mapped: MappedField | undefined, others: fc.Arbitrary<string>): fc.Arbitrary<Value> {
  const has = (name: string): boolean => chain.includes(name);
  if (has('re')) return fc.constantFrom(...expressions);
  if (has('cidr')) return fc.constantFrom(...networks);
  if (has('fieldref')) return others;
  if (has('exists')) return fc.boolean();
  if (timeParts.some(has)) return fc.constantFrom(1, 3, 15, 12, 2026);
  if (['lt', 'lte', 'gt', 'gte'].some(has)) return numbers;
  const isOfText = ['contains', 'startswith', 'endswith', 'cased', 'windash', 'base64', 'base64offset', 'wide', 'utf16le', 'utf16be', 'utf16'].some(has);
  const encoded = ['base64', 'base64offset', 'wide', 'utf16le', 'utf16be', 'utf16'].some(has);
  const texts = encoded ? fc.constantFrom('ab', 'IEX', 'http://', '\\\\a', ' -enc ', 'x"y') : textsFor(mapped);
  if (isOfText) return texts;
  const weight = isNumeric(mapped) ? 8 : 1;
  return fc.oneof({ arbitrary: texts, weight: 8 }, { arbitrary: numbers, weight }, { arbitrary: fc.constantFrom(null, ''), weight: 1 }, { arbitrary: fc.boolean(), weight: 1 });
}

export function isNumeric(mapped: MappedField | undefined): boolean {
  return mapped !== undefined && 'type' in mapped && ['int', 'long', 'real'].includes(mapped.type);
}

const timeParts = ['minute', 'hour', 'day', 'week', 'month', 'year'];

const numbers: fc.Arbitrary<Value> = fc.constantFrom<Value>(0, 1, -1, 12, 4624, 1.5, 0.1, 4294967296, 9007199254740993n, 18446744073709551615n, 1e21);

function textsFor(mapped: MappedField | undefined): fc.Arbitrary<string> {
  switch (mapped?.kind) {
    case 'cases':
      return fc.oneof(fc.constantFrom(...mapped.cases.keys()), ruleText);
    case 'hashes':
      return fc.oneof(fc.constantFrom(...hashes), ruleText);
    case 'registryData':
      return fc.oneof(fc.constantFrom(...details), ruleText);
    case undefined:
      return ruleText;
    case 'column':
    case 'computed':
      return typed(mapped);
  }
}

function typed(mapped: Extract<MappedField, { kind: 'column' | 'computed' }>): fc.Arbitrary<string> {
  const { type, rewrites = [] } = mapped;
  switch (type) {
    case 'int':
    case 'long':
    case 'real':
      return fc.oneof(fc.constantFrom('1', '12', '0x1', '0xC', '01', '1.5', '-1', '4624', ' 1', '1?', '1*', '*'), ruleText);
    case 'bool':
      return fc.oneof(fc.constantFrom('true', 'FALSE', 'tr*', '1', '*'), ruleText);
    case 'guid':
      return fc.oneof(fc.constantFrom(...guids), ruleText);
    case 'datetime':
    case 'timespan':
      return fc.oneof(fc.constantFrom(...times, '*'), ruleText);
    case 'string':
    case 'dynamic': {
      const found = rewrites.flatMap(({ find, replace }) => [find, ...replace]);
      const rewritten = found.length === 0 ? [] : [fc.tuple(fc.constantFrom(...found), ruleText).map((parts) => parts.join(''))];
      return fc.oneof(ruleText, ruleText, paths, fc.constantFrom('0x3e7', '999', '0x3E7', 'NT AUTHORITY\\SYSTEM', 'a\\b', '10.0.0.1', '*.exe', ...guids), ...rewritten);
    }
  }
}

const digits = 'd41d8cd98f00b204e9800998ecf8427e';
export const hashes: readonly string[] = [
  `MD5=${digits}`, `md5=${digits.toUpperCase()}`, digits, `IMPHASH=${digits}`, `SHA1=${digits}00000000`, `${digits}00000000`,
  `SHA256=${digits}${digits}`, `${digits}${digits}`, `MD5=${digits},IMPHASH=${digits}`, `MD5=${digits},SHA256=${digits}${digits}`, 'MD5=d41d', 'd41d',
];
export const details: readonly string[] = [
  'DWORD (0x00000001)', 'DWORD (0x0000000A)', 'QWORD (0x00000000-0x00000001)', 'Binary Data', '(Empty)', '(empty)', 'DWORD', '1', '10', '0x00000001', 'DWORD (0x0000000?)', '(0x00000001)', '%TEMP%\\a.exe',
];
export const guids = ['{1F3A9C2B-0000-4000-8000-00000000ABCD}', '1f3a9c2b-0000-4000-8000-00000000abcd', '1f3a9c2b-*'];
export const times = ['2026-01-15T03:12:01Z', '2026-03-01 12:15:00', '2025-12-31T23:30:00Z', '2026-01-15'];

/** Regular expressions, each with texts that it matches or nearly does. */
const samples: readonly (readonly [string, readonly string[]])[] = [
  ['^a+$', ['a', 'aa', 'aa\n', 'A', 'b']],
  ['a.c', ['abc', 'a\nc', 'ABC', 'xa-cx']],
  ['^b', ['b', 'a\nb', 'B']],
  ['a$', ['a', 'a\n', 'a\nb', 'a\r\n']],
  ['\\bcmd(\\.exe)?\\b', ['cmd', 'cmd.exe', 'xcmd', 'C:\\cmd.exe ']],
  ['[^\\x00-\\x7f]', ['é', 'e', '😀']],
  ['^.{1,3}$', ['a', '😀', 'abc', 'abcd', 'é\n']],
  ['"quoted"', ['"quoted"', 'quoted']],
  ['\\\\temp\\\\', ['\\temp\\', '\\TEMP\\', '\\\\temp\\\\']],
  ['(?i)TRUE|false', ['true', 'False']],
  ['^$', ['', 'a']],
  ['.*', ['', 'a', '\n']],
  ['^\\d+$', ['1', '12', '12\n', 'x1', '٣']],
  ['\\s', [' ', '\u00a0', 'a', '\t']],
  ['x*', ['', 'x', 'y']],
  ["it's @\"", ["it's @\"", 'its']],
  ['\\pL\\PL', ['a1', 'ä-', '1']],
  ['a|b|^$', ['a', 'c', '']],
];
const expressions = samples.map(([source]) => source);
/** What regular expressions may be asked about. */
export const expressionTexts: readonly string[] = samples.flatMap(([, texts]) => texts);

const networks = [
  '10.0.0.0/8', '10.0.0.1/32', '0.0.0.0/0', '192.168.0.0/16', '127.0.0.0/8', '::1/128', '::/0', 'fe80::/10', '::ffff:10.0.0.0/104', '2001:db8::/32', '::/96', 'fc00::/7', '::ffff:0:0/96',
];
/** None with a zone or an address of version 4 right behind `::`: what Kusto makes of those, nobody has written down. */
export const addresses = [
  '10.0.0.1', '10.0.0.1:80', '010.0.0.1', '10.0.0', '10.0.0.1/24', ' 10.0.0.1', '192.168.1.1', '127.0.0.1', '::1', '::', 'fe80::1', '::ffff:10.0.0.1', '2001:db8::5', '[::1]', '-', '1', 'z::1', '0:0:0:0:0:ffff:0a00:0001', 'FD00::1', '256.1.1.1', '167772161',
];
