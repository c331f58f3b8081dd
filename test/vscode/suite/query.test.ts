import * as assert from 'node:assert/strict';
import { commands, languages, Selection, type TextEditor, Uri, window, workspace } from 'vscode';
import type { ToWebview } from '../../../client/src/query/messages.ts';
import type { QueryApi } from '../../../client/src/query/query.ts';
import { activeExtension, codeOf, openExample, replace, until, write } from './extension.ts';

const example = 'queries/root_certificate_installed.kql';

suite('the result of a query', () => {
  let editor: TextEditor;
  let query: QueryApi;

  const shown = <Type extends ToWebview['type']>(type: Type) =>
    query.shown()[type] as Extract<ToWebview, { type: Type }> | undefined;
  const result = () => shown('result')?.result;
  const newest = () => (result()?.version === editor.document.version ? result() : undefined);
  const notes = () => query.notes(editor.document.uri);

  setup(async () => {
    ({ query } = await activeExtension());
    editor = await openExample(example);
    await commands.executeCommand('sigmasmith.runQuery');
    await until('it has run', () => newest()?.total === 4 && result()?.uri === editor.document.uri.toString());
  });

  teardown(() => window.tabGroups.close(resultTabs()));

  test('opens once beside the query and leaves the focus there', async () => {
    await commands.executeCommand('sigmasmith.runQuery');
    assert.equal(resultTabs().length, 1);
    assert.notEqual(resultTabs()[0]?.group.viewColumn, editor.viewColumn);
    assert.equal(window.activeTextEditor?.document.uri.toString(), editor.document.uri.toString());
  });

  test('has the rows of both vectors, and says in the query where the others went', () => {
    const vector = result()?.columns.findIndex(({ name }) => name === 'Vector') ?? -1;
    assert.deepEqual([...new Set(result()?.rows.map((row) => row[vector]))], ['certutil', 'registry']);
    assert.deepEqual(
      result()?.files.flatMap(({ tables }) => tables.map(({ name }) => name)),
      ['DeviceProcessEvents', 'DeviceRegistryEvents'],
    );
    const line = (text: string) => editor.document.positionAt(editor.document.getText().indexOf(text)).line;
    const noteAt = (text: string) => notes().find((note) => note.line === line(text))?.text;
    assert.equal(noteAt('= DeviceProcessEvents'), '← 8 rows');
    assert.equal(noteAt('| where FileName'), '← 5 rows');
  });

  test('follows what is typed, and says where no row is left', async () => {
    await replace(editor, 'certutil.exe', 'nothing.exe');
    await until('fewer rows are there', () => newest()?.total === 2);
    assert.ok(notes().some(({ isEmpty }) => isEmpty));
  });

  test('follows the cursor from query to query', async () => {
    await write(editor, 'print a = 1\n\nprint a = 2\n');
    editor.selection = new Selection(0, 3, 0, 3);
    await until('the first one has run', () => newest()?.query?.index === 0 && newest()?.rows[0]?.[0] === 1);
    editor.selection = new Selection(2, 3, 2, 3);
    await until('the second one has run', () => newest()?.query?.index === 1 && newest()?.rows[0]?.[0] === 2);
  });

  test('says in the Problems view what keeps the query from running', async () => {
    await replace(editor, '| sort by Timestamp asc', '| evaluate autocluster()');
    const problems = await until('there is a problem', () => {
      const found = languages.getDiagnostics(editor.document.uri).filter((each) => codeOf(each).startsWith('kql-'));
      return found.length > 0 ? found : undefined;
    });
    assert.equal(editor.document.getText(problems[0]?.range).includes('autocluster'), true);
    await replace(editor, '| evaluate autocluster()', '| sort by Timestamp asc');
    await until('it has gone', () => {
      return languages.getDiagnostics(editor.document.uri).every((each) => !codeOf(each).startsWith('kql-'));
    });
  });

  test('follows its sample rows', async () => {
    const file = Uri.joinPath(editor.document.uri, '..', 'root_certificate_installed.DeviceRegistryEvents.json');
    const before = await workspace.fs.readFile(file);
    try {
      await workspace.fs.writeFile(file, new TextEncoder().encode('[]'));
      await until('its rows are gone', () => result()?.total === 2);
    } finally {
      await workspace.fs.writeFile(file, before);
    }
    await until('they are back', () => result()?.total === 4);
  });

  test('has row counts that a command clears until the query is run again', async () => {
    await commands.executeCommand('sigmasmith.clearRowCounts');
    assert.deepEqual(notes(), []);
    await write(editor, `${editor.document.getText()}// more\n`);
    await until('it has run again', () => newest());
    assert.deepEqual(notes(), []);
    await commands.executeCommand('sigmasmith.runQuery');
    await until('they are back', () => notes().length > 0);
  });
});

function resultTabs() {
  return window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ label }) => label.startsWith('Result: '));
}
