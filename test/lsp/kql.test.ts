import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type {
  CodeAction,
  CompletionItem,
  DocumentSymbol,
  FoldingRange,
  Hover,
  Location,
  PublishDiagnosticsParams,
  Range,
  SemanticTokens,
  SignatureHelp,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { methods, type RunQueryResult, type ValidateKqlResult } from '../../server/src/lsp/protocol.ts';
import { startClient, type TestClient } from './client.ts';

/** The first question to a server loads the Kusto service in its worker. */
const slow = 60_000;

let client: TestClient;
beforeAll(async () => {
  client = await startClient();
});
afterAll(async () => {
  expect(await client.stop()).toBe(0);
});

let documents = 0;

/** Opens a text in which `<|>` may mark a place, and asks about it there. */
function open(marked: string, extension = 'kql', languageId = 'kusto') {
  const at = marked.indexOf('<|>');
  const text = marked.replace('<|>', '');
  const before = marked.slice(0, Math.max(0, at)).split(/\r\n|\n/);
  const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  const uri = pathToFileURL(path.join('/queries', `${++documents}.${extension}`)).href;
  client.open(uri, text, languageId);
  return {
    uri,
    ask: <Result>(method: string, more: object = {}) =>
      client.request<Result>(`textDocument/${method}`, { textDocument: { uri }, position, ...more }),
  };
}

test.each([
  ['kql', 'kusto'],
  ['csl', 'kql'],
  ['kusto', 'plaintext'],
  ['txt', 'kusto'],
])(
  'a .%s file of the language %s is checked',
  async (extension, languageId) => {
    const { uri } = open('// \u{1F600}\r\nSecurityEvent | where Acount == "\u{1F600}"', extension, languageId);
    expect(await client.diagnostics(uri)).toMatchObject([
      {
        code: 'unknown-column',
        source: 'sigmasmith',
        range: { start: { line: 1, character: 22 }, end: { line: 1, character: 28 } },
      },
    ]);
  },
  slow,
);

test(
  'a change is checked, and a closed document has no findings',
  async () => {
    const { uri } = open('SecurityEvent | where Acount == "x"');
    expect(await client.diagnostics(uri)).toHaveLength(1);
    client.change(uri, 2, [
      { range: { start: { line: 0, character: 23 }, end: { line: 0, character: 23 } }, text: 'c' },
    ]);
    expect(await client.diagnostics(uri, 2)).toEqual([]);
    client.change(uri, 3, [{ text: 'SecurityEvnt' }]);
    await client.diagnostics(uri, 3);
    client.close(uri);
    await client.until(
      (message) => message.uri === uri && message.version === undefined && message.diagnostics.length === 0,
    );
  },
  slow,
);

test(
  'a misspelt name has a fix',
  async () => {
    const { uri, ask } = open('SecurityEvnt | take 1');
    const [diagnostic] = await client.diagnostics(uri);
    const actions = await ask<CodeAction[]>('codeAction', {
      range: diagnostic?.range,
      context: { diagnostics: [diagnostic] },
    });
    expect(actions).toMatchObject([
      { title: 'Replace with `SecurityEvent`', edit: { changes: { [uri]: [{ newText: 'SecurityEvent' }] } } },
    ]);
  },
  slow,
);

test(
  'completion, hover and signatures',
  async () => {
    const items = await open('SecurityEvent\n| where Acc<|>').ask<CompletionItem[]>('completion');
    expect(items.find(({ label }) => label === 'Account')?.textEdit).toEqual({
      range: { start: { line: 1, character: 8 }, end: { line: 1, character: 11 } },
      newText: 'Account ',
    });
    const hover = await open('SecurityEvent | where Acc<|>ount == 1').ask<Hover>('hover');
    expect(JSON.stringify(hover.contents)).toContain('Account: string');
    const help = await open('print extract("a", <|>').ask<SignatureHelp>('signatureHelp');
    expect(help.activeParameter).toBe(1);
  },
  slow,
);

test(
  'outline, folds and colours',
  async () => {
    const { ask } = open('// a\n// b\nlet t = SecurityEvent\n    | take 1;\nt');
    const symbols = await ask<DocumentSymbol[]>('documentSymbol');
    expect(symbols.map(({ name }) => name)).toEqual(['t', 't']);
    expect(await ask<FoldingRange[]>('foldingRange')).toEqual([
      { startLine: 0, endLine: 1, kind: 'comment' },
      { startLine: 2, endLine: 3 },
    ]);
    const { data } = await ask<SemanticTokens>('semanticTokens/full');
    expect(data.slice(0, 5)).toEqual([0, 0, 4, 0, 0]);
  },
  slow,
);

test(
  'a string of several lines is coloured line by line',
  async () => {
    const { data } = await open('print ```a\r\nbc```').ask<SemanticTokens>('semanticTokens/full');
    expect(data.slice(5)).toEqual([0, 6, 4, 4, 0, 1, 0, 5, 4, 0]);
  },
  slow,
);

test(
  'definition, references, renaming',
  async () => {
    const { uri, ask } = open('let limit_ = 1;\r\nSecurityEvent | take <|>limit_');
    const definition: Range = { start: { line: 0, character: 4 }, end: { line: 0, character: 10 } };
    const use: Range = { start: { line: 1, character: 21 }, end: { line: 1, character: 27 } };
    expect(await ask<Location[]>('definition')).toEqual([{ uri, range: definition }]);
    expect(await ask<Location[]>('references', { context: { includeDeclaration: false } })).toEqual([
      { uri, range: use },
    ]);
    expect(await ask<Range>('prepareRename')).toEqual(use);
    const edit = await ask<WorkspaceEdit>('rename', { newName: 'most' });
    expect(edit.changes?.[uri]).toEqual([
      { range: definition, newText: 'most' },
      { range: use, newText: 'most' },
    ]);
  },
  slow,
);

test(
  'a renaming that would change the query is refused with a reason',
  async () => {
    const { ask } = open('let <|>a = 1; let b = 2; print a, b');
    await expect(ask('rename', { newName: 'b' })).rejects.toThrow(/taken/);
    expect(await open('SecurityEvent | where <|>Account == "x"').ask('prepareRename')).toBeNull();
  },
  slow,
);

test(
  'formatting',
  async () => {
    const { ask } = open('SecurityEvent|take 1\n');
    const edits = await ask<TextEdit[]>('formatting', { options: { tabSize: 4, insertSpaces: true } });
    expect(edits).toEqual([
      {
        range: { start: { line: 0, character: 0 }, end: { line: 0, character: 20 } },
        newText: 'SecurityEvent | take 1',
      },
    ]);
  },
  slow,
);

test(
  'YAML is asked nothing of this, and a rule none of that',
  async () => {
    const { ask } = open('title: a', 'yml', 'yaml');
    expect(await ask('formatting', { options: { tabSize: 4, insertSpaces: true } })).toBeNull();
    expect(await ask('semanticTokens/full')).toBeNull();
    const { uri } = open('title: a\ndetection:\n  condition: b\nlogsource: c');
    const findings = await client.diagnostics(uri);
    expect(findings.filter(({ code }) => code === 'missing-title' || code === 'unknown-selection')).toEqual([]);
  },
  slow,
);

test(
  'settings say which tables there are, and who has the language',
  async () => {
    const own = await startClient({
      initializationOptions: {
        settings: { kql: { documentsTarget: 'xdr', customTables: { Doors_CL: { Door: 'string' } } } },
      },
    });
    own.open('file:///a.kql', 'Doors_CL | union SecurityEvent', 'kusto');
    expect(await own.diagnostics('file:///a.kql')).toMatchObject([{ code: 'unknown-table', severity: 1 }]);
    expect(await own.stop()).toBe(0);
    const other = await startClient({ initializationOptions: { kqlElsewhere: true } });
    other.open('file:///a.kql', 'Nope', 'kusto');
    expect(await other.diagnostics('file:///a.kql')).toEqual([]);
    expect(
      await other.request('textDocument/hover', {
        textDocument: { uri: 'file:///a.kql' },
        position: { line: 0, character: 1 },
      }),
    ).toBeNull();
    expect(
      await other.request('textDocument/semanticTokens/full', { textDocument: { uri: 'file:///a.kql' } }),
    ).toBeNull();
    const params = { uri: 'file:///a.kql', text: 'print a = 1', version: 1 };
    expect(await other.request(methods.runQuery, params)).toMatchObject({ rows: [[1]] });
    expect(await other.stop()).toBe(0);
  },
  slow,
);

test(
  'what Microsoft’s parser says is told with its own codes, beside our words for unknown names',
  async () => {
    const text = [
      'SecurityEvnt | take 1',
      'DeviceProcessEvents | where Timestamp > ago(1d) and FileNam == "a"',
      'imProcessCreate(startime=ago(1d)) | take 1',
      'SecurityEvent | summarize count() by',
      'SecurityEvent | where strlen(1, 2) > 1',
    ].join('\n\n');
    const { uri } = open(text, 'csl');
    const found = await client.diagnostics(uri);
    const told = found.map(({ code, source, range }) => [range.start.line / 2, source, code]);
    expect(told).toContainEqual([0, 'sigmasmith', 'unknown-table']);
    expect(told).toContainEqual([1, 'sigmasmith', 'unknown-column']);
    expect(told).toContainEqual([4, 'kusto', expect.stringMatching(/^KS\d+$/)]);
    for (const line of [2, 3]) expect(told.some(([at]) => at === line)).toBe(true);
  },
  slow,
);

test(
  'files of sample rows make their tables known, with the types that a run gives them',
  async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'sigmasmith-kql-'));
    const uriOf = (name: string) => pathToFileURL(path.join(folder, name)).href;
    await mkdir(path.join(folder, 'exports/deep'), { recursive: true });
    const write = (name: string, text: string) => writeFile(path.join(folder, name), text);
    await write('exports/deep/Doors_CL.json', '[{"TimeGenerated":"2026-01-02T03:04:05Z","Door":"a","Opened_d":3}]');
    await write('q.Gates_CL.csv', 'Gate,When\nb,2026-01-02T03:04:05Z\n');
    const own = await startClient({ rootUri: pathToFileURL(folder).href });
    const uri = uriOf('q.kql');
    own.open(
      uri,
      'Doors_CL | where Opened_d > 1 and Dor == "a"\n\nGates_CL | where When > ago(1d)\n\nWalls_CL',
      'kusto',
    );
    const found = (message: PublishDiagnosticsParams) =>
      message.diagnostics.some(({ code }) => code === 'unknown-column');
    const { diagnostics } = await own.until((message) => message.uri === uri && found(message));
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['unknown-column', '`Dor` is not a column of `Doors_CL`. Did you mean `Door`?'],
      ['unknown-table', expect.stringContaining('or put exported rows into a file `Walls_CL.json`')],
    ]);
    const at = { textDocument: { uri }, position: { line: 0, character: 18 } };
    const items = await own.request<CompletionItem[]>('textDocument/completion', at);
    expect(items.filter(({ label }) => label === 'Opened_d')).toMatchObject([{ detail: 'long' }]);
    const hover = await own.request<Hover>('textDocument/hover', { ...at, position: { line: 2, character: 2 } });
    expect(JSON.stringify(hover.contents)).toContain('When: datetime');
    const run = await own.request<RunQueryResult>(methods.runQuery, {
      uri,
      version: 1,
      text: 'Doors_CL | project Door',
    });
    expect(run.rows).toEqual([['a']]);
    expect(await own.stop()).toBe(0);
    await rm(folder, { recursive: true, force: true });
  },
  slow,
);

test(
  'text that the service would get lost in is not given to it',
  async () => {
    const { uri, ask } = open(`print ${'('.repeat(200_000)}<|>`);
    expect(await client.diagnostics(uri)).toMatchObject([{ code: 'kql-too-large' }]);
    expect(await ask('completion')).toBeNull();
    const after = open('SecurityEvent | where Acount == 1');
    expect(await client.diagnostics(after.uri)).toHaveLength(1);
  },
  slow,
);

test(
  'a query over which the service throws takes nothing from the others of its file, nor from the server',
  async () => {
    const { uri, ask } = open('SecurityEvent | graph-match\n\nSecurityEvent | where Acou<|>nt == 1');
    expect((await client.diagnostics(uri)).map(({ code }) => code)).toEqual(['kql-unreadable', 'unknown-column']);
    expect((await ask<CompletionItem[]>('completion')).map(({ label }) => label)).toContain('Account');
    const broken = open('SecurityEvent | graph-ma<|>tch');
    expect(await broken.ask('completion')).toBeNull();
    expect(await broken.ask('hover')).toBeNull();
    expect(await broken.ask('formatting', { options: { tabSize: 2, insertSpaces: true } })).toEqual([]);
    const validated = await client.request<ValidateKqlResult>(methods.validateKql, {
      target: 'xdr',
      query: 'DeviceProcessEvents | graph-match',
    });
    expect(validated.diagnostics).toMatchObject([{ code: 'kql-unreadable' }]);
    expect(client.logged.filter((line) => /failed/.test(line))).toEqual([]);
  },
  slow,
);

test(
  'running what the service would throw or get lost over is answered with the place',
  async () => {
    const run = (text: string) =>
      client.request<RunQueryResult>(methods.runQuery, { uri: 'untitled:a', version: 1, text });
    expect((await run('print 1 | graph-match')).problems).toMatchObject([
      { code: 'kql-not-implemented', range: { start: { character: 10 }, end: { character: 21 } } },
    ]);
    expect((await run(`print ${'not('.repeat(10_000)}`)).problems).toMatchObject([
      { code: 'kql-limit', range: { start: { character: 1009 }, end: { character: 1010 } } },
    ]);
    expect((await run('print a = 1')).rows).toEqual([[1]]);
  },
  slow,
);
