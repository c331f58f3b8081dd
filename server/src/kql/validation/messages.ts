import type { Target } from '../../catalog/target.ts';
import type { KqlDiagnostic } from './diagnostic.ts';

/** What the server says to the worker; one request at a time. An empty query only loads everything. */
export interface ValidationRequest {
  readonly id: number;
  readonly query: string;
  readonly target: Target;
}

/** What the worker answers. */
export type ValidationAnswer =
  | { readonly id: number; readonly diagnostics: readonly KqlDiagnostic[] }
  | { readonly id: number; readonly failure: string };
