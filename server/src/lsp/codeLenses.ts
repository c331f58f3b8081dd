import type { CodeLens } from 'vscode-languageserver';
import type { SigmaDocument } from './documents.ts';
import { lenses } from './features/lenses.ts';
import { portability } from './features/portability.ts';
import { toLspRange } from './positions.ts';
import type { RuleRun } from './protocol.ts';
import type { Surroundings } from './surroundings.ts';

/** The lines above each rule: a way to run it and, where its surroundings are known, what it becomes in each target. */
export function toCodeLenses(
  document: SigmaDocument,
  lastRun: readonly RuleRun[],
  around: Surroundings | undefined,
): CodeLens[] {
  const { uri, lines } = document;
  const runs = lenses(document, lastRun).map(({ range, title, index }): CodeLens => {
    const command = { title, command: 'sigmasmith.runRule', arguments: [uri, index] };
    return { range: toLspRange(lines, range), command };
  });
  // The lenses are asked for again when the workspace has been read.
  if (around === undefined || around.isPartial) return runs;
  const targets = portability(document, around).map(({ range, rule, target, title, tooltip }): CodeLens => {
    const command = {
      title,
      tooltip,
      command: 'sigmasmith.openPreviewAt',
      arguments: [uri, target, toLspRange(lines, rule)],
    };
    return { range: toLspRange(lines, range), command };
  });
  return [...runs, ...targets];
}
