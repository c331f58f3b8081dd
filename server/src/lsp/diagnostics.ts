import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import { documentationOf } from '../checks/documentation.ts';
import type { Problem, Severity } from '../problem.ts';
import type { SigmaDocument } from './documents.ts';
import { toLspRange } from './positions.ts';
import { uriOfPath } from './uris.ts';

/** The document's findings, and those of its last run and its queries, as LSP shows them; severities are the user's. At most a thousand. */
export function diagnosticsOf(document: SigmaDocument, others: readonly Problem[]): Diagnostic[] {
  const { severities = {} } = document.options ?? {};
  const shown = others.flatMap((problem): Problem[] => {
    const severity = severities[problem.code] ?? problem.severity;
    return severity === 'off' ? [] : [{ ...problem, severity }];
  });
  return [...shown, ...document.problems].slice(0, mostDiagnostics).map((problem) => toDiagnostic(document, problem));
}

const mostDiagnostics = 1000;

function toDiagnostic(document: SigmaDocument, problem: Problem): Diagnostic {
  const diagnostic: Diagnostic = {
    range: toLspRange(document.lines, problem.range),
    severity: lspSeverities[problem.severity],
    source: 'sigmasmith',
    code: problem.code,
    message: problem.message,
  };
  if (problem.related?.length) {
    diagnostic.relatedInformation = problem.related.map(({ message, range, elsewhere }) => ({
      message,
      location: elsewhere
        ? { uri: uriOfPath(elsewhere.path), range: { start: elsewhere.start, end: elsewhere.end } }
        : { uri: document.uri, range: toLspRange(document.lines, range) },
    }));
  }
  const href = documentationOf(problem.code)?.url;
  if (href !== undefined) diagnostic.codeDescription = { href };
  if (fadedCodes.has(problem.code)) diagnostic.tags = [DiagnosticTag.Unnecessary];
  return diagnostic;
}

/** What these find has no effect, so an editor may show it faded. */
const fadedCodes = new Set(['unused-selection', 'unused-suppression']);

const lspSeverities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};
