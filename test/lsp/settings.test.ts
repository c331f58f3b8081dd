import { afterEach, expect, it } from 'vitest';
import { startClient, type TestClient } from './client.ts';
import { misspelt } from './rules.ts';

const uri = 'file:///rules/rule.yml';
let client: TestClient | undefined;

afterEach(async () => {
  await client?.stop();
});

it('takes severities from the configuration of the resource', async () => {
  client = await startClient({ configuration: () => ({ severity: { 'unknown-modifier': 'hint' } }) });
  client.open(uri, misspelt);
  await client.until(({ diagnostics }) => diagnostics.some(({ severity }) => severity === 4));
});

it('takes them from `initializationOptions` where the client cannot be asked', async () => {
  client = await startClient({ initializationOptions: { settings: { severity: { 'unknown-modifier': 'off' } } } });
  client.open(uri, misspelt);
  expect(await client.diagnostics(uri)).toEqual([]);
});

it('follows what such a client pushes', async () => {
  client = await startClient();
  client.open(uri, misspelt);
  expect(await client.diagnostics(uri)).toHaveLength(1);
  await client.connection.sendNotification('workspace/didChangeConfiguration', {
    settings: { sigmasmith: { severity: { 'unknown-modifier': 'information' } } },
  });
  await client.until(({ diagnostics }) => diagnostics.some(({ severity }) => severity === 3));
});

it('ignores settings of the wrong type', async () => {
  client = await startClient({
    initializationOptions: { settings: { severity: [1], fixtures: 'x', defaultTarget: 7 } },
  });
  client.open(uri, misspelt);
  expect(await client.diagnostics(uri)).toHaveLength(1);
});

it('writes no snippets for a client that does not know them', async () => {
  client = await startClient({ capabilities: {} });
  const text = misspelt.replace('level: medium', 'lev');
  client.open(uri, text);
  const position = { line: text.split('\n').length - 2, character: 3 };
  const items = await client.request<{ label: string; insertTextFormat?: number; textEdit: { newText: string } }[]>(
    'textDocument/completion',
    { textDocument: { uri }, position },
  );
  const level = items.find(({ label }) => label === 'level');
  expect(level).toMatchObject({ textEdit: { newText: 'level:' } });
  expect(level?.insertTextFormat).toBeUndefined();
});
