import type { Problem } from '../problem.ts';
import type { Range } from '../range.ts';

/** A table that may answer a rule. */
interface Candidate<Translation> {
  /** As the query names it. */
  readonly table: string;
  /** A cheap look: why it cannot be the table, as a clause, or undefined if only a translation can tell. */
  readonly lacking: () => string | undefined;
  readonly translation: () => Translation;
}

interface Translated {
  readonly query: unknown;
  readonly problems: readonly Problem[];
}

/**
 * The first that succeeds, with a word on why others were not taken, or of the failures the one with the fewest errors. A
 * table that lacks a field is only translated to when none succeeds: what else is wrong with it counts then.
 *
 * @param range of what the word is about.
 */
export function bestTable<Translation extends Translated>(
  candidates: readonly Candidate<Translation>[],
  range: Range,
): Translation {
  const failures: { readonly table: string; readonly reason: string }[] = [];
  for (const { table, lacking, translation } of candidates) {
    const lack = lacking();
    if (lack !== undefined) {
      failures.push({ table, reason: lack });
      continue;
    }
    const found = translation();
    if (found.query === undefined) {
      failures.push({ table, reason: errorsOf(found)[0]?.message.split('. ')[0] ?? '' });
      continue;
    }
    const failure = failures.find((each) => each.table !== table);
    if (failure === undefined) return found;
    const message = `Read from \`${table}\`, because ${failure.reason.replace(/\.$/, '')}.`;
    return { ...found, problems: [...found.problems, { code: 'table-choice', severity: 'hint', message, range }] };
  }
  return candidates
    .map(({ translation }) => translation())
    .reduce((least, each) => (errorsOf(each).length < errorsOf(least).length ? each : least));
}

function errorsOf({ problems }: Translated): readonly Problem[] {
  return problems.filter(({ severity }) => severity === 'error');
}
