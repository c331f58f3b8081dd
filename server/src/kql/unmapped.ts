import unmappedText from '../../../schemas/sentinel/unmapped.json?raw';
import { lazy } from '../catalog/lazy.ts';
import type { LogsourceKey } from '../catalog/taxonomy.ts';

/** `schemas/sentinel/unmapped.json`: what rules of SigmaHQ ask for and no table of any target has. */
export interface Unmapped {
  readonly logsources: readonly (LogsourceKey & Reason)[];
  readonly fields: readonly (LogsourceKey & Reason & { readonly field: string })[];
}

interface Reason {
  /** As half a sentence. */
  readonly why: string;
}

export const unmapped = lazy((): Unmapped => JSON.parse(unmappedText));

/** Why no target has a table for the log source, as half a sentence; undefined where nobody has said. */
export function whyWithoutTable({ category, product, service }: LogsourceKey): string | undefined {
  return unmapped().logsources.find(
    (each) => each.category === category && each.product === product && each.service === service,
  )?.why;
}
