import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CodeAction, type FileChangeType, type TextDocumentEdit, TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { startClient, type TestClient } from './client.ts';

const one = 'id: 7f3a1c52-0d4e-4b8a-9c61-2e5d8f7a9b10';
const rule = (...lines: string[]) => `title: Whoami
${lines.map((line) => `${line}\n`).join('')}logsource:
    category: process_creation
    product: windows
detection:
    selection:
        Image|endswith: '\\whoami.exe'
    condition: selection
`;

let folder: string;
let client: TestClient;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sigmasmith-workspace-'));
});

afterEach(async () => {
  await client.stop();
  await rm(folder, { recursive: true, force: true });
});

const uriOf = (name: string) => pathToFileURL(path.join(folder, name)).href;

async function write(name: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
  await writeFile(path.join(folder, name), text);
}

async function start(configuration?: () => unknown): Promise<void> {
  client = await startClient({ rootUri: pathToFileURL(folder).href, ...(configuration && { configuration }) });
}

/** The codes that were last published for a document, as soon as they are these. */
async function untilCodes(name: string, expected: readonly string[]): Promise<void> {
  await client.until(
    ({ uri, diagnostics }) =>
      uri === uriOf(name) &&
      JSON.stringify(diagnostics.map(({ code }) => code).sort()) === JSON.stringify([...expected].sort()),
  );
}

const changed = (name: string, type: FileChangeType) =>
  client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf(name), type }] });

describe('rules of the workspace', () => {
  it('are compared with the open one, and named with their place', async () => {
    await write('b.yml', rule(one).replace('Whoami', 'Other'));
    await start();
    client.open(uriOf('a.yml'), rule(one));
    const { diagnostics } = await client.until(({ diagnostics: found }) =>
      found.some(({ code }) => code === 'duplicate-id'),
    );
    expect(diagnostics[0]?.relatedInformation).toMatchObject([
      { location: { uri: uriOf('b.yml'), range: { start: { line: 1, character: 4 } } } },
    ]);
  });

  it('are looked at again when a file changes, comes or goes', async () => {
    await write('b.yml', rule(one).replace('Whoami', 'Other'));
    await start();
    client.open(uriOf('a.yml'), rule(one));
    await untilCodes('a.yml', ['duplicate-id']);
    const shown = client.published.length;
    await write('b.yml', rule().replace('Whoami', 'Other'));
    await changed('b.yml', 2);
    await client.until((message) => client.published.indexOf(message) >= shown && message.diagnostics.length === 0);
    await write('x/c.yml', rule(one).replace('Whoami', 'Another'));
    const then = client.published.length;
    await changed('x/c.yml', 1);
    await client.until((message) => client.published.indexOf(message) >= then && message.diagnostics.length === 1);
    const last = client.published.length;
    await changed('x', 3);
    await client.until((message) => client.published.indexOf(message) >= last && message.diagnostics.length === 0);
  });

  it('count as the editor shows them while they are open', async () => {
    await write('b.yml', rule(one).replace('Whoami', 'Other'));
    await start();
    client.open(uriOf('a.yml'), rule(one));
    await untilCodes('a.yml', ['duplicate-id']);
    client.open(uriOf('b.yml'), rule().replace('Whoami', 'Other'));
    await client.until(({ uri }) => uri === uriOf('b.yml'));
    const last = client.published.findLast(({ uri }) => uri === uriOf('a.yml'));
    if (last?.diagnostics.length !== 0)
      await client.until(
        (message) => message.uri === uriOf('a.yml') && message !== last && message.diagnostics.length === 0,
      );
    const before = client.published.length;
    client.close(uriOf('b.yml'));
    await client.until(
      (message) =>
        client.published.indexOf(message) >= before &&
        message.uri === uriOf('a.yml') &&
        message.diagnostics.length === 1,
    );
  });

  it('are told of references that lead nowhere, and stop at the setting’s number of files', async () => {
    const correlation =
      'title: Many\ncorrelation:\n    type: event_count\n    rules: [gone]\n    timespan: 5m\n    condition: {gte: 10}\n';
    await write('b.yml', rule(one));
    await start();
    client.open(uriOf('a.yml'), correlation);
    await untilCodes('a.yml', ['unresolved-reference']);
    await client.stop();
    await write('a.yml', correlation);
    await start(() => ({ workspace: { maxFiles: 1 } }));
    client.open(uriOf('a.yml'), correlation);
    await client.diagnostics(uriOf('a.yml'));
    while (!client.logged.some((line) => line.includes('sigmasmith.workspace.maxFiles')))
      await client.request('sigmasmith/isSigma', { uri: uriOf('a.yml') });
    expect(client.published.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
  });
});

describe('.sigmasmith.yml', () => {
  it('counts for the rules below, as it is shown', async () => {
    await write('.sigmasmith.yml', 'severity:\n    wrong-case: error\n');
    await start();
    client.open(uriOf('r/a.yml'), rule('level: High'));
    await client.until(({ diagnostics }) => diagnostics.some(({ severity }) => severity === 1));
    client.open(uriOf('r/.sigmasmith.yml'), 'severity:\n    wrong-case: off\n');
    await untilCodes('r/a.yml', []);
  });

  it('wins over the settings, and is read again when it changes', async () => {
    await start(() => ({ profile: 'spec', severity: { 'wrong-case': 'hint' } }));
    client.open(uriOf('a.yml'), rule('level: High'));
    await client.until(({ diagnostics }) => diagnostics.some(({ severity }) => severity === 4));
    await write('.sigmasmith.yml', 'severity:\n    wrong-case: error\n');
    await changed('.sigmasmith.yml', 1);
    await client.until(({ diagnostics }) => diagnostics.some(({ severity }) => severity === 1));
  });

  it('is checked itself, with fixes', async () => {
    await start();
    const uri = uriOf('.sigmasmith.yml');
    client.open(uri, 'profile: sigmahg\n');
    const [diagnostic] = await client.diagnostics(uri);
    expect(diagnostic).toMatchObject({ code: 'config-invalid-value', range: { start: { line: 0, character: 9 } } });
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: diagnostic?.range,
      context: { diagnostics: [diagnostic] },
    });
    expect(actions.map(({ title }) => title)).toEqual(['Replace with `sigmahq`']);
  });
});

describe('code actions', () => {
  const text = rule('level: High', 'tags: [attack.T1033, attack.discovery]', 'descripton: x');
  const uri = 'file:///rules/a.yml';
  const ask = (only?: string[]) =>
    client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: { line: 1, character: 8 }, end: { line: 1, character: 8 } },
      context: { diagnostics: [], ...(only && { only }) },
    });

  it.each([['source.fixAll'], ['source.fixAll.sigmasmith'], ['source']])('mend the whole file: %s', async (kind) => {
    client = await startClient();
    client.open(uri, text);
    const [action, ...others] = await ask([kind]);
    expect(others).toEqual([]);
    expect(action?.kind).toBe('source.fixAll.sigmasmith');
    const [change] = (action?.edit?.documentChanges ?? []) as TextDocumentEdit[];
    const edits = change?.edits.filter(TextEdit.is) ?? [];
    const fixed = TextDocument.applyEdits(TextDocument.create(uri, 'yaml', 1, text), edits);
    expect(fixed).toBe(text.replace('High', 'high').replace('T1033', 't1033').replace('descripton', 'description'));
  });

  it('offer nothing where there is nothing to mend, or another kind is wanted', async () => {
    client = await startClient();
    client.open(uri, text);
    expect(await ask(['source.fixAll.eslint'])).toEqual([]);
    expect(await ask(['refactor'])).toEqual([]);
    client.change(uri, 2, [{ text: rule() }]);
    expect(await ask(['source.fixAll'])).toEqual([]);
  });

  it('mend, and silence, what the cursor is on', async () => {
    client = await startClient();
    client.open(uri, text);
    expect((await ask()).map(({ title, kind }) => [title, kind])).toEqual([
      ['Replace with `high`', 'quickfix'],
      ['Fix everything in this file that has one safe fix', 'source.fixAll.sigmasmith'],
      ['Ignore `wrong-case` on this line', 'quickfix'],
      ['Ignore `wrong-case` in this file', 'quickfix'],
    ]);
    expect((await ask(['quickfix'])).map(({ kind }) => kind)).toEqual(['quickfix', 'quickfix', 'quickfix']);
  });
});
