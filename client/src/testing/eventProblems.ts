import { Diagnostic, DiagnosticSeverity, type Disposable, languages, Range, Uri } from 'vscode';
import type { EventFileRun, RunResult } from '../../../server/src/lsp/protocol.ts';

/** Events that the last runs could not read, in the Problems view: without them a verdict tells of fewer than there are. */
export interface EventProblems extends Disposable {
  /** Shows those of these runs, and removes all others. */
  show(results: Iterable<RunResult>): void;
}

export function createEventProblems(): EventProblems {
  const collection = languages.createDiagnosticCollection('sigmasmith.events');
  return {
    show: (results) => {
      collection.clear();
      for (const { files } of results)
        for (const { uri, problems } of files)
          if (problems.length > 0) collection.set(Uri.parse(uri), problems.map(diagnostic));
    },
    dispose: () => collection.dispose(),
  };
}

function diagnostic({ message, range: { start, end } }: EventFileRun['problems'][number]): Diagnostic {
  const range = new Range(start.line, start.character, end.line, end.character);
  const made = new Diagnostic(range, message, DiagnosticSeverity.Error);
  made.source = 'sigmasmith';
  made.code = 'event-broken';
  return made;
}
