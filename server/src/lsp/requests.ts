import type { Connection } from 'vscode-languageserver';
import { nodeFiles } from '../host/nodeFiles.ts';
import { createValidator } from '../kql/validation/validator.ts';
import type { OtherFilter } from '../sigma/otherFilters.ts';
import type { SigmaRule } from '../sigma/rule.ts';
import type { OpenText, SigmaDocument, SigmaDocuments } from './documents.ts';
import { preview } from './features/preview.ts';
import type { Guard } from './guard.ts';
import { withOpenDocuments } from './openFiles.ts';
import {
  type ClearRunsParams,
  type IsSigmaParams,
  methods,
  type PreviewParams,
  type PreviewResult,
  type RunParams,
  type RunResult,
  type ValidateKqlParams,
  type ValidateKqlResult,
} from './protocol.ts';
import { createRunner } from './run.ts';
import type { RunStore } from './runStore.ts';
import type { Settings } from './settings.ts';

export interface RequestContext {
  readonly connection: Connection;
  readonly guard: Guard;
  readonly documents: SigmaDocuments;
  /** Those of a document, as the client has them now. */
  readonly settings: (uri: string) => Promise<Settings>;
  /** Paths of the workspace's folders. */
  readonly folders: () => Promise<readonly string[]>;
  /** The filters in other files of the workspace, once these are known. */
  readonly filtersAround: (uri: string) => Promise<readonly OtherFilter[]>;
  /** The rules in other files of the workspace that correlations of the document refer to. */
  readonly referredRules: (document: SigmaDocument) => Promise<readonly SigmaRule[]>;
  readonly openText: (path: string) => OpenText | undefined;
  readonly runs: RunStore;
  /** The remembered runs of a document have changed. */
  readonly runsChanged: (uri: string) => void;
}

/** Registers the requests and notifications of protocol.ts. */
export function registerRequests(context: RequestContext): void {
  const { connection, guard, documents, settings, filtersAround, referredRules } = context;
  const validator = createValidator();

  connection.onRequest(
    methods.preview,
    guard.request('preview', async ({ uri, target, position }: PreviewParams): Promise<PreviewResult | null> => {
      const asked = documents.get(uri);
      if (!asked) return null;
      const { placeholders } = await settings(uri);
      const filters = await filtersAround(uri);
      const rules = await referredRules(asked);
      // Meanwhile it may have been edited or closed.
      const document = documents.get(uri);
      if (!document) return null;
      const offset = position ? document.lines.offsetAt(position) : 0;
      return preview(document, target, offset, { placeholders, filters, rules }) ?? null;
    }),
  );
  connection.onRequest(
    methods.validateKql,
    guard.request('validateKql', async ({ query, target }: ValidateKqlParams, signal): Promise<ValidateKqlResult> => {
      return { diagnostics: [...(await validator.validate(query, target, signal))] };
    }),
  );
  connection.onRequest<boolean | null, unknown>(
    methods.isSigma,
    guard.request('isSigma', ({ uri }: IsSigmaParams) => documents.get(uri) !== undefined),
  );
  registerRuns(context);
  connection.onShutdown(() => validator.dispose());
}

function registerRuns({
  connection,
  guard,
  documents,
  settings,
  folders,
  filtersAround,
  openText,
  runs,
  runsChanged,
}: RequestContext): void {
  const run = createRunner(withOpenDocuments(nodeFiles(), openText));

  connection.onRequest(
    methods.run,
    guard.request('run', async ({ uri, events, workDoneToken }: RunParams, signal): Promise<RunResult | null> => {
      const document = documents.get(uri);
      if (!document) return null;
      const reporter = connection.window.attachWorkDoneProgress(workDoneToken);
      const progress = (message: string, done: number) => reporter.report(Math.round(done * 100), message);
      reporter.begin('Running on sample events', 0, undefined, true);
      try {
        const [own, roots, filters] = await Promise.all([settings(uri), folders(), filtersAround(uri)]);
        const request = { document, events, settings: own, folders: roots, filters, signal, progress };
        const result = await run(request);
        if (documents.get(uri)) runs.remember(result);
        runsChanged(uri);
        return result;
      } finally {
        reporter.done();
      }
    }),
  );
  connection.onNotification(methods.clearRuns, ({ uris }: ClearRunsParams) => {
    for (const uri of uris) {
      runs.forget(uri);
      runsChanged(uri);
    }
  });
}
