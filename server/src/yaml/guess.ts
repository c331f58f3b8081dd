import type { Edit } from './draft.ts';

/** A repair that says what the author most likely meant. Offsets are those of the draft. */
export interface Guess {
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly edits: readonly Edit[];
  /** How the edits are offered as a fix; missing where they only serve to read on. */
  readonly title?: string;
  /** PyYAML reads this as it stands: nothing is reported. */
  readonly accepted?: boolean;
}

/** What js-yaml says: its reason and the offset in the draft. */
export interface SyntaxFault {
  readonly reason: string;
  readonly position: number;
}
