import type { Diagnostic } from '../kql/validation/kusto.ts';

/**
 * Whether the service refuses what Microsoft's documentation shows:
 * - `bag_unpack(d, ignoredProperties=…)`: it takes arguments of plugins by their place also where they have names
 * - `union isfuzzy=true NoSuch*`: only a single table may be missing ("union operator")
 * - `count(x)`, which counts the rows as `count()` does ("summarize operator")
 */
export function isMistaken({ Code, Start, Length }: Diagnostic, text: string): boolean {
  const before = text.slice(Math.max(0, Start - mostBefore), Start);
  if (Code === 'KS107') return /\bignoredProperties\s*=\s*$/.test(before) || /\bcount\s*\(\s*$/.test(before);
  if (Code !== 'KS142' || !text.slice(Start, Start + Length).endsWith('*')) return false;
  return /\bunion\b[^|;]*\bisfuzzy\s*=\s*true\b[^|;]*$/.test(before);
}

const mostBefore = 2000;
