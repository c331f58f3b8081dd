import { existsSync, readFileSync } from 'node:fs';
import {
  type Diagnostic,
  extensions,
  languages,
  type Position,
  Range,
  type TextDocument,
  type TextEditor,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { ExtensionApi } from '../../../client/src/extension.ts';

/** The extension, active and with a language server that answers. */
export async function activeExtension(): Promise<ExtensionApi> {
  const extension = extensions.getExtension<ExtensionApi>('sigmasmith.sigmasmith');
  if (extension === undefined) throw new Error('The extension is not installed.');
  const api = await extension.activate();
  await api.ready;
  return api;
}

/** A file of the workspace, which is a copy of `examples/`. */
export function example(relative: string): Uri {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  if (folder === undefined) throw new Error('No folder is open.');
  const uri = Uri.joinPath(folder, relative);
  if (!existsSync(uri.fsPath)) throw new Error(`${relative} is not among the examples.`);
  return uri;
}

/** Opens a file of the workspace with the text that it has on disk, whatever an earlier test has typed into it. */
export async function openExample(relative: string): Promise<TextEditor> {
  const uri = example(relative);
  const editor = await window.showTextDocument(await workspace.openTextDocument(uri), { preview: false });
  await write(editor, readFileSync(uri.fsPath, 'utf8'));
  return editor;
}

export async function openText(content: string, language = 'yaml'): Promise<TextEditor> {
  return window.showTextDocument(await workspace.openTextDocument({ language, content }));
}

/** The value of `read` once it is neither undefined, false nor empty text. Fails with `what` after half a minute. */
export async function until<Value>(what: string, read: () => Value | Promise<Value>): Promise<NonNullable<Value>> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await nextLook()) {
    const value = await read();
    if (value !== undefined && value !== null && value !== false && value !== '') return value;
  }
  throw new Error(`Waited in vain until ${what}.`);
}

function nextLook(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}

/** What the extension says of a document; other extensions may have findings of their own. */
export function findings(uri: Uri): Diagnostic[] {
  return languages.getDiagnostics(uri).filter(({ source }) => source === 'sigmasmith');
}

export function codeOf({ code }: Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

/** The position behind the first occurrence of a text. */
export function behind(document: TextDocument, text: string): Position {
  const offset = document.getText().indexOf(text);
  if (offset === -1) throw new Error(`The document holds no ${JSON.stringify(text)}.`);
  return document.positionAt(offset + text.length);
}

/** Types over the first occurrence of a text, as an edit of its own. */
export async function replace(editor: TextEditor, text: string, by: string): Promise<void> {
  const end = behind(editor.document, text);
  const start = editor.document.positionAt(editor.document.offsetAt(end) - text.length);
  await change(editor, new Range(start, end), by);
}

/** Makes `text` the whole text of a document. */
export async function write(editor: TextEditor, text: string): Promise<void> {
  if (editor.document.getText() === text) return;
  await change(editor, new Range(0, 0, editor.document.lineCount, 0), text);
}

async function change(editor: TextEditor, range: Range, text: string): Promise<void> {
  if (!(await editor.edit((edit) => edit.replace(range, text)))) throw new Error('The edit was refused.');
}
