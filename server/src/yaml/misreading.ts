import { resolvePlain } from './scalar.ts';
import type { ScalarValue } from './tree.ts';

/** What YAML makes of a plain scalar that looks like something else. */
export type Misreading =
  /** PyYAML, whose YAML is 1.1, makes `value` of it; `core` is what YAML 1.2 makes of it, and may be the same. */
  | {
      readonly kind: 'value';
      readonly value: Exclude<ScalarValue, string>;
      readonly core: ScalarValue;
    }
  /** Text in YAML 1.1, and `core` in YAML 1.2. */
  | { readonly kind: 'text'; readonly core: Exclude<ScalarValue, string> }
  /** PyYAML makes a date of it, which is no value that Sigma has. */
  | { readonly kind: 'date' }
  /** PyYAML takes it for a number or a sign of its own, and fails. */
  | { readonly kind: 'unreadable' };

/**
 * How YAML reads a plain scalar, if that is not what its characters say, or if its versions disagree; undefined for what
 * nobody can take for something else: `4688`, `-1.5`, `true`, `null`, ordinary words. Sources: PyYAML's resolver and
 * constructor (YAML 1.1), the core schema of YAML 1.2 (section 10.3.2).
 */
export function misreadingOf(text: string): Misreading | undefined {
  // Ordinary words, which nearly all values are, go no further.
  if (!/^[-+.~=<0-9]|^[a-z]{2,5}$/i.test(text)) return undefined;
  if (text === '=' || text === '<<' || /^[-+]?0[bx]_+$/.test(text)) return { kind: 'unreadable' };
  if (timestamp.test(text)) return { kind: 'date' };
  const value = resolvePlain(text);
  const core = resolveCore(text);
  if (typeof value === 'string') return typeof core === 'string' ? undefined : { kind: 'text', core };
  if (typeof value === 'number' && !Number.isFinite(value)) return { kind: 'unreadable' };
  return isAsWritten(text, value) ? undefined : { kind: 'value', value, core };
}

/** Whether these are the characters that everybody writes for the value. */
function isAsWritten(text: string, value: Exclude<ScalarValue, string>): boolean {
  if (value === null) return text === 'null';
  if (typeof value === 'boolean') return text.toLowerCase() === String(value);
  if (typeof value === 'bigint' || Number.isInteger(value)) return text === String(value);
  // More digits than a float keeps are other digits when they are written again.
  return /^-?(?:0|[1-9]\d*)\.\d*[1-9]$/.test(text) && text.replace(/\D/g, '').length <= 15;
}

/** PyYAML's pattern of `tag:yaml.org,2002:timestamp`. */
const timestamp =
  /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/;

/** The value of a plain scalar in the core schema of YAML 1.2. */
function resolveCore(text: string): ScalarValue {
  if (/^(?:~|null|Null|NULL)?$/.test(text)) return null;
  if (/^(?:true|True|TRUE)$/.test(text)) return true;
  if (/^(?:false|False|FALSE)$/.test(text)) return false;
  if (/^[-+]?\d+$/.test(text)) return narrow(BigInt(text.replace(/^\+/, '')));
  if (/^0o[0-7]+$|^0x[\da-fA-F]+$/.test(text)) return narrow(BigInt(text));
  const isFloat = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(text);
  return isFloat && Number.isFinite(Number(text)) ? Number(text) : text;
}

function narrow(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
