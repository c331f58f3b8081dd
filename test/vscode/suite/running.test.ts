import * as assert from 'node:assert/strict';
import { commands, type TextEditor } from 'vscode';
import type { RunsApi } from '../../../client/src/testing/runs.ts';
import { activeExtension, codeOf, example, findings, openExample, replace, until } from './extension.ts';

const folder = 'rules/windows/process_creation';
const shadowCopies = `${folder}/proc_creation_win_shadow_copies_deleted.yml`;
const unmetOnPurpose = 'rules/linux/process_creation/proc_creation_lnx_download_piped_to_shell.yml';

suite('running a rule on events', () => {
  let runs: RunsApi;
  let editor: TextEditor;

  const lineOf = (text: string) =>
    editor.document
      .getText()
      .split('\n')
      .findIndex((line) => line.includes(text));
  const noteOn = (text: string) => runs.notes(editor.document.uri).find(({ line }) => line === lineOf(text));

  async function run(file: string): Promise<void> {
    editor = await openExample(file);
    await until('the file is known as a rule', async () => {
      await commands.executeCommand('sigmasmith.runRule', editor.document.uri);
      return runs.result(editor.document.uri);
    });
  }

  setup(async () => {
    ({ runs } = await activeExtension());
  });

  teardown(() => commands.executeCommand('sigmasmith.clearResults'));

  test('writes the hits beside the rule, its selections and its values', async () => {
    await run(shadowCopies);
    const result = runs.result(editor.document.uri);
    assert.ok((result?.rules[0]?.hits ?? 0) > 0);
    assert.match(noteOn('title:')?.text ?? '', /^\d+ of \d+ events$/);
    assert.ok(noteOn('selection_delete:'));
    assert.ok(noteOn("- 'shadows'"));
    assert.match(result?.report ?? '', /Shadow Copies/);
  });

  test('tells in the event file which events matched and why others did not', async () => {
    await run(shadowCopies);
    const match = await openExample(shadowCopies.replace('.yml', '.match.json'));
    const matched = await until('the marks are there', () => present(runs.notes(match.document.uri)));
    assert.ok(matched.every(({ hit, text }) => hit && text.includes('Shadow Copies Deleted')));
    const nomatch = await openExample(shadowCopies.replace('.yml', '.nomatch.json'));
    const missed = await until('the marks are there', () => present(runs.notes(nomatch.document.uri)));
    assert.ok(missed.every(({ hit }) => !hit));
    assert.match(missed[0]?.text ?? '', /CommandLine|Image/);
  });

  test('keeps up with what is typed', async () => {
    await run(shadowCopies);
    const before = runs.result(editor.document.uri)?.rules[0]?.hits ?? 0;
    await replace(editor, "- 'delete'", "- 'no such word'");
    await until('there are fewer hits', () => {
      const result = runs.result(editor.document.uri);
      return result?.version === editor.document.version && (result.rules[0]?.hits ?? before) < before;
    });
    await commands.executeCommand('undo');
    await until('they are back', () => runs.result(editor.document.uri)?.rules[0]?.hits === before);
  });

  test('an expectation that is not met becomes a problem, and goes when the rule is mended', async () => {
    await run(unmetOnPurpose);
    const places = [editor.document.uri, example(unmetOnPurpose.replace('.yml', '.test.yml'))];
    const unmet = () => places.flatMap(findings).filter((finding) => codeOf(finding) === 'unmet-expectation');
    await until('there is a problem', () => unmet().length > 0);
    await replace(editor, "'curl", "'(?:curl|wget)");
    await until('it is gone', () => unmet().length === 0);
  });

  test('runs on files of the user’s choice', async () => {
    editor = await openExample(shadowCopies);
    const events = example(`${folder}/proc_creation_win_powershell_long_encoded_command.match.ndjson`);
    const result = await until('the run is done', async () => {
      await commands.executeCommand('sigmasmith.runRuleOnFiles', editor.document.uri, [events.toString()]);
      return runs.result(editor.document.uri);
    });
    assert.equal(result.rules[0]?.hits, 0);
    assert.deepEqual(
      result.files.map(({ uri }) => uri),
      [events.toString()],
    );
  });

  test('clearing leaves nothing behind', async () => {
    await run(shadowCopies);
    await commands.executeCommand('sigmasmith.clearResults');
    assert.deepEqual(runs.notes(editor.document.uri), []);
    assert.equal(runs.result(editor.document.uri), undefined);
  });
});

function present<Item>(items: readonly Item[]): readonly Item[] | undefined {
  return items.length > 0 ? items : undefined;
}
