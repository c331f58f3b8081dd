import { type TextDocument, Uri, window, workspace } from 'vscode';

/** Whether a document is KQL: by its language, whoever provides that, or by its name. */
export function isKql({ languageId, uri }: TextDocument): boolean {
  return /^(?:kql|kusto|csl)$/i.test(languageId) || /\.(?:kql|csl|kusto)$/i.test(uri.path);
}

/** The document that a command is for: its argument's, that of the active editor, or of one that is visible. */
export async function kqlDocument(given: unknown): Promise<TextDocument | undefined> {
  const candidates =
    given instanceof Uri
      ? [await workspace.openTextDocument(given)]
      : [window.activeTextEditor, ...window.visibleTextEditors].flatMap((editor) => editor?.document ?? []);
  return candidates.find(isKql);
}
