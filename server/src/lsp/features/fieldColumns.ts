import { type Target, targets } from '../../catalog/target.ts';
import type { FieldColumn } from '../../kql/fieldMapping.ts';

/** How the user knows a target. */
export const targetTitles: Readonly<Record<Target, string>> = {
  asim: 'ASIM',
  xdr: 'Defender XDR',
  workspace: 'Workspace',
};

/** One line: `asim TargetProcessCommandLine: string, xdr ProcessCommandLine: string`. */
export function columnsInWords(columns: readonly FieldColumn[]): string {
  const words = targets.flatMap((target) => {
    const column = columns.find((each) => each.target === target);
    return column ? [`${target} ${column.column}: ${column.type}`] : [];
  });
  return words.length > 0 ? words.join(', ') : 'no column in any target';
}
