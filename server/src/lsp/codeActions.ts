import { type CodeAction, type CodeActionContext, CodeActionKind, type WorkspaceEdit } from 'vscode-languageserver';
import { fixAll } from '../checks/fixAll.ts';
import type { Fix, Problem, TextEdit } from '../problem.ts';
import type { SigmaDocument } from './documents.ts';
import { fixesAt, problemsAt } from './features/fixes.ts';
import { ignoreFixes } from './features/ignore.ts';
import { fromLspRange, toLspRange } from './positions.ts';
import type { LspRange } from './protocol.ts';

/** The kind that mends a whole file: on save, by `editor.codeActionsOnSave`, or from the menu of source actions. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.sigmasmith`;

/**
 * What can be done about the findings that touch a range: quick fixes, comments that silence them, and mending the whole
 * file; each fix is tied to the client's diagnostic that it mends. `versioned`: the client takes edits that hold for one
 * version of a document only.
 */
export function codeActions(
  document: SigmaDocument,
  lspRange: LspRange,
  { diagnostics, only }: CodeActionContext,
  versioned: boolean,
): CodeAction[] {
  const isWanted = (kind: CodeActionKind): boolean =>
    only === undefined || only.some((each) => each === '' || kind === each || kind.startsWith(`${each}.`));
  const range = fromLspRange(document.lines, lspRange);
  const mended = ({ code, message }: Problem): Pick<CodeAction, 'diagnostics'> => {
    const same = diagnostics.filter((each) => each.code === code && each.message === message);
    return same.length > 0 ? { diagnostics: same } : {};
  };
  const quickFix = (problem: Problem, { title, edits }: Fix): CodeAction => ({
    title,
    kind: CodeActionKind.QuickFix,
    ...mended(problem),
    edit: workspaceEdit(document, edits, versioned),
  });

  const actions: CodeAction[] = [];
  if (isWanted(CodeActionKind.QuickFix))
    for (const { problem, fix, isPreferred } of fixesAt(document, range))
      actions.push({ ...quickFix(problem, fix), ...(isPreferred && { isPreferred }) });
  // Without a filter the client wants what concerns this place: mending the file is offered where that would change it.
  if (only === undefined ? actions.length > 0 : isWanted(fixAllKind))
    actions.push(...fixAllActions(document, versioned));
  if (isWanted(CodeActionKind.QuickFix)) {
    // Several findings of one check are silenced by one comment.
    const problems = new Map(problemsAt(document, range).map((problem) => [problem.code, problem]));
    for (const problem of problems.values())
      actions.push(...ignoreFixes(document, problem).map((fix) => quickFix(problem, fix)));
  }
  return actions;
}

function fixAllActions(document: SigmaDocument, versioned: boolean): CodeAction[] {
  if (document.file.rules.length === 0) return [];
  const { edits } = fixAll(document.text, document.options);
  if (edits.length === 0) return [];
  const edit = workspaceEdit(document, edits, versioned);
  return [{ title: 'Fix everything in this file that has one safe fix', kind: fixAllKind, edit }];
}

function workspaceEdit(
  { uri, version, lines }: SigmaDocument,
  edits: readonly TextEdit[],
  versioned: boolean,
): WorkspaceEdit {
  const lspEdits = edits.map((edit) => ({ range: toLspRange(lines, edit.range), newText: edit.text }));
  return versioned
    ? { documentChanges: [{ textDocument: { uri, version }, edits: lspEdits }] }
    : { changes: { [uri]: lspEdits } };
}
