import { afterEach, expect, it } from 'vitest';
import { methods, type PreviewResult, type RunResult } from '../../server/src/lsp/protocol.ts';
import { startClient, type TestClient } from './client.ts';

const uri = 'file:///rules/rule.yml';
const rule = `title: Admin Tool
logsource:
    category: process_creation
    product: windows
detection:
    selection:
        User|expand: '%admins%'
    condition: selection
`;
const events = 'file:///rules/events.json';

let client: TestClient;

afterEach(async () => {
  await client.stop();
});

async function preview(): Promise<PreviewResult> {
  return client.request<PreviewResult>(methods.preview, { uri, target: 'xdr' });
}

it('gives placeholders their values in runs and in the preview, and follows the setting', async () => {
  client = await startClient({ initializationOptions: { settings: { placeholders: { admins: ['alice', 'svc_*'] } } } });
  client.open(uri, rule);
  client.open(events, '[{"User": "alice"}, {"User": "svc_backup"}, {"User": "carol"}]', 'json');
  await client.diagnostics(uri);
  const run = () => client.request<RunResult>(methods.run, { uri, events: [events] });
  expect((await run()).rules[0]).toMatchObject({ hits: 2, events: 3 });
  expect((await preview()).query).toContain('startswith "svc_"');

  await client.connection.sendNotification('workspace/didChangeConfiguration', {
    settings: { sigmasmith: { placeholders: { admins: 'carol' } } },
  });
  expect((await run()).rules[0]).toMatchObject({ hits: 1 });
  expect((await preview()).query).toContain('"carol"');
});

it('takes them from the configuration of the resource, however early it is asked', async () => {
  client = await startClient({ configuration: () => ({ placeholders: { admins: ['alice'] } }) });
  client.open(uri, rule);
  expect((await preview()).query).toContain('"alice"');
});

it.each([{ placeholders: 'x' }, { placeholders: { admins: [] } }, { placeholders: { admins: [{}] } }, {}])(
  'refuses a rule that has no value: %j',
  async (settings) => {
    client = await startClient({ initializationOptions: { settings } });
    client.open(uri, rule);
    client.open(events, '[{"User": "alice"}]', 'json');
    await client.diagnostics(uri);
    const { rules } = await client.request<RunResult>(methods.run, { uri, events: [events] });
    expect(rules[0]?.obstacle).toContain('Give it one in the setting `sigmasmith.placeholders`');
    const { query, problems } = await preview();
    expect(query).toBeUndefined();
    expect(problems).toMatchObject([
      {
        code: 'unresolved-placeholder',
        source: { start: { line: 6, character: 21 }, end: { line: 6, character: 31 } },
      },
    ]);
  },
);
