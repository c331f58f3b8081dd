import * as assert from 'node:assert/strict';
import {
  type CodeLens,
  CompletionItemKind,
  type CompletionList,
  commands,
  type Hover,
  Position,
  type TextEditor,
} from 'vscode';
import { activeExtension, findings, openText, until } from './extension.ts';

const manifest = `apiVersion: v1
kind: Pod
metadata:
  name: web
  name: again
spec:
  selector|endswit: x
`;

suite('YAML that is no Sigma rule', () => {
  let editor: TextEditor;

  /** The server has read the manifest once it answers about a rule that was opened after it. */
  setup(async () => {
    await activeExtension();
    editor = await openText(manifest);
    const rule = await openText(
      'title: Rule\nlogsource:\n    product: windows\ndetection:\n    selection:\n        A: b\n    condition: nothing\n',
    );
    await until('the rule has findings', () => findings(rule.document.uri).length > 0);
  });

  test('gets no finding, no hover, no lens and no proposal', async () => {
    const { uri } = editor.document;
    const position = new Position(6, 14);
    assert.deepEqual(findings(uri), []);
    assert.deepEqual(await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', uri, position), []);
    assert.deepEqual(await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', uri), []);
    const { items } = await commands.executeCommand<CompletionList>(
      'vscode.executeCompletionItemProvider',
      uri,
      position,
    );
    const proposals = items.filter(({ kind }) => kind !== CompletionItemKind.Text);
    assert.deepEqual(proposals, [], 'besides the words of open files, which are VS Code’s own');
    assert.deepEqual(findings(uri), []);
  });

  test('cannot be run', async () => {
    const { runs } = await activeExtension();
    await commands.executeCommand('sigmasmith.runRule', editor.document.uri);
    assert.equal(runs.result(editor.document.uri), undefined);
  });
});
