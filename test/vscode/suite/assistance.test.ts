import * as assert from 'node:assert/strict';
import { type CodeLens, type CompletionList, commands, type Hover, MarkdownString, type TextEditor } from 'vscode';
import { activeExtension, behind, openExample, replace, until } from './extension.ts';

suite('completion, hover and code lenses', () => {
  let editor: TextEditor;

  setup(async () => {
    await activeExtension();
    editor = await openExample('rules/windows/process_creation/proc_creation_win_shadow_copies_deleted.yml');
  });

  test('modifiers are proposed behind a bar, in a line that is not finished', async () => {
    await replace(editor, "Image|endswith: '\\vssadmin.exe'", 'Image|');
    const labels = await until('proposals arrive', async () => present(await completions(editor, 'Image|')));
    assert.ok(labels.includes('endswith'), labels.join(' '));
    assert.ok(!labels.includes('Image'));
  });

  test('selections are proposed in the condition', async () => {
    await replace(editor, '1 of selection_*', '1 of ');
    const labels = await until('proposals arrive', async () => present(await completions(editor, 'condition: 1 of ')));
    assert.ok(
      labels.some((label) => label.startsWith('selection_')),
      labels.join(' '),
    );
  });

  test('a technique is explained', async () => {
    assert.match(await hoverText(editor, 'attack.t14'), /T1490/);
    assert.match(await hoverText(editor, 'attack.t14'), /Inhibit System Recovery/);
  });

  test('a field is explained with the columns it becomes', async () => {
    assert.match(await hoverText(editor, 'CommandLi'), /ProcessCommandLine/);
  });

  test('a lens above the rule runs it', async () => {
    const lenses = await until('lenses arrive', async () =>
      present(await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', editor.document.uri)),
    );
    assert.equal(lenses[0]?.command?.command, 'sigmasmith.runRule');
  });
});

async function completions({ document }: TextEditor, text: string): Promise<string[]> {
  const { items } = await commands.executeCommand<CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    behind(document, text),
  );
  return items.map(({ label }) => (typeof label === 'string' ? label : label.label));
}

async function hoverText({ document }: TextEditor, text: string): Promise<string> {
  const hovers = await commands.executeCommand<Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    behind(document, text),
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (content instanceof MarkdownString ? content.value : String(content)))
    .join('\n');
}

function present<Item>(items: Item[]): Item[] | undefined {
  return items.length > 0 ? items : undefined;
}
