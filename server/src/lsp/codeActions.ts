import { type CodeAction, type CodeActionContext, CodeActionKind } from 'vscode-languageserver';
import type { SigmaDocument } from './documents.ts';
import { fixesAt } from './features/fixes.ts';
import { fromLspRange, toLspRange } from './positions.ts';
import type { LspRange } from './protocol.ts';

/**
 * Quick fixes for the findings that touch a range; each is tied to the client's diagnostic that it mends. `versioned`:
 * the client takes edits that hold for one version of a document only.
 */
export function quickFixes(
  document: SigmaDocument,
  range: LspRange,
  { diagnostics, only }: CodeActionContext,
  versioned: boolean,
): CodeAction[] {
  if (only && !only.some((kind) => CodeActionKind.QuickFix.startsWith(kind))) return [];
  const { lines, uri, version } = document;
  return fixesAt(document, fromLspRange(lines, range)).map(({ problem, fix, isPreferred }): CodeAction => {
    const mended = diagnostics.filter(({ code, message }) => code === problem.code && message === problem.message);
    const edits = fix.edits.map((edit) => ({ range: toLspRange(lines, edit.range), newText: edit.text }));
    return {
      title: fix.title,
      kind: CodeActionKind.QuickFix,
      ...(mended.length > 0 && { diagnostics: mended }),
      ...(isPreferred && { isPreferred }),
      edit: versioned
        ? { documentChanges: [{ textDocument: { uri, version }, edits }] }
        : { changes: { [uri]: edits } },
    };
  });
}
