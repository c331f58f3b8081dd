import type { ComputedField, MappedField, RegistryDataField, TextForm } from '../tableMapping.ts';
import { parseExpression } from './parseExpression.ts';
import { type RowDraft, setColumn } from './row.ts';
import { giveValue, makeHold } from './solve.ts';

/** Fills the columns that a field is read from; false where that cannot be done. */
export function giveField(draft: RowDraft, mapped: MappedField, value: unknown): boolean {
  switch (mapped.kind) {
    case 'column':
      return (
        !lacksPath(mapped, value) &&
        !isAmbiguous(mapped, value) &&
        setColumn(draft, mapped.column, asWritten(mapped, value))
      );
    case 'computed': {
      const written = asWritten(mapped, value);
      const expression = mapped.inverse === undefined ? parseExpression(mapped.expression) : undefined;
      const isGiven =
        mapped.inverse === undefined
          ? expression !== undefined && giveValue(draft, expression, written)
          : giveParts(draft, mapped.inverse, String(value));
      return isGiven && isPresent(draft, mapped);
    }
    case 'cases': {
      const word = String(value).toLowerCase();
      const [, predicate] = [...mapped.cases].find(([each]) => each.toLowerCase() === word) ?? [];
      const expression = predicate === undefined ? undefined : parseExpression(predicate);
      return expression !== undefined && makeHold(draft, expression);
    }
    case 'hashes':
      return giveHashes(draft, mapped.algorithms, String(value));
    case 'registryData':
      return giveRegistryData(draft, mapped, String(value));
  }
}

/** Whether the table would say that the field is there. */
function isPresent({ values }: RowDraft, { presence }: ComputedField): boolean {
  return presence?.test !== 'isnotempty' || values.get(presence.of) !== '';
}

/** A table that has only the file's name could not tell that there never was a path, nor a path without a name. */
function lacksPath({ holds }: TextForm, value: unknown): boolean {
  return holds === 'fileName' && !/[\\/][^\\/]+$/.test(String(value));
}

/** A text that the table may also have in place of another one, as `&amp;` for `&`. */
function isAmbiguous({ rewrites = [] }: TextForm, value: unknown): boolean {
  const text = String(value).toLowerCase();
  return rewrites.some(
    ({ replace, sometimes }) => sometimes && replace.some((other) => text.includes(other.toLowerCase())),
  );
}

/** The value in the table's spelling. */
function asWritten({ rewrites = [], holds, forms = [] }: TextForm, value: unknown): unknown {
  if (forms.length === 1 && forms[0] === 'hexadecimal' && /^(?:0|[1-9]\d*)$/.test(String(value)))
    return `0x${BigInt(String(value)).toString(16)}`;
  if (typeof value !== 'string') return value;
  let text = value;
  for (const { find, replace, sometimes } of rewrites) if (!sometimes) text = replacedAll(text, find, replace[0] ?? '');
  if (holds === 'fileName') text = text.slice(Math.max(text.lastIndexOf('\\'), text.lastIndexOf('/')) + 1);
  if (forms.length > 0 && !forms.includes('hexadecimal') && /^0x[\da-f]+$/i.test(text)) return String(BigInt(text));
  return text;
}

/** Each place where it stands, whatever its capitals. */
function replacedAll(text: string, find: string, by: string): string {
  return text.replace(new RegExp(find.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'gi'), () => by);
}

function giveParts(draft: RowDraft, inverse: ReadonlyMap<string, string>, text: string): boolean {
  return [...inverse].every(([column, pattern]) => {
    const part = new RegExp(pattern, 's').exec(text)?.[1];
    return part === undefined || setColumn(draft, column, part);
  });
}

function giveHashes(draft: RowDraft, algorithms: ReadonlyMap<string, string>, text: string): boolean {
  const parts = text.split(',').map((part) => part.trim().split('='));
  const known = parts.flatMap(([name = '', digits = '']) => {
    const column = algorithms.get(name.toUpperCase());
    if (column === undefined) return [];
    return [hash.test(digits) && setColumn(draft, column, digits.toLowerCase())];
  });
  return known.length > 0 && known.every(Boolean);
}

/** MD5 and IMPHASH, SHA1, SHA256. */
const hash = /^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64})$/i;

/** Sysmon's `DWORD (0x00000001)` as a type and a number in decimal. */
function giveRegistryData(draft: RowDraft, mapped: RegistryDataField, text: string): boolean {
  const [, dword] = /^DWORD \((0x[\da-f]+)\)$/i.exec(text) ?? [];
  const [, high, low] = /^QWORD \(0x([\da-f]+)-0x([\da-f]+)\)$/i.exec(text) ?? [];
  const whole = dword !== undefined ? BigInt(dword) : high !== undefined ? BigInt(`0x${high}${low}`) : undefined;
  if (whole !== undefined) return set(whole.toString(), dword === undefined ? 'QWORD' : 'DWORD');
  if (text === 'Binary Data') return set('', text);
  if (/[DQ]WORD \(/i.test(text)) return false;
  if (text.toLowerCase() === '(empty)') return set('');
  return set(mapped.keepsText ? text : text.replaceAll('%%', '%'));

  function set(data: string, type?: string): boolean {
    const written = type === undefined ? undefined : mapped.types.get(type);
    return setColumn(draft, mapped.data, data) && (written === undefined || setColumn(draft, mapped.type, written));
  }
}
