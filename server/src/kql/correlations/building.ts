import type { Problem } from '../../problem.ts';
import type { Range } from '../../range.ts';
import type { Plans } from '../../sigma/correlations/plan.ts';
import type { SigmaRule } from '../../sigma/rule.ts';
import type { Pipeline, Statements } from '../tabular.ts';
import type { TranslationOptions } from '../translation.ts';
import type { ColumnOrigin } from './columnOrigin.ts';
import type { Names } from './names.ts';

/** The translation of one correlation with all that it refers to: what it is about, and what is found on the way. */
export interface Building {
  readonly plans: Plans;
  readonly options: TranslationOptions;
  /** The column of times, in all rows. */
  readonly time: string;
  readonly names: Names;
  /** Columns of the tables themselves that every row carries, so that an alert has those of its last event. */
  readonly carried: readonly string[];
  /** Whether a rule's ranges are offsets in the document that is translated. */
  readonly isOwn: (rule: SigmaRule) => boolean;
  /** What fills the columns that rules are asked for, as far as they are text. */
  readonly origins: Map<string, ColumnOrigin[]>;
  readonly problems: Problem[];
  readonly tables: Set<string>;
  readonly lets: { name: string; pipeline: Pipeline }[];
}

export type Lets = Statements['lets'];

/** A loss is told once, an error at each place. */
export function tell(building: Building, problem: Problem): void {
  const known = building.problems.some(
    ({ message, range }) => message === problem.message && range.start === problem.range.start,
  );
  if (!known) building.problems.push(problem);
}

export function refuse(building: Building, code: string, message: string, range: Range): undefined {
  tell(building, { code, severity: 'error', message, range });
  return undefined;
}

/** What is only near to the rule: an error where that is not wanted. */
export function approximate(building: Building, message: string, range: Range): void {
  const severity = building.options.strict === true ? 'error' : 'information';
  tell(building, { code: 'approximate-mapping', severity, message, range });
}

/** What whoever runs the query has to know about tables; it means what the rule means nevertheless. */
export function hint(building: Building, code: string, message: string, range: Range): void {
  tell(building, { code, severity: 'hint', message, range });
}
