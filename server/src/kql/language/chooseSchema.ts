import { otherTable } from '../../catalog/otherTables.ts';
import { table } from '../../catalog/tables.ts';
import { longestText } from './limits.ts';
import { isParser } from './parserNames.ts';
import { codeOnly, scan } from './scan.ts';
import type { Schema } from './schemas.ts';

/**
 * Which schema a text means. Tables and parsers that only one side has decide; if both sides have all that is named, the
 * time column does: `Timestamp` in Defender XDR, `TimeGenerated` in a workspace. Where nothing decides, or the text mixes
 * the two as the unified portal allows, or is longer than a query can be, it is both.
 */
export function chooseSchema(text: string): Schema {
  if (text.length > longestText) return 'unified';
  const words = new Set(codeOnly(text, scan(text)).match(/[A-Za-z_]\w*/g) ?? []);
  const named = [...words].map(sidesOf).filter((sides) => sides.hunting || sides.workspace);
  const onlyHunting = named.some(({ hunting, workspace }) => hunting && !workspace);
  const onlyWorkspace = named.some(({ hunting, workspace }) => workspace && !hunting);
  const either = named.some(({ hunting, workspace }) => hunting && workspace);
  const [timestamp, timeGenerated] = [words.has('Timestamp'), words.has('TimeGenerated')];
  if (onlyHunting) return onlyWorkspace ? 'unified' : 'xdr';
  if (onlyWorkspace) return either && timestamp ? 'unified' : 'workspace';
  if (!either || timestamp === timeGenerated) return 'unified';
  return timestamp ? 'xdr' : 'workspace';
}

function sidesOf(name: string): { readonly hunting: boolean; readonly workspace: boolean } {
  const hunting = table(name, 'xdr') !== undefined || name === 'FileProfile';
  const workspace =
    table(name, 'workspace') !== undefined ||
    otherTable(name) !== undefined ||
    isParser(name) ||
    name === '_GetWatchlist';
  return { hunting, workspace };
}
