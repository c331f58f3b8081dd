import * as assert from 'node:assert/strict';
import { type CodeAction, CodeActionKind, commands, type TextEditor, workspace } from 'vscode';
import { activeExtension, codeOf, findings, openExample, openText, replace, until } from './extension.ts';

const shadowCopies = 'rules/windows/process_creation/proc_creation_win_shadow_copies_deleted.yml';

suite('findings', () => {
  let editor: TextEditor;

  setup(async () => {
    await activeExtension();
    editor = await openExample(shadowCopies);
    await until('the example is without findings', () => findings(editor.document.uri).length === 0);
  });

  test('come and go with the text', async () => {
    await replace(editor, 'endswith', 'endswit');
    const [finding] = await until('there is a finding', () => present(findings(editor.document.uri)));
    assert.equal(codeOf(finding), 'unknown-modifier');
    assert.equal(editor.document.getText(finding.range), 'endswit');
    await replace(editor, 'endswit:', 'endswith:');
    await until('it is gone', () => findings(editor.document.uri).length === 0);
  });

  test('a quick fix mends one, and undo brings the text back as it was', async () => {
    await replace(editor, 'endswith', 'endswit');
    const broken = editor.document.getText();
    const [finding] = await until('there is a finding', () => present(findings(editor.document.uri)));
    const actions = await commands.executeCommand<CodeAction[]>(
      'vscode.executeCodeActionProvider',
      editor.document.uri,
      finding.range,
      CodeActionKind.QuickFix.value,
    );
    const edit = actions.find(({ title }) => title.includes('endswith'))?.edit;
    assert.ok(edit, `No fix among ${JSON.stringify(actions.map(({ title }) => title))}.`);
    await workspace.applyEdit(edit);
    await until('the finding is gone', () => findings(editor.document.uri).length === 0);
    await commands.executeCommand('undo');
    assert.equal(editor.document.getText(), broken);
    await until('the finding is back', () => findings(editor.document.uri).length === 1);
  });

  test('follow the severity that the settings give them', async () => {
    const configuration = workspace.getConfiguration('sigmasmith');
    await replace(editor, 'endswith', 'endswit');
    await until('there is a finding', () => findings(editor.document.uri).length > 0);
    try {
      await configuration.update('severity', { 'unknown-modifier': 'off' });
      await until('it is off', () => findings(editor.document.uri).length === 0);
    } finally {
      await configuration.update('severity', undefined);
    }
    await until('it is back', () => findings(editor.document.uri).length > 0);
  });

  test('a document that is not saved yet has them too, once it is a Sigma rule', async () => {
    const untitled = await openText('title: Started\n');
    const rule =
      'title: Started\nlogsource:\n    category: process_creation\ndetection:\n    selection:\n        Image: a\n    condition: nothing\n';
    await replace(untitled, 'title: Started\n', rule);
    await until('the condition is found wanting', () =>
      findings(untitled.document.uri).some((finding) => codeOf(finding) === 'unknown-selection'),
    );
  });
});

function present<Item>(items: Item[]): [Item, ...Item[]] | undefined {
  const [first, ...rest] = items;
  return first === undefined ? undefined : [first, ...rest];
}
