import { Diagnostic, DiagnosticSeverity, type Disposable, languages, Range, Uri } from 'vscode';
import type { LspRange, RunQueryResult } from '../../../server/src/lsp/protocol.ts';

/** What keeps a query from running, and broken places in the files of its rows, in the Problems view. */
export interface QueryProblems extends Disposable {
  show(result: RunQueryResult | undefined): void;
}

export function createQueryProblems(): QueryProblems {
  const collection = languages.createDiagnosticCollection('sigmasmith.query');
  return {
    show: (result) => {
      collection.clear();
      if (result === undefined) return;
      const own = result.problems.filter(isOfRunning).map(({ code, severity, message, range }) => {
        return diagnostic(code, severities[severity], message, range);
      });
      collection.set(Uri.parse(result.uri), own);
      for (const { uri, problems } of result.files) {
        const inFile = problems.map(({ message, range }) =>
          diagnostic('event-broken', DiagnosticSeverity.Warning, message, range),
        );
        if (inFile.length > 0) collection.set(Uri.parse(uri), inFile);
      }
    },
    dispose: () => collection.dispose(),
  };
}

/** What Microsoft's parser says (KS…) stands in the editor anyway, by whoever provides the language. */
function isOfRunning({ code }: RunQueryResult['problems'][number]): boolean {
  return code.startsWith('kql-');
}

function diagnostic(code: string, severity: DiagnosticSeverity, message: string, { start, end }: LspRange): Diagnostic {
  const made = new Diagnostic(new Range(start.line, start.character, end.line, end.character), message, severity);
  made.source = 'sigmasmith';
  made.code = code;
  return made;
}

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};
