import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProgressType, type WorkDoneProgressReport } from 'vscode-languageserver/node';
import {
  methods,
  type PreviewResult,
  type RunResult,
  type SurroundingsChanged,
} from '../../server/src/lsp/protocol.ts';
import { startClient, type TestClient } from './client.ts';

const id = '7f3a1c52-0d4e-4b8a-9c61-2e5d8f7a9b10';
const detection = (name: string, program = name) => `title: ${name}
name: ${name}
logsource:
    category: process_creation
    product: windows
detection:
    selection:
        Image|endswith: '\\${program}.exe'
    condition: selection
`;
const filter = (user: string) => `title: Our agent
logsource:
    category: process_creation
filter:
    rules: [whoami]
    selection:
        User: ${user}
    condition: not selection
`;
const often = (reference: string) => `title: Often
correlation:
    type: event_count
    rules: [${reference}]
    group-by: [User]
    timespan: 1m
    condition:
        gte: 2
`;
const both = `title: Both
correlation:
    type: temporal
    timespan: 1m
    group-by: [User]
    condition: whoami and not net
`;
const events = [
  ['00', 'whoami', 'ann'],
  ['10', 'whoami', 'ann'],
  ['20', 'whoami', 'agent'],
  ['30', 'whoami', 'agent'],
  ['40', 'net', 'ann'],
].map(([second, program, User]) => ({ UtcTime: `2026-03-14 10:00:${second}`, Image: `C:\\${program}.exe`, User }));

let folder: string;
let client: TestClient;
let told: SurroundingsChanged[];

const uriOf = (name: string) => pathToFileURL(path.join(folder, name)).href;
const write = (name: string, text: string) => writeFile(path.join(folder, name), text);
const changed = (name: string, type: 1 | 2 | 3) =>
  client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf(name), type }] });
const run = async (name: string) =>
  (await client.request<RunResult>(methods.run, { uri: uriOf(name) })).rules.map(
    ({ annotations, obstacle }) => obstacle ?? annotations.find(({ kind }) => kind === 'rule')?.text,
  );
const preview = (name: string) => client.request<PreviewResult>(methods.preview, { uri: uriOf(name), target: 'xdr' });

async function start(foldersKnown: Promise<void> = Promise.resolve()): Promise<void> {
  client = await startClient({ rootUri: pathToFileURL(folder).href, foldersKnown });
  told = [];
  client.connection.onNotification(methods.surroundingsChanged, (change: SurroundingsChanged) => {
    told.push(change);
  });
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sigmasmith-surroundings-'));
  await write('whoami.yml', detection('whoami').replace('logsource', `id: ${id}\nlogsource`));
  await write('net.yml', detection('net'));
  await write('often.match.json', JSON.stringify(events));
});

afterEach(async () => {
  await client.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('a correlation whose rules lie in other files', () => {
  it.each(['whoami', id.toUpperCase()])('is run: %s', async (reference) => {
    await start();
    client.open(uriOf('often.yml'), often(reference));
    expect(await run('often.yml')).toEqual(['2 alerts, 4 of 5 events']);
  });

  it('is run with an extended condition, and through another correlation', async () => {
    await write('inner.yml', often('whoami').replace('title: Often', 'title: Inner\nname: inner'));
    await start();
    client.open(uriOf('often.yml'), both);
    expect(await run('often.yml')).toEqual(['2 alerts, 4 of 5 events']);
    client.change(uriOf('often.yml'), 2, [{ text: often('inner').replace('gte: 2', 'gte: 1') }]);
    expect(await run('often.yml')).toEqual(['2 alerts, 4 of 5 events']);
  });

  it('follows these rules, and the filters that apply to them', async () => {
    await start();
    client.open(uriOf('often.yml'), often('whoami'));
    expect(await run('often.yml')).toEqual(['2 alerts, 4 of 5 events']);
    await write('filter.yml', filter('agent'));
    await changed('filter.yml', 1);
    await expect.poll(() => run('often.yml')).toEqual(['1 alert, 2 of 5 events']);
    client.open(uriOf('whoami.yml'), detection('whoami', 'hostname'));
    await expect.poll(() => run('often.yml')).toEqual(['0 alerts, 0 of 5 events']);
  });
});

describe('a client that shows a query is told', () => {
  const isTold = (name: string) => expect.poll(() => told).toContainEqual({ uri: uriOf(name) });

  it('when a filter in another file changes, on disk or while it is typed', async () => {
    await write('filter.yml', filter('agent'));
    await start();
    client.open(uriOf('whoami.yml'), detection('whoami'));
    await expect.poll(() => told).toEqual([{}]);
    await write('filter.yml', filter('ann'));
    await changed('filter.yml', 2);
    await isTold('filter.yml');
    expect((await preview('whoami.yml')).query).toMatch(/['"]ann['"]/);
    told.length = 0;
    client.open(uriOf('filter.yml'), filter('bob'));
    await isTold('filter.yml');
    expect((await preview('whoami.yml')).query).toMatch(/['"]bob['"]/);
    told.length = 0;
    client.close(uriOf('filter.yml'));
    await rm(path.join(folder, 'filter.yml'));
    await changed('filter.yml', 3);
    await isTold('filter.yml');
    expect((await preview('whoami.yml')).query).not.toContain('bob');
  });

  it('when a rule changes that a correlation refers to', async () => {
    await start();
    client.open(uriOf('often.yml'), often('whoami'));
    await expect.poll(() => told).toEqual([{}]);
    await preview('often.yml');
    client.open(uriOf('whoami.yml'), detection('whoami', 'hostname'));
    await isTold('whoami.yml');
  });

  it('and not about rules that stand for themselves', async () => {
    await start();
    client.open(uriOf('often.yml'), often('whoami'));
    await expect.poll(() => told).toEqual([{}]);
    client.open(uriOf('net.yml'), detection('net', 'hostname'));
    await client.diagnostics(uriOf('net.yml'));
    await preview('often.yml');
    expect(told).toEqual([{}]);
  });
});

it('before the workspace is known a preview is shown with a word about it, and a run waits and says so', async () => {
  await write('filter.yml', filter('agent'));
  await write('whoami.match.json', JSON.stringify(events));
  let know = () => {};
  const foldersKnown = new Promise<void>((resolve) => {
    know = resolve;
  });
  await start(foldersKnown);
  client.open(uriOf('whoami.yml'), detection('whoami'));
  const early = await preview('whoami.yml');
  expect(early.query).toContain('whoami.exe');
  expect(early.problems.map(({ code }) => code)).toContain('workspace-unread');

  const messages: (string | undefined)[] = [];
  client.connection.onProgress(new ProgressType<WorkDoneProgressReport>(), 'run', ({ message }) => {
    messages.push(message);
  });
  const running = client.request<RunResult>(methods.run, { uri: uriOf('whoami.yml'), workDoneToken: 'run' });
  await expect.poll(() => messages).toContain('Waiting for the rules of the workspace');
  know();
  expect((await running).rules[0]).toMatchObject({ hits: 2, events: 5 });
  await expect.poll(() => told).toEqual([{}]);
  const late = await preview('whoami.yml');
  expect(late.query).toContain('agent');
  expect(late.problems.map(({ code }) => code)).not.toContain('workspace-unread');
});
