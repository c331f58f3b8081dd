import type { Problem } from '../problem.ts';
import type { Range } from '../range.ts';

/** A table that may answer a rule. */
interface Candidate<Translation> {
  /** A cheap look: what is wrong when the table does not have a field of the rule. */
  readonly lacking: () => Translation | undefined;
  readonly translation: () => Translation;
}

interface Translated {
  readonly query: unknown;
  readonly tables: readonly string[];
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
  const failures: Translation[] = [];
  for (const { lacking, translation } of candidates) {
    const found = lacking() ?? translation();
    if (found.query !== undefined) return withChoice(found, failures, range);
    failures.push(found);
  }
  return candidates
    .map(({ translation }) => translation())
    .reduce((least, each) => (errorsOf(each) < errorsOf(least) ? each : least));
}

function withChoice<Translation extends Translated>(
  translation: Translation,
  failures: readonly Translation[],
  range: Range,
): Translation {
  const failure = failures.find(({ tables }) => tables[0] !== translation.tables[0]);
  const reason = failure?.problems.find(({ severity }) => severity === 'error');
  if (reason === undefined) return translation;
  const [because] = reason.message.split('. ');
  const message = `Read from \`${translation.tables.join()}\`, because ${because}.`;
  return {
    ...translation,
    problems: [...translation.problems, { code: 'table-choice', severity: 'hint', message, range }],
  };
}

function errorsOf({ problems }: Translated): number {
  return problems.filter(({ severity }) => severity === 'error').length;
}
