import {
  type Diagnostic,
  DiagnosticSeverity,
  type Disposable,
  type LanguageStatusItem,
  LanguageStatusSeverity,
  languages,
  window,
} from 'vscode';
import type { SigmaDocumentTracker } from './sigmaDocuments.ts';

/** The language status (the braces at the right of the status bar) of the active Sigma rule: how many findings it has. */
export function showFindingsStatus(documents: SigmaDocumentTracker): Disposable {
  let item: LanguageStatusItem | undefined;

  function update(): void {
    const document = window.activeTextEditor?.document;
    if (document === undefined || !documents.has(document.uri)) {
      item?.dispose();
      item = undefined;
      return;
    }
    if (item === undefined) {
      item = languages.createLanguageStatusItem('sigmasmith.findings', { language: 'yaml' });
      item.name = 'Sigmasmith';
      item.command = { command: 'workbench.actions.view.problems', title: 'Show Problems' };
    }
    const findings = languages.getDiagnostics(document.uri).filter(({ source }) => source === 'sigmasmith');
    item.text = describe(findings);
    item.detail = 'Sigma';
    item.severity = worst(findings);
  }

  const subscriptions = [
    documents.onDidChange(update),
    window.onDidChangeActiveTextEditor(update),
    languages.onDidChangeDiagnostics(({ uris }) => {
      const active = window.activeTextEditor?.document.uri.toString();
      if (uris.some((uri) => uri.toString() === active)) update();
    }),
  ];
  return {
    dispose: () => {
      item?.dispose();
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}

function describe(findings: readonly Diagnostic[]): string {
  const errors = findings.filter(({ severity }) => severity === DiagnosticSeverity.Error).length;
  const rest = findings.length - errors;
  if (findings.length === 0) return '$(check) No findings';
  return [
    ...(errors > 0 ? [`${errors} ${errors === 1 ? 'error' : 'errors'}`] : []),
    ...(rest > 0 ? [`${rest} other ${rest === 1 ? 'finding' : 'findings'}`] : []),
  ].join(', ');
}

function worst(findings: readonly Diagnostic[]): LanguageStatusSeverity {
  const severities = findings.map(({ severity }) => severity);
  if (severities.includes(DiagnosticSeverity.Error)) return LanguageStatusSeverity.Error;
  if (severities.includes(DiagnosticSeverity.Warning)) return LanguageStatusSeverity.Warning;
  return LanguageStatusSeverity.Information;
}
