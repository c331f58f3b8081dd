/** A real as text: the shortest digits that mean it; an exponent from 1e15 on, as .NET writes it. */
export function printReal(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value < 0 ? '-Infinity' : 'Infinity';
  if (Number.isSafeInteger(value)) return String(value);
  return String(value)
    .replace('e', 'E')
    .replace(/E([+-])(\d)$/, 'E$10$2');
}

/** From a text such as `1.5`, `-2e3`, `inf` or `NaN`; undefined if it is none. */
export function parseReal(text: string): number | undefined {
  const trimmed = text.trim();
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(trimmed)) return Number(trimmed);
  const [, sign, word] = /^([+-]?)(inf|infinity|nan)$/i.exec(trimmed) ?? [];
  if (word === undefined) return undefined;
  return word.toLowerCase() === 'nan' ? Number.NaN : sign === '-' ? -Infinity : Infinity;
}
