import type { Pipeline } from '../pipelines/pipeline.ts';
import type { OtherFilter } from '../sigma/otherFilters.ts';
import type { Placeholders } from '../sigma/placeholders.ts';
import type { SigmaRule } from '../sigma/rule.ts';
import type { SigmaDocument } from './documents.ts';
import type { QuerySettings } from './querySettings.ts';
import type { Settings } from './settings.ts';
import type { Workspace } from './workspace.ts';

/** What a rule's meaning and its queries take from outside of its file. */
export interface Surroundings {
  readonly placeholders: Placeholders;
  readonly filters: readonly OtherFilter[];
  /** Rules of other files that the correlations and filters of the file refer to. */
  readonly rules: readonly SigmaRule[];
  /** What processes the rules before they are converted, and the queries after. */
  readonly pipelines?: readonly Pipeline[];
  /** How queries are written; as `convert` does it by default if missing. */
  readonly query?: QuerySettings;
  /** The rest of the workspace is still being read: filters and rules may be missing. */
  readonly isPartial?: boolean;
}

export const alone: Surroundings = { placeholders: {}, filters: [], rules: [] };

export interface SurroundingsContext {
  readonly settings: (uri: string) => Promise<Settings>;
  /** Settles when the rules of the workspace have been read. */
  readonly indexed: () => Promise<void>;
  readonly workspace: Pick<Workspace, 'filtersAround' | 'referredRules'>;
  /** The pipelines of the setting, as they are now. */
  readonly pipelinesFor: (uri: string, patterns: readonly string[]) => Promise<readonly Pipeline[]>;
}

/** The surroundings of a document as they are now, after waiting a little for a workspace that is being read. */
export function createSurroundings({
  settings,
  indexed,
  workspace,
  pipelinesFor,
}: SurroundingsContext): (document: SigmaDocument) => Promise<Surroundings> {
  return async (document) => {
    const { uri } = document;
    const { placeholders, pipelines: patterns, kql } = await settings(uri);
    const isPartial = !(await isSettled(indexed(), patience));
    const pipelines = await pipelinesFor(uri, patterns);
    const rules = await workspace.referredRules(document);
    return { placeholders, pipelines, rules, filters: workspace.filtersAround(uri), query: kql, isPartial };
  };
}

/** In milliseconds: a small workspace is read by then. */
const patience = 200;

async function isSettled(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const settled = promise.then(
    () => true,
    () => true,
  );
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, milliseconds, false);
  });
  const answer = await Promise.race([settled, late]);
  clearTimeout(timer);
  return answer;
}
