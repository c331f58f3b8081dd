import type { ScalarValue } from './tree.ts';

/**
 * The value of a plain scalar as PyYAML's safe loader resolves it (YAML 1.1 with PyYAML's own patterns: `yes` and `on`
 * are booleans but `y` is not, `010` is octal, `1:30` is 90, `1e3` is text). Dates stay text.
 */
export function resolvePlain(text: string): ScalarValue {
  if (text.length === 0) return null;
  const first = text.charCodeAt(0);
  if (isNumberStart(first)) return number(text) ?? text;
  return text.length <= 5 && words.has(text) ? (words.get(text) as ScalarValue) : text;
}

/** The value of a scalar with an explicit tag, or undefined if Sigma has no use for that tag. */
export function resolveTagged(tag: string, text: string): ScalarValue | undefined {
  switch (tag.startsWith(longPrefix) ? `!!${tag.slice(longPrefix.length, -1)}` : tag) {
    case '!':
    case '!!str':
    case '!!binary':
    case '!!timestamp':
      return text;
    case '!!null':
      return null;
    case '!!bool': {
      const value = resolvePlain(text);
      return typeof value === 'boolean' ? value : text;
    }
    case '!!int': {
      const value = resolvePlain(text);
      return typeof value === 'number' || typeof value === 'bigint' ? value : text;
    }
    case '!!float': {
      const value = resolvePlain(text);
      return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : text;
    }
    default:
      return undefined;
  }
}

/** Whether a collection's tag says no more than what it is anyway. */
export function isCollectionTag(tag: string): boolean {
  return /^!!(?:map|seq|omap|set|pairs)$|^!$/.test(
    tag.startsWith(longPrefix) ? `!!${tag.slice(longPrefix.length, -1)}` : tag,
  );
}

const longPrefix = '!<tag:yaml.org,2002:';

const words: ReadonlyMap<string, ScalarValue> = new Map<string, ScalarValue>([
  ...['yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
]);

const integer =
  /^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const float =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

function isNumberStart(code: number): boolean {
  return (code >= 48 && code <= 57) || code === 43 || code === 45 || code === 46;
}

function number(text: string): number | bigint | undefined {
  if (integer.test(text)) return toInteger(text);
  if (float.test(text)) return toFloat(text);
  return undefined;
}

function toInteger(text: string): number | bigint | undefined {
  const digits = text.replace(/_/g, '');
  const negative = digits.startsWith('-');
  const body = digits.replace(/^[-+]/, '');
  const magnitude = unsigned(body);
  if (magnitude === undefined) return undefined;
  if (typeof magnitude === 'number') return negative && magnitude !== 0 ? -magnitude : magnitude;
  return negative ? -magnitude : magnitude;
}

function unsigned(body: string): number | bigint | undefined {
  if (body.includes(':')) {
    return narrow(body.split(':').reduce((total, part) => total * 60n + BigInt(part), 0n));
  }
  if (body.length <= 15 && !body.startsWith('0')) return Number(body);
  const octal = body.length > 1 && /^0[0-7]/.test(body);
  const literal = octal ? `0o${body.slice(1)}` : body;
  // `0x_` and `0b_` fit PyYAML's pattern, but hold no digit.
  return /[0-9a-f]$/i.test(literal) && !/^0[xb]$/i.test(literal) ? narrow(BigInt(literal)) : undefined;
}

function narrow(value: bigint): number | bigint {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

function toFloat(text: string): number {
  const digits = text.toLowerCase().replace(/_/g, '');
  const sign = digits.startsWith('-') ? -1 : 1;
  const body = digits.replace(/^[-+]/, '');
  if (body === '.inf') return sign * Number.POSITIVE_INFINITY;
  if (body === '.nan') return Number.NaN;
  if (!body.includes(':')) return sign * Number.parseFloat(body);
  return sign * body.split(':').reduce((total, part) => total * 60 + Number(part), 0);
}
