import * as assert from 'node:assert/strict';
import { commands, type TextEditor } from 'vscode';
import { activeExtension, findings, openExample, replace, until } from './extension.ts';

suite('mending a file', () => {
  let editor: TextEditor;

  setup(async () => {
    await activeExtension();
    editor = await openExample('rules/windows/process_creation/proc_creation_win_shadow_copies_deleted.yml');
    await until('the example is without findings', () => findings(editor.document.uri).length === 0);
  });

  test('one command mends all that has one safe fix', async () => {
    const before = editor.document.getText();
    await replace(editor, 'endswith:', 'endswit:');
    await replace(editor, 'level: high', 'level: High');
    await until('there are findings', () => findings(editor.document.uri).length >= 2);
    await commands.executeCommand('sigmasmith.fixAll');
    await until('they are gone', () => findings(editor.document.uri).length === 0);
    assert.equal(editor.document.getText(), before);
  });
});
