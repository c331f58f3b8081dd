import type { Position } from './lineIndex.ts';
import type { Range } from './range.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** One edit of a document: the characters of `range` become `text`. */
export interface TextEdit {
  readonly range: Range;
  readonly text: string;
}

/** A change that mends a problem, worded as a command: "Replace with `endswith`". */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** It changes what the rule finds, and the author may have meant something else: offered, and never applied unasked. */
  readonly isGuess?: true;
}

/** Something wrong at an exact place. */
export interface Problem {
  /** Stable id of the check that found it, in kebab-case; its documentation is looked up by it. */
  readonly code: string;
  readonly severity: Severity;
  /** A sentence; names in backticks; says what to do. */
  readonly message: string;
  readonly range: Range;
  /** Other places that belong to it, such as the first of two equal keys. */
  readonly related?: readonly RelatedPlace[];
  readonly fixes?: readonly Fix[];
}

/** A place that explains a problem. */
export interface RelatedPlace {
  readonly message: string;
  /** In the problem's own file, unless `elsewhere` says otherwise. */
  readonly range: Range;
  /** The file it is in, and where, if that is another one: an absolute path with `/`. */
  readonly elsewhere?: { readonly path: string; readonly start: Position; readonly end: Position };
}
