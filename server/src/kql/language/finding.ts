import type { KqlDiagnostic } from '../validation/diagnostic.ts';

/** Something wrong in a KQL document; what could stand there instead, the likeliest first. */
export interface KqlFinding extends KqlDiagnostic {
  readonly suggestions?: readonly string[];
}
