import * as assert from 'node:assert/strict';
import { type CodeLens, commands, env, Selection, type Tab, TabInputWebview, type TextEditor, window } from 'vscode';
import type { ToWebview } from '../../../client/src/preview/messages.ts';
import type { PreviewApi } from '../../../client/src/preview/preview.ts';
import { activeExtension, behind, openExample, openText, replace, until, write } from './extension.ts';

const rootCertificate = 'rules/windows/process_creation/proc_creation_win_root_certificate_from_user_folder.yml';

suite('the preview', () => {
  let editor: TextEditor;
  let preview: PreviewApi;

  const shown = <Type extends ToWebview['type']>(type: Type) =>
    preview.shown()[type] as Extract<ToWebview, { type: Type }> | undefined;
  const query = () => shown('preview')?.preview.query;

  setup(async () => {
    ({ preview } = await activeExtension());
    editor = await openExample(rootCertificate);
    await commands.executeCommand('sigmasmith.openPreview');
    await until('it shows the rule', () => query()?.includes('Import-Certificate'));
  });

  teardown(() => window.tabGroups.close(previewTabs()));

  test('opens beside the rule, leaves the focus there, and opens once', async () => {
    await commands.executeCommand('sigmasmith.openPreview');
    const webviews = previewTabs();
    assert.equal(webviews.length, 1);
    assert.notEqual(webviews[0]?.group.viewColumn, editor.viewColumn);
    assert.equal(window.activeTextEditor?.document.uri.toString(), editor.document.uri.toString());
  });

  test('follows what is typed', async () => {
    await replace(editor, 'Import-Certificate', 'Export-Certificate');
    await until('the query has the new word', () => query()?.includes('Export-Certificate'));
    assert.equal(shown('preview')?.preview.version, editor.document.version);
  });

  test('marks the clause that the cursor is in', async () => {
    const cursor = behind(editor.document, 'Import-Certif');
    editor.selection = new Selection(cursor, cursor);
    const [clause] = await until('a clause is marked', () => {
      const clauses = shown('cursor')?.clauses ?? [];
      return clauses.length === 1 ? clauses : undefined;
    });
    assert.match(query()?.slice(clause?.start, clause?.end) ?? '', /Import-Certificate/);
  });

  test('is checked by Microsoft’s parser, without a finding', async () => {
    const validation = await until('the answer is there', () => {
      const answer = shown('validation')?.validation;
      return answer?.state === 'done' ? answer : undefined;
    });
    assert.deepEqual(validation.diagnostics, []);
  });

  test('stays with the last rule while another file is open, and goes empty when the rule is none any more', async () => {
    await openText('kind: Pod\n');
    assert.match(query() ?? '', /Import-Certificate/);
    await write(await window.showTextDocument(editor.document, editor.viewColumn), 'kind: Pod\n');
    await until('it is empty', () => shown('empty') !== undefined);
  });

  test('opens at the target of the lens that is clicked', async () => {
    const lenses = await until('the lenses arrive', async () => {
      const found = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', editor.document.uri);
      return found.find(({ command }) => command?.title.startsWith('xdr'));
    });
    await commands.executeCommand(lenses.command?.command ?? '', ...(lenses.command?.arguments ?? []));
    await until('it shows that target', () => shown('preview')?.preview.target === 'xdr');
  });

  test('keeps the last query while the rule has an error', async () => {
    const before = query();
    await replace(editor, 'Image|endswith', 'Image|endswit');
    await until('it says so', () => shown('preview')?.isStale);
    assert.equal(query(), before);
    await replace(editor, 'Image|endswit', 'Image|endswith');
    await until('it is the rule’s own again', () => shown('preview')?.isStale === false);
  });

  test('its query is copied by a command', async () => {
    await env.clipboard.writeText('mine');
    await commands.executeCommand('sigmasmith.copyQuery');
    assert.equal(await env.clipboard.readText(), query());
  });

  test('leaves the clipboard alone until it is asked', async () => {
    await env.clipboard.writeText('mine');
    await replace(editor, 'Import-Certificate', 'Other-Certificate');
    await until('the query has the new word', () => query()?.includes('Other-Certificate'));
    assert.equal(await env.clipboard.readText(), 'mine');
  });
});

function previewTabs(): Tab[] {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.filter(({ input }) => input instanceof TabInputWebview && input.viewType.includes('sigmasmith.preview'));
}
