export interface SigmaDocuments {
  /** All open documents that are Sigma rules by content. */
  uris: string[];
}

/** Filters, or rules that correlations refer to, have changed. */
export interface SurroundingsChanged {
  /** The file that holds them; missing once the whole workspace is known. */
  uri?: string;
}

export interface IsSigmaParams {
  uri: string;
}
