/** Something wrong with a query, as Microsoft's Kusto language service says it. */
export interface KqlDiagnostic {
  /** `KS142` and the like; `incomparable-types` and `null-test-of-string` are ours. */
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
  /** Offset into the query in UTF-16 code units. */
  readonly start: number;
  readonly length: number;
}
