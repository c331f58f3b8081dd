import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  DocumentSymbol,
  Hover,
  Location,
  Range,
  TextDocumentEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { CancellationTokenSource, ProgressType } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { methods, type PreviewResult, type RunResult, type ValidateKqlResult } from '../../server/src/lsp/protocol.ts';
import { startClient, type TestClient } from './client.ts';
import { goodRule, misspelt, otherYaml } from './rules.ts';

let client: TestClient;
let opened = 0;

beforeAll(async () => {
  client = await startClient();
});

afterAll(async () => {
  expect(client.logged).toEqual([]);
  expect(await client.stop()).toBe(0);
});

/** Opens a text as a document of its own. */
function open(text: string): string {
  const uri = `file:///rules/rule${++opened}.yml`;
  client.open(uri, text);
  return uri;
}

/** The position just after the first place where `words` stand. */
function positionAfter(text: string, words: string): { line: number; character: number } {
  const offset = text.indexOf(words) + words.length;
  return TextDocument.create('', 'yaml', 1, text).positionAt(offset);
}

const at = (uri: string, text: string, words: string) => ({
  textDocument: { uri },
  position: positionAfter(text, words),
});

describe('diagnostics', () => {
  it('are none for a good rule', async () => {
    expect(await client.diagnostics(open(goodRule))).toEqual([]);
  });

  it('stand on the words that are wrong', async () => {
    const [found, ...others] = await client.diagnostics(open(misspelt));
    expect(others).toEqual([]);
    expect(found).toMatchObject({ severity: 1, source: 'sigmasmith', code: 'unknown-modifier' });
    const line = misspelt.split('\n').findIndex((text) => text.includes('endswit'));
    expect(found?.range).toEqual({ start: { line, character: 14 }, end: { line, character: 21 } });
  });

  it('follow each change, and only the newest version counts', async () => {
    const uri = open(goodRule);
    const { line, character } = positionAfter(goodRule, 'endswith');
    const end = { line, character };
    const start = { line, character: character - 1 };
    client.change(uri, 2, [{ range: { start, end }, text: '' }]);
    expect(await client.diagnostics(uri, 2)).toHaveLength(1);
    client.change(uri, 3, [{ range: { start, end: start }, text: 'h' }]);
    expect(await client.diagnostics(uri, 3)).toEqual([]);
  });

  it('come once for a burst of changes that arrive together', async () => {
    const uri = open(goodRule);
    await client.diagnostics(uri);
    const end = positionAfter(goodRule, 'title: ');
    const burst = 40;
    for (let version = 2; version < burst + 2; version++) {
      client.change(uri, version, [{ range: { start: end, end }, text: 'x' }]);
    }
    await client.diagnostics(uri, burst + 1);
    const runs = client.published.filter((message) => message.uri === uri && (message.version ?? 0) > 1);
    expect(runs.length).toBeLessThan(burst);
  });

  it('go away when the document stops being a rule, and come back', async () => {
    const uri = open(misspelt);
    await client.diagnostics(uri);
    client.change(uri, 2, [{ text: otherYaml }]);
    await client.until((message) => message.uri === uri && message.version === undefined);
    client.change(uri, 3, [{ text: misspelt }]);
    expect(await client.diagnostics(uri, 3)).toHaveLength(1);
  });

  it('go away when the document is closed', async () => {
    const uri = open(misspelt);
    await client.diagnostics(uri);
    client.close(uri);
    const { diagnostics } = await client.until((message) => message.uri === uri && message.version === undefined);
    expect(diagnostics).toEqual([]);
  });
});

describe('other YAML', () => {
  it('gets nothing at all', async () => {
    const uri = open(otherYaml);
    const textDocument = { uri };
    expect(await client.request(methods.isSigma, { uri })).toBe(false);
    expect(await client.request('textDocument/completion', at(uri, otherYaml, 'level: '))).toBeNull();
    expect(await client.request('textDocument/hover', at(uri, otherYaml, 'lev'))).toBeNull();
    expect(await client.request('textDocument/documentSymbol', { textDocument })).toBeNull();
    expect(await client.request('textDocument/codeLens', { textDocument })).toBeNull();
    expect(await client.request(methods.preview, { uri, target: 'asim' })).toBeNull();
    expect(await client.request(methods.run, { uri })).toBeNull();
    expect(client.published.filter((message) => message.uri === uri)).toEqual([]);
  });

  it('is told apart in a notification', async () => {
    const announced = new Promise<string[]>((resolve) => {
      client.connection.onNotification(methods.sigmaDocuments, ({ uris }: { uris: string[] }) => resolve(uris));
    });
    const other = open(otherYaml);
    const rule = open(goodRule);
    const uris = await announced;
    expect(uris).toContain(rule);
    expect(uris).not.toContain(other);
  });
});

describe('language features', () => {
  it('completes a field with its columns, and documents it when asked', async () => {
    const text = goodRule.replace("        CommandLine|contains: ' -enc '", '        Comm');
    const uri = open(text);
    const items = await client.request<CompletionItem[]>('textDocument/completion', at(uri, text, '        Comm'));
    const found = items.find(({ label }) => label === 'CommandLine');
    expect(found).toMatchObject({ insertTextFormat: 2, textEdit: { newText: 'CommandLine$1: $0' } });
    expect(found?.documentation).toBeUndefined();
    const resolved = await client.request<CompletionItem>('completionItem/resolve', found);
    expect(JSON.stringify(resolved.documentation)).toContain('ProcessCommandLine');
  });

  it('explains a technique', async () => {
    const uri = open(goodRule);
    const hover = await client.request<Hover>('textDocument/hover', at(uri, goodRule, 'attack.t1059'));
    expect(JSON.stringify(hover.contents)).toContain('https://attack.mitre.org/techniques/T1059/001/');
  });

  it('outlines the rule', async () => {
    const uri = open(goodRule);
    const [rule] = await client.request<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument: { uri } });
    expect(rule?.name).toBe('Encoded PowerShell Command Line');
    const detection = rule?.children?.find(({ name }) => name === 'detection');
    expect(detection?.children?.map(({ name }) => name)).toEqual(['selection', 'condition']);
  });

  it('mends a finding', async () => {
    const uri = open(misspelt);
    const [diagnostic] = await client.diagnostics(uri);
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: diagnostic?.range,
      context: { diagnostics: [diagnostic] },
    });
    const [edit] = (actions[0]?.edit?.documentChanges ?? []) as TextDocumentEdit[];
    expect(actions[0]).toMatchObject({ kind: 'quickfix', diagnostics: [{ code: 'unknown-modifier' }] });
    const edits = (edit?.edits ?? []).flatMap((each) => ('newText' in each ? [each] : []));
    expect(TextDocument.applyEdits(TextDocument.create(uri, 'yaml', 1, misspelt), edits)).toBe(goodRule);
  });

  it('finds the selection that a condition names', async () => {
    const uri = open(goodRule);
    const [place] = await client.request<Location[]>('textDocument/definition', at(uri, goodRule, 'condition: sel'));
    expect(place?.range.start).toEqual(positionAfter(goodRule, 'detection:\n    '));
  });

  it('renames a selection where it stands and where the condition names it, and says why it does not', async () => {
    const uri = open(goodRule);
    const place = at(uri, goodRule, 'condition: sel');
    const declared = positionAfter(goodRule, 'detection:\n    ');
    expect(await client.request<Range>('textDocument/prepareRename', place)).toMatchObject({
      start: positionAfter(goodRule, 'condition: '),
    });
    const edit = await client.request<WorkspaceEdit>('textDocument/rename', { ...place, newName: 'tool' });
    expect(edit.changes?.[uri]?.map(({ range }) => range.start)).toEqual([
      declared,
      positionAfter(goodRule, 'condition: '),
    ]);
    await expect(client.request('textDocument/rename', { ...place, newName: 'them' })).rejects.toThrow('them');
    const uses = { ...place, context: { includeDeclaration: false } };
    expect(await client.request<Location[]>('textDocument/references', uses)).toHaveLength(1);
  });
});

describe('preview', () => {
  it('shows the query with what belongs to it', async () => {
    const uri = open(goodRule);
    const preview = await client.request<PreviewResult>(methods.preview, { uri, target: 'xdr' });
    expect(preview.query).toContain('DeviceProcessEvents');
    expect(preview).toMatchObject({ uri, version: 1, target: 'xdr', index: 0, count: 1 });
    expect(preview.rule.techniques).toEqual([
      { id: 'T1059.001', name: 'PowerShell', url: 'https://attack.mitre.org/techniques/T1059/001/' },
    ]);
    expect(preview.tables.map(({ name }) => name)).toEqual(['DeviceProcessEvents']);
    expect(preview.targets.map(({ target }) => target)).toEqual(['asim', 'xdr', 'workspace']);
    expect(preview.tokens.some(([, , kind]) => kind === 'table')).toBe(true);
    expect(preview.sourceMap.length).toBeGreaterThan(0);
  });

  it('says why there is no query, and where', async () => {
    const text = goodRule.replace('CommandLine|contains', 'NoSuchField|contains');
    const uri = open(text);
    const preview = await client.request<PreviewResult>(methods.preview, { uri, target: 'xdr' });
    expect(preview.query).toBeUndefined();
    const line = text.split('\n').findIndex((each) => each.includes('NoSuchField'));
    expect(preview.problems.some(({ source }) => source?.start.line === line)).toBe(true);
  });

  it('follows the cursor in a file of several rules', async () => {
    const text = `${goodRule}---\n${goodRule.replace('Encoded PowerShell', 'Second')}`;
    const uri = open(text);
    const position = positionAfter(text, 'title: Second');
    const preview = await client.request<PreviewResult>(methods.preview, { uri, target: 'asim', position });
    expect(preview).toMatchObject({ index: 1, count: 2, rule: { title: 'Second Command Line' } });
  });

  it('has its query checked by the Kusto language service', async () => {
    const uri = open(goodRule);
    const { query } = await client.request<PreviewResult>(methods.preview, { uri, target: 'xdr' });
    const good = await client.request<ValidateKqlResult>(methods.validateKql, { target: 'xdr', query });
    expect(good.diagnostics).toEqual([]);
    const bad = await client.request<ValidateKqlResult>(methods.validateKql, {
      target: 'xdr',
      query: 'DeviceProcessEvents | where NoSuchColumn == 1',
    });
    expect(bad.diagnostics.map(({ start, length }) => [start, length])).toEqual([[28, 12]]);
  });

  it('lets a check be cancelled, and does the next', async () => {
    const source = new CancellationTokenSource();
    const params = { target: 'xdr', query: 'DeviceEvents' };
    const check = client.connection.sendRequest<unknown>(methods.validateKql, params, source.token);
    source.cancel();
    // Whichever is faster: the answer, or null for what was cancelled.
    expect([null, { diagnostics: [] }]).toContainEqual(await check.catch(() => null));
    expect(await client.request(methods.validateKql, params)).toEqual({ diagnostics: [] });
  });
});

describe('running on sample events', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'sigmasmith-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('counts hits, remembers what was expected, and forgets it when told', async () => {
    const file = path.join(folder, 'encoded.yml');
    const hit = { Image: 'C:\\Windows\\powershell.exe', CommandLine: 'powershell -enc AAAA' };
    await writeFile(file, goodRule);
    await writeFile(path.join(folder, 'encoded.match.json'), JSON.stringify([hit, { ...hit, CommandLine: 'no' }]));
    const uri = pathToFileURL(file).href;
    client.open(uri, goodRule);
    await client.diagnostics(uri);

    const messages: string[] = [];
    client.connection.onProgress(new ProgressType<{ kind: string }>(), 'run-1', ({ kind }) => {
      messages.push(kind);
    });
    const result = await client.request<RunResult>(methods.run, { uri, workDoneToken: 'run-1' });
    expect(result.rules[0]).toMatchObject({ hits: 1, events: 2 });
    expect(result.rules[0]?.expectations.map(({ met }) => met)).toEqual([false]);
    expect(result.files[0]?.events.map(({ matchedBy }) => matchedBy.length)).toEqual([1, 0]);
    expect(result.rules[0]?.annotations.map(({ kind, text }) => `${kind} ${text}`)).toContain('rule 1 of 2 events');
    expect(messages[0]).toBe('begin');
    expect(messages.at(-1)).toBe('end');

    await client.until(({ diagnostics }) => diagnostics.some(({ code }) => code === 'unmet-expectation'));
    const lensesOf = () => client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
    expect((await lensesOf())[0]?.command).toMatchObject({ command: 'sigmasmith.runRule', arguments: [uri, 0] });
    expect((await lensesOf())[0]?.command?.title).toContain('1 of 2 events');

    await client.connection.sendNotification(methods.clearRuns, { uris: [uri] });
    expect((await lensesOf())[0]?.command?.title).not.toContain('events ·');
    expect((await lensesOf())[0]?.command?.title).not.toContain('1 of 2');
  });
});
