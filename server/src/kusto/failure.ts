import type { Range } from '../range.ts';

/** Why a query is not run, or not to its end. Thrown inside, returned as a problem by `runKql`. */
export class Failure extends Error {
  readonly code: FailureCode;
  readonly range: Range | undefined;

  constructor(code: FailureCode, message: string, range?: Range) {
    super(message);
    this.code = code;
    this.range = range;
  }
}

/**
 * - `kql-not-implemented`: KQL that the evaluator does not know
 * - `kql-run-error`: KQL that Kusto refuses while it runs
 * - `kql-limit`: time, memory or a signal ended it
 */
export type FailureCode = 'kql-not-implemented' | 'kql-run-error' | 'kql-limit';

/** The columns of an operator are known only now; the query has to be bound again with this text at that place. */
export class NeedsColumns extends Error {
  readonly offset: number;
  readonly text: string;

  constructor(offset: number, text: string) {
    super(text);
    this.offset = offset;
    this.text = text;
  }
}

/** There are no rows of that name at all; a fuzzy union goes on without them. */
export class MissingTable extends Failure {
  constructor(name: string, range: Range) {
    super('kql-run-error', `There are no sample rows of \`${name}\`.`, range);
  }
}
