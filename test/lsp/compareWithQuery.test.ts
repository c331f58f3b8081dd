import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import { methods, type RunResult } from '../../server/src/lsp/protocol.ts';
import { startClient, type TestClient } from './client.ts';

/** `Target` is looked for in the JSON of all targets (schemas/sentinel/mappings/azure.json), where a number is found between commas too. */
const rule = `title: Emergency account
logsource: { product: azure, service: auditlogs }
detection:
    selection:
        Target: '5'
    condition: selection
`;
const events = [{ Target: ['5'] }, { Target: ['x,5,y'] }, { Target: ['z,5,y'] }, { Target: '' }, { Target: ['z'] }];

let folder: string;
let client: TestClient;
let uri: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sigmasmith-compare-'));
  const settings = { defaultTarget: 'workspace', run: { compareWithQuery: true } };
  client = await startClient({ configuration: () => settings });
  await writeFile(path.join(folder, 'rule.yml'), rule);
  await writeFile(path.join(folder, 'rule.match.ndjson'), events.map((event) => JSON.stringify(event)).join('\n'));
  uri = pathToFileURL(path.join(folder, 'rule.yml')).href;
  client.open(uri, rule);
}, 60_000);

afterAll(async () => {
  await client.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('run.compareWithQuery', () => {
  it('tells on the item where the query has another answer, until the rule is changed', async () => {
    const result = await client.request<RunResult>(methods.run, { uri });
    const [{ comparison } = {}] = result.rules;
    expect(comparison).toMatchObject({ target: 'workspace', table: 'AuditLogs', compared: 4, agreed: 2 });
    expect(comparison?.passedOver).toEqual([{ reason: 'a row cannot tell its empty `Target` from none', events: 1 }]);
    expect(result.report).toContain('Emergency account: the query agrees on 2 of 4 (workspace, AuditLogs)');

    const isTold = ({ code }: { code?: unknown }) => code === 'readings-disagree';
    const { diagnostics } = await client.until((message) => message.diagnostics.some(isTold));
    const told = diagnostics.filter(isTold);
    expect(told).toMatchObject([{ severity: 2, range: { start: { line: 4, character: 8 } } }]);
    expect(told[0]?.message).toBe(
      'The query on `AuditLogs` matches event 2 of `rule.match.ndjson`, and the rule does not: `Target` holds for the query and not for the rule, where the event has `["x,5,y"]`. The query is only near to the rule: `Target` in `AuditLogs`: everything that is said of the targets is searched, as JSON. The query is only near to the rule: `Target` may be a list in `AuditLogs`: `5` between commas in a text counts as an element. So it is with 1 more event.',
    );

    const place = { line: 0, character: 7 };
    client.change(uri, 2, [{ range: { start: place, end: place }, text: 'An ' }]);
    expect((await client.diagnostics(uri, 2)).filter(isTold)).toEqual([]);
  }, 60_000);

  it('ends with the run that is cancelled, and the next one has a thread again', async () => {
    const source = new CancellationTokenSource();
    const running = client.connection.sendRequest<RunResult | null>(methods.run, { uri }, source.token);
    source.cancel();
    await running.catch(() => null);
    const again = await client.request<RunResult>(methods.run, { uri });
    expect(again.rules[0]?.comparison?.compared).toBe(4);
  }, 60_000);
});
