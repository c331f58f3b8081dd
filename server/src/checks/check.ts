import type { Fix, Severity } from '../problem.ts';
import type { Range } from '../range.ts';
import type { SigmaFile } from '../sigma/parse.ts';
import type { SigmaRule } from '../sigma/rule.ts';
import type { SchemaFinding } from './schemaFindings.ts';

/**
 * One thing that can be wrong with a rule. `run` is called for every rule of a file at every keystroke, so it has to
 * be cheap: it may look things up in catalogues, and must not search them.
 */
export interface Check {
  /** Kebab-case, stable: people write it into their settings. */
  readonly id: string;
  readonly severity: Severity;
  /** The ids under which pySigma (`dangling_detection`) and SigmaHQ (`sigmahq_title_length`) publish the same check. */
  readonly aliases?: readonly string[];
  /** The profiles that run it; absent: each of them. `all` runs every check. */
  readonly profiles?: readonly Profile[];
  readonly docs: CheckDocs;
  readonly run: (context: CheckContext, report: Report) => void;
}

/**
 * `spec`: what the specification asks for, and what makes a rule mean something else than it seems to. `sigmahq`: what
 * SigmaHQ's own continuous integration asks of its rules. `all`: every check there is.
 */
export type Profile = 'spec' | 'sigmahq' | 'all';

export const profiles: readonly Profile[] = ['spec', 'sigmahq', 'all'];

/** What a finding's hover, `sigmasmith explain ID` and the documentation say; markdown, whole sentences. */
export interface CheckDocs {
  /** What the finding means. */
  readonly what: string;
  /** Why it matters to the author of the rule. */
  readonly why: string;
  /** Two whole files: `bad` has the finding, `good` does not. */
  readonly example: {
    readonly bad: string;
    readonly good: string;
    /** Where the files lie, for checks of their names and folders. */
    readonly badPath?: string;
    readonly goodPath?: string;
  };
  /** Where the format is defined. */
  readonly url?: string;
}

/** What is known of a problem's code, whoever reports it. */
export interface Documentation extends CheckDocs {
  readonly id: string;
  readonly severity: Severity;
  /** As in `Check`. */
  readonly aliases?: readonly string[];
  readonly profiles?: readonly Profile[];
}

export interface CheckContext {
  readonly file: SigmaFile;
  readonly rule: SigmaRule;
  /** What the JSON Schema of this kind of document has against it, one for each cause. */
  readonly schemaFindings: readonly SchemaFinding[];
  /** False where a YAML error hides a part of the rule: then nothing can be said about what it lacks. */
  readonly isComplete: boolean;
  /** Where the file lies, with `/` between folders; absent for a text without a file. Checks of names and folders then find nothing. */
  readonly path?: string;
  /** The day it is, `YYYY-MM-DD`; checks of a rule's age find nothing without it, so that a check's answer depends on its arguments only. */
  readonly today?: string;
  /** Whether a check that can ask for more or for less asks for all that SigmaHQ's own asks for: in the profiles `sigmahq` and `all`. */
  readonly isStrict: boolean;
}

export type Report = (finding: Finding) => void;

export interface Finding {
  readonly range: Range;
  readonly message: string;
  /** Where it weighs more or less than the check usually does. */
  readonly severity?: Severity;
  readonly related?: readonly { readonly message: string; readonly range: Range }[];
  readonly fixes?: readonly Fix[];
  /** The code of a parser's problem in the same rule that has the same cause and is left out for this one. */
  readonly replaces?: string;
}
