/** What kind of value a modifier reads. */
export type ValueKind = 'text' | 'number' | 'boolean' | 'any';

export interface Modifier {
  readonly name: string;
  readonly group:
    | 'generic'
    | 'text'
    | 'regular expression'
    | 'encoding'
    | 'number'
    | 'time'
    | 'network'
    | 'placeholder';
  /** What it does, in Markdown. */
  readonly documentation: string;
  /** A line as it would stand in a rule. */
  readonly example: string;
  readonly takes: ValueKind;
  /** What the values may be after it; undefined leaves them as they are. */
  readonly gives: Stage | undefined;
  /** Where in a chain it may stand. */
  readonly after: readonly Stage[];
  /** It reads values that no modifier has touched; pySigma counts `all` and `neq` among them. */
  readonly first?: true;
  /** The usual name of the same modifier. */
  readonly aliasOf?: string;
}

/** What a chain of modifiers has made of the values so far. */
export type Stage =
  | 'value'
  | 'text'
  | 'wide'
  | 'encoded'
  | 'placed'
  | 'regex'
  | 'placed regex'
  | 'network'
  | 'comparison'
  | 'time'
  | 'exists'
  | 'fieldref'
  | 'placed fieldref';
