import type { Range } from '../../range.ts';
import type { Test } from '../../sigma/expression.ts';
import type { Pattern } from '../../sigma/pattern.ts';
import type { Scalar } from '../ast.ts';
import { and, binary, call, column, not, or, text } from '../build.ts';
import type { RegistryDataField } from '../tableMapping.ts';
import { approximate, type Context, refuse } from './context.ts';
import { anyOf } from './merge.ts';
import { matchesPattern, plainText, rewritten, simpleShape } from './patterns.ts';
import { regexPredicate } from './regex.ts';
import { patternPredicate } from './text.ts';

/**
 * Sysmon's `Details`: the text of a string value, or `DWORD (0x00000001)`, `QWORD (0x00000000-0x00000001)`,
 * `Binary Data`, `(Empty)`. Tables have the type in a column of its own and numbers in decimal.
 */
export function registryDataPredicate(
  field: string,
  mapped: RegistryDataField,
  test: Test,
  range: Range,
  context: Context,
): Scalar {
  const data = column(mapped.data);
  switch (test.kind) {
    case 'string':
      return stringPredicate(field, mapped, test.pattern, test.cased, range, context);
    case 'number':
      return stringPredicate(field, mapped, [{ kind: 'text', text: String(test.value) }], false, range, context);
    case 'boolean':
      return binary(data, '=~', text(String(test.value)));
    case 'null':
      return emptyPredicate(mapped);
    case 'exists':
      return test.value ? not(emptyPredicate(mapped)) : emptyPredicate(mapped);
    case 'regex':
      if (!mapped.keepsText && /word|0x/i.test(test.source)) return refuseNumber(field, mapped, range, context);
      approximate(
        context,
        `\`${field}\` is read from \`${mapped.data}\`: numbers stand there in decimal, not as \`DWORD (0x…)\`.`,
        range,
      );
      return regexPredicate(data, test);
    case 'cidr':
    case 'compare':
    case 'time':
    case 'fieldref':
      return refuse(
        context,
        'unsupported-value',
        `\`${field}\` is text with several forms, which \`${context.table}\` keeps in parts.`,
        range,
      );
  }
}

function stringPredicate(
  field: string,
  mapped: RegistryDataField,
  pattern: Pattern,
  cased: boolean,
  range: Range,
  context: Context,
): Scalar {
  const data = column(mapped.data);
  const plain = plainText(pattern);
  if (plain === '') return emptyPredicate(mapped);
  if (plain !== undefined && matchesPattern(pattern, noData, cased)) return noDataPredicate(mapped);
  const number = numberIn(pattern);
  const asText = anyOf(spellings(mapped, pattern).map((each) => patternPredicate({ scalar: data }, each, cased)));
  if (number !== undefined) {
    const stored = and([typePredicate(mapped, number.type), binary(data, '==', text(String(number.value)))]);
    return mapped.keepsText ? or([stored, asText]) : stored;
  }
  const types = [...mapped.types.keys()].filter((type) => mentions(pattern, type, cased));
  if (types.length > 0) return or([...types.map((type) => typePredicate(mapped, type)), asText]);
  // With text in it, since any value at all is no question of an empty one.
  if (matchesPattern(pattern, noData, cased) && pattern.some(({ kind }) => kind === 'text'))
    return or([noDataPredicate(mapped), asText]);
  if (couldMeetNumber(pattern)) return refuseNumber(field, mapped, range, context);
  return mayBeDecimal(pattern) ? and([not(numericType(mapped)), asText]) : asText;
}

/** Sysmon doubles percent signs: `%%SystemRoot%%` is `%SystemRoot%` for others. */
function spellings({ keepsText }: RegistryDataField, pattern: Pattern): readonly Pattern[] {
  return rewritten(pattern, [{ find: '%%', replace: keepsText ? ['%%', '%'] : ['%'] }]);
}

/** Sysmon's form of a number would never be found there. */
function refuseNumber(field: string, { data }: RegistryDataField, range: Range, context: Context): Scalar {
  const message = `Part of a number in \`${field}\` cannot be looked for: \`${data}\` has numbers in decimal.`;
  return refuse(context, 'unsupported-value', message, range);
}

/** Sysmon's word for a value without data. */
const noData = '(Empty)';

function noDataPredicate(mapped: RegistryDataField): Scalar {
  const empty = emptyPredicate(mapped);
  return mapped.keepsText ? or([empty, binary(column(mapped.data), '=~', text(noData))]) : empty;
}

/** Without data; that of a binary value may be left out, and Sysmon says so in other words. */
function emptyPredicate(mapped: RegistryDataField): Scalar {
  const isBare = call('isempty', column(mapped.data));
  const raw = 'Binary Data';
  return mapped.types.has(raw) ? and([isBare, not(typePredicate(mapped, raw))]) : isBare;
}

function typePredicate(mapped: RegistryDataField, type: string): Scalar {
  return binary(column(mapped.type), '=~', text(mapped.types.get(type) ?? type));
}

function numericType(mapped: RegistryDataField): Scalar {
  const names = ['DWORD', 'QWORD'].map((type) => text(mapped.types.get(type) ?? type));
  return { kind: 'in', operator: 'in~', left: column(mapped.type), items: names };
}

/** A number in Sysmon's form, alone or looked for in the text. */
function numberIn(pattern: Pattern): { readonly type: string; readonly value: bigint } | undefined {
  const shape = simpleShape(pattern);
  if (shape === undefined) return undefined;
  const [, dword] = /^DWORD \((0x[\da-f]{8})\)$/i.exec(shape.text) ?? [];
  if (dword !== undefined) return { type: 'DWORD', value: BigInt(dword) };
  const [, high, low] = /^QWORD \(0x([\da-f]{8})-0x([\da-f]{8})\)$/i.exec(shape.text) ?? [];
  return high === undefined || low === undefined ? undefined : { type: 'QWORD', value: BigInt(`0x${high}${low}`) };
}

/** Whether every value of that type passes, whatever its number: `contains: DWORD`, `startswith: 'DWORD (0x'`. */
function mentions(pattern: Pattern, type: string, cased: boolean): boolean {
  if (type === 'Binary Data') return matchesPattern(pattern, type, cased);
  const forms =
    type === 'DWORD'
      ? ['DWORD (0xfedcba98)', 'DWORD (0x01234567)']
      : ['QWORD (0xfedcba98-0x76543210)', 'QWORD (0x01234567-0x89abcdef)'];
  return forms.every((form) => matchesPattern(pattern, form, cased));
}

/** Whether it speaks of a number's hexadecimal digits: `endswith: '0001)'`. */
function couldMeetNumber(pattern: Pattern): boolean {
  return pattern.some(
    (part) =>
      part.kind === 'text' &&
      /0x[\da-f]*|[\da-f]{2,}\)/i.test(part.text) &&
      /^(?:[DQ]?WORD )?\(?(?:0x)?[\da-f-]*\)?$/i.test(part.text),
  );
}

/** Whether a decimal number would pass, which in the rule's events is never written so. */
function mayBeDecimal(pattern: Pattern): boolean {
  return pattern.every((part) => part.kind !== 'text' || /^\d+$/.test(part.text));
}
