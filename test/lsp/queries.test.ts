import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CodeLens } from 'vscode-languageserver';
import {
  type ExportResult,
  methods,
  type PortalLinkResult,
  type PreviewResult,
  type PreviewShown,
} from '../../server/src/lsp/protocol.ts';
import { startClient, type TestClient } from './client.ts';
import { goodRule, otherYaml } from './rules.ts';

const unmapped = goodRule.replace('CommandLine|contains', 'Frobnication|contains');
/** A pipeline that has rules read a table that nobody knows. */
const pipeline = `name: own table
priority: 10
transformations:
    - type: set_state
      key: query_table
      val: Own_CL
`;

let folder: string;
let client: TestClient | undefined;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sigmasmith-queries-'));
});

afterEach(async () => {
  await client?.stop();
  client = undefined;
  await rm(folder, { recursive: true, force: true });
});

/** A client with that configuration that has opened a rule. */
async function opened(text: string, settings: unknown): Promise<{ client: TestClient; uri: string }> {
  const started = await startClient({ configuration: () => settings, rootUri: pathToFileURL(folder).href });
  client = started;
  const uri = pathToFileURL(path.join(folder, 'rule.yml')).href;
  started.open(uri, text);
  return { client: started, uri };
}

describe('lenses', () => {
  /** The titles, once there are more than `fewest`: a workspace that is still being read has no portability lens yet. */
  const titlesFor = async (settings: unknown, fewest: number): Promise<string[]> => {
    const { client: started, uri } = await opened(goodRule, settings);
    for (;;) {
      const lenses = await started.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
      if (lenses.length >= fewest) return lenses.map(({ command }) => command?.title ?? '');
    }
  };

  it('say what the rule becomes, beside the way to run it', async () => {
    expect(await titlesFor({}, 2)).toEqual([expect.stringContaining('Run rule'), 'asim ✓', 'xdr ✓', 'workspace ✓']);
  });

  it('can be turned off', async () => {
    expect(await titlesFor({ portabilityLens: false }, 1)).toEqual([expect.stringContaining('Run rule')]);
  });
});

describe('diagnostics', () => {
  it('tell what keeps the rule from a target in use', async () => {
    const { client: started } = await opened(unmapped, { targets: ['xdr'] });
    const { diagnostics } = await started.until((message) =>
      message.diagnostics.some(({ code }) => code === 'unmapped-field'),
    );
    expect(diagnostics.find(({ code }) => code === 'unmapped-field')).toMatchObject({
      severity: 3,
      message: expect.stringContaining('Defender XDR'),
    });
  });
});

describe('Microsoft’s diagnostics', () => {
  const settings = { defaultTarget: 'workspace', pipelines: ['own.yml'] };
  const isFound = ({ diagnostics }: { diagnostics: readonly { code?: unknown }[] }) =>
    diagnostics.some(({ code }) => code === 'KS204');

  beforeEach(() => writeFile(path.join(folder, 'own.yml'), pipeline));

  it('stand on the part of the rule that made the clause, for every open rule by the setting', async () => {
    const { client: started } = await opened(goodRule, { ...settings, validateQueries: 'always' });
    const { diagnostics } = await started.until(isFound);
    const line = goodRule.split('\n').findIndex((text) => text.startsWith('logsource'));
    expect(diagnostics).toMatchObject([{ code: 'KS204', severity: 3, range: { start: { line } } }]);
  });

  it('come and go with the preview by default', async () => {
    const { client: started, uri } = await opened(goodRule, settings);
    const show = (params: PreviewShown) => started.connection.sendNotification(methods.previewShown, params);
    await show({ shown: { uri, index: 0, target: 'workspace' } });
    const found = await started.until(isFound);
    const after = started.published.indexOf(found);
    await show({});
    await started.until((message) => started.published.indexOf(message) > after && !isFound(message));
  });
});

describe('exports and links', () => {
  it('give the query in another form, with the settings', async () => {
    const { client: started, uri } = await opened(goodRule, { kql: { timeRange: '12h' } });
    const result = await started.request<ExportResult>(methods.export, {
      uri,
      target: 'asim',
      format: 'sentinel-yaml',
    });
    expect(result.text).toContain('ago(12h)');
    const shown = await started.request<PreviewResult>(methods.preview, { uri, target: 'asim' });
    expect(shown.query).toContain('ago(12h)');
  });

  it('lead to the workspace of the settings', async () => {
    const id = '/subscriptions/1/resourceGroups/r/providers/Microsoft.OperationalInsights/workspaces/w';
    const { client: started, uri } = await opened(goodRule, { azure: { workspaceResourceId: id } });
    const found = await started.request<PortalLinkResult>(methods.portalLink, { uri, target: 'workspace' });
    expect(found).toMatchObject({ kind: 'link', link: expect.stringContaining(encodeURIComponent(id)) });
  });

  it('are none for other YAML', async () => {
    const { client: started, uri } = await opened(otherYaml, {});
    expect(await started.request(methods.export, { uri, target: 'xdr', format: 'kql' })).toBeNull();
    expect(await started.request(methods.portalLink, { uri, target: 'xdr' })).toBeNull();
  });
});
