import type { Target } from '../../catalog/target.ts';
import type { SourceLink } from '../../kql/page.ts';
import type { KqlDiagnostic } from '../../kql/validation/diagnostic.ts';
import type { Problem } from '../../problem.ts';
import type { Range } from '../../range.ts';
import { targetTitles } from '../conversions.ts';

/**
 * What Microsoft's parser says about a query as problems of the rule: each on what made the smallest clause around it, or
 * on `otherwise` where that is no part of the rule. The code is Microsoft's.
 */
export function clauseProblems(
  diagnostics: readonly KqlDiagnostic[],
  sourceMap: readonly SourceLink[],
  target: Target,
  otherwise: Range,
): Problem[] {
  return diagnostics.map(({ code, severity, message, start, length }) => {
    const range = smallestAround(sourceMap, start, start + length) ?? smallestAround(sourceMap, start, start);
    return {
      code,
      severity: code === unknownTable ? 'information' : severity,
      message: `In the query for ${targetTitles[target]}: ${message}`,
      range: range ?? otherwise,
    };
  });
}

/** Only a pipeline names a table that the catalogue does not know, and a team may well have one. */
const unknownTable = 'KS204';

function smallestAround(sourceMap: readonly SourceLink[], start: number, end: number): Range | undefined {
  let smallest: SourceLink | undefined;
  for (const link of sourceMap) {
    const isAround = link.query.start <= start && end <= link.query.end;
    if (isAround && (smallest === undefined || lengthOf(link) <= lengthOf(smallest))) smallest = link;
  }
  return smallest?.source;
}

function lengthOf({ query }: SourceLink): number {
  return query.end - query.start;
}
