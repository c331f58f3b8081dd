import type { Severity } from '../../problem.ts';
import type { Finding } from '../finding.ts';

/** What a format writes: the files that were checked, each with what is reported of it. */
export interface Report {
  readonly files: readonly { readonly path: string; readonly rules: number; readonly findings: readonly Finding[] }[];
  /** With the escapes that colour a terminal. */
  readonly hasColour: boolean;
  /** The version of Sigmasmith. */
  readonly version: string;
}

export const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

export function findingsIn({ files }: Report): Finding[] {
  return files.flatMap(({ findings }) => findings);
}

/** How many findings there are of each severity. */
export function counts(report: Report): Readonly<Record<Severity, number>> {
  const result = { error: 0, warning: 0, information: 0, hint: 0 };
  for (const { severity } of findingsIn(report)) result[severity] += 1;
  return result;
}
