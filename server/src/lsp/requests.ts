import type { Connection } from 'vscode-languageserver';
import { createValidator } from '../kql/validation/validator.ts';
import type { SigmaDocuments } from './documents.ts';
import { preview } from './features/preview.ts';
import type { Guard } from './guard.ts';
import {
  type IsSigmaParams,
  methods,
  type PreviewParams,
  type PreviewResult,
  type RunParams,
  type RunResult,
  type ValidateKqlParams,
  type ValidateKqlResult,
} from './protocol.ts';
import { runOnEvents } from './run.ts';

/** Registers the requests of protocol.ts. */
export function registerRequests(
  connection: Connection,
  guard: Guard,
  documents: SigmaDocuments,
  onRun: (result: RunResult) => void,
): void {
  const validator = createValidator();

  connection.onRequest(
    methods.preview,
    guard.request('preview', ({ uri, target, position }: PreviewParams): PreviewResult | null => {
      const document = documents.get(uri);
      if (!document) return null;
      validator.warmUp(target);
      return preview(document, target, position ? document.lines.offsetAt(position) : 0) ?? null;
    }),
  );

  connection.onRequest(
    methods.validateKql,
    guard.request('validateKql', async ({ query, target }: ValidateKqlParams, signal): Promise<ValidateKqlResult> => {
      return { diagnostics: [...(await validator.validate(query, target, signal))] };
    }),
  );

  connection.onRequest(
    methods.isSigma,
    guard.request('isSigma', ({ uri }: IsSigmaParams) => documents.get(uri) !== undefined),
  );

  connection.onRequest(
    methods.run,
    guard.request('run', async (params: RunParams, signal): Promise<RunResult | null> => {
      const document = documents.get(params.uri);
      if (!document) return null;
      const progress = connection.window.attachWorkDoneProgress(params.workDoneToken);
      progress.begin('Running the rule on sample events', 0, undefined, true);
      try {
        const result = await runOnEvents(document, params.events, signal, (message, percentage) => {
          progress.report(percentage, message);
        });
        onRun(result);
        return result;
      } finally {
        progress.done();
      }
    }),
  );

  connection.onShutdown(() => validator.dispose());
}
