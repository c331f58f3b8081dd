import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { methods, type PreviewResult, type RunResult } from '../../server/src/lsp/protocol.ts';
import { startClient, type TestClient } from './client.ts';

const rule = `title: Whoami
name: whoami
logsource:
    category: process_creation
    product: windows
detection:
    selection:
        Image|endswith: '\\whoami.exe'
    condition: selection
`;
const filter = (title: string, user: string, condition = 'not selection') => `title: ${title}
logsource:
    category: process_creation
filter:
    rules: [whoami]
    selection:
        User: ${user}
    condition: ${condition}
`;
const events = ['svc_agent', 'svc_scan', 'ann'].map((User) => ({ Image: 'C:\\whoami.exe', User }));

let folder: string;
let client: TestClient;

const uriOf = (name: string) => pathToFileURL(path.join(folder, name)).href;
const write = (name: string, text: string) => writeFile(path.join(folder, name), text);

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sigmasmith-filters-'));
  await write('whoami.match.json', JSON.stringify(events));
  await write('b.yml', filter('Our agent', 'svc_agent'));
  client = await startClient({ rootUri: pathToFileURL(folder).href });
  client.open(uriOf('whoami.yml'), rule);
});

afterEach(async () => {
  await client.stop();
  await rm(folder, { recursive: true, force: true });
});

const run = () => client.request<RunResult>(methods.run, { uri: uriOf('whoami.yml') });
const preview = () => client.request<PreviewResult>(methods.preview, { uri: uriOf('whoami.yml'), target: 'xdr' });
const filterProblems = ({ problems }: PreviewResult) =>
  problems.filter(({ code }) => code.startsWith('filter-')).map(({ code, message }) => [code, message]);

it('of other files are applied, and the run and the preview say so', async () => {
  const result = await run();
  expect(result.rules[0]).toMatchObject({ hits: 2, events: 3 });
  expect(result.report).toContain('  The filter `Our agent` of `b.yml` applies to this rule.\n');
  const shown = await preview();
  expect(shown.query).toContain('svc_agent');
  expect(filterProblems(shown)).toEqual([
    ['filter-applied', 'The filter `Our agent` of `b.yml` applies to this rule and is part of the query.'],
  ]);
});

it('say in their own preview which rules they change', async () => {
  client.open(uriOf('b.yml'), filter('Our agent', 'svc_agent'));
  const told = async () => {
    const params = { uri: uriOf('b.yml'), target: 'xdr' };
    const { problems } = await client.request<PreviewResult>(methods.preview, params);
    return problems.map(({ severity, message }) => [severity, message]);
  };
  // The rule was opened a moment ago, and is known after it was checked.
  await expect.poll(told).toEqual([['information', 'It applies to `Whoami`.']]);
});

it('follow files as they come, change and go, and documents as they are typed', async () => {
  expect((await run()).rules[0]?.hits).toBe(2);
  await write('a.yml', filter('Our scanner', 'svc_scan'));
  const changes = (name: string, type: 1 | 2 | 3) =>
    client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf(name), type }] });
  await changes('a.yml', 1);
  await expect.poll(async () => (await run()).rules[0]?.hits).toBe(1);
  expect(filterProblems(await preview()).map(([, message]) => message?.match(/`(\w\.yml)`/)?.[1])).toEqual([
    'a.yml',
    'b.yml',
  ]);
  client.open(uriOf('a.yml'), filter('Our scanner', 'nobody'));
  await client.diagnostics(uriOf('a.yml'));
  expect((await run()).rules[0]?.hits).toBe(2);
  await rm(path.join(folder, 'b.yml'));
  await changes('b.yml', 3);
  await expect.poll(async () => (await run()).rules[0]?.hits).toBe(3);
});

it('that are broken are left out by name', async () => {
  client.open(uriOf('b.yml'), filter('Our agent', 'svc_agent', 'not selecton'));
  await client.diagnostics(uriOf('b.yml'));
  const result = await run();
  expect(result.rules[0]).toMatchObject({ hits: 3 });
  expect(result.report).toContain('The filter `Our agent` of `b.yml` has an error and was left out.');
  const shown = await preview();
  expect(shown.query).toBeDefined();
  expect(filterProblems(shown).map(([code]) => code)).toEqual(['filter-left-out']);
});

it('apply to no rule outside of the folders', async () => {
  const uri = 'file:///elsewhere/whoami.yml';
  client.open(uri, rule);
  const shown = await client.request<PreviewResult>(methods.preview, { uri, target: 'xdr' });
  expect(shown.query).not.toContain('svc_agent');
});
