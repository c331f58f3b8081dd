import { describe, expect, test } from 'vitest';
import { exportQuery, linkToPortal } from '../../server/src/lsp/features/exportQuery.ts';
import { preview } from '../../server/src/lsp/features/preview.ts';
import type { ExportFormat } from '../../server/src/lsp/protocol.ts';
import { readQuerySettings } from '../../server/src/lsp/querySettings.ts';
import { readSettings } from '../../server/src/lsp/settings.ts';
import { alone } from '../../server/src/lsp/surroundings.ts';
import { parsePipeline } from '../../server/src/pipelines/parse.ts';
import { documentOf, processRule, ruleAbout } from './documentOf.ts';

const document = documentOf(processRule("Image|endswith: '\\whoami.exe'"));
const correlation = documentOf(`title: Often
correlation:
    type: event_count
    rules: [example]
    timespan: 5m
    condition:
        gte: 3
---
name: example
${processRule("Image|endswith: '\\whoami.exe'")}`);

const exported = (format: ExportFormat, target: 'asim' | 'xdr' | 'workspace', nearRealTime = false) =>
  exportQuery(document, { target, offset: 0 }, { format, nearRealTime }, alone);

describe('exports', () => {
  test.each([
    ['kql', 'asim', 'kusto', /^imProcessCreate/],
    ['sentinel-yaml', 'workspace', 'yaml', /^name: Example$/m],
    ['sentinel-arm', 'asim', 'json', /Microsoft\.SecurityInsights/i],
    ['defender-json', 'xdr', 'json', /"queryText"/],
  ] as const)('%s', (format, target, languageId, text) => {
    const result = exported(format, target);
    expect(result).toMatchObject({ languageId, problems: [] });
    expect(result?.text).toMatch(text);
  });

  test.each(['kql', 'sentinel-yaml'] as const)(
    '%s tells in how many places the query differs from the rule',
    (format) => {
      const near = documentOf(ruleAbout('product: azure\n    service: auditlogs', 'Target|startswith: Break'));
      const result = exportQuery(near, { target: 'workspace', offset: 0 }, { format }, alone);
      expect(preview(near, 'workspace', 0)?.targets.find(({ target }) => target === 'workspace')?.state).toBe(
        'approximate',
      );
      expect(result).toMatchObject({ differences: 1 });
      expect(exported(format, 'workspace')).toMatchObject({ differences: 0 });
    },
  );

  test('a rule that runs near real time has no schedule', () => {
    expect(exported('sentinel-yaml', 'asim', true)?.text).not.toMatch(/queryFrequency/);
  });

  test('a format of another target is refused with what to do', () => {
    const result = exported('defender-json', 'asim');
    expect(result?.text).toBeUndefined();
    expect(result?.problems[0]?.message).toContain('`xdr`');
  });

  test('a correlation cannot run near real time', () => {
    const chosen = { target: 'workspace', offset: 0 } as const;
    const result = exportQuery(correlation, chosen, { format: 'sentinel-yaml', nearRealTime: true }, alone);
    expect(result?.problems.map(({ message }) => message).join()).toMatch(/export a scheduled rule/);
    expect(exportQuery(correlation, chosen, { format: 'sentinel-yaml' }, alone)?.text).toContain('Often');
  });

  test.each([
    ['postprocessing:\n- { type: json, json_template: \'{"q": "%QUERY%"}\' }', /^\{"q": "imProcessCreate/],
    ['finalizers:\n- { type: concat, prefix: "<", suffix: ">" }', /^<imProcessCreate[\s\S]*>\n$/],
  ])('as KQL in the document that a pipeline makes of it', (pipeline, text) => {
    const around = { ...alone, pipelines: [parsePipeline(pipeline)] };
    const chosen = { target: 'asim', offset: 0 } as const;
    expect(exportQuery(document, chosen, { format: 'kql' }, around)?.text).toMatch(text);
    const shown = preview(document, 'asim', 0, around);
    expect(shown?.query).toMatch(/^imProcessCreate/);
    expect(shown?.problems.map(({ code }) => code)).toContain('pipeline-postprocessing');
  });

  test('a rule that has no query is refused with the reasons', () => {
    const nonsense = documentOf(processRule('Frobnication: 3'));
    const result = exportQuery(nonsense, { target: 'xdr', offset: 0 }, { format: 'kql' }, alone);
    expect(result).toMatchObject({ problems: [{ code: 'unmapped-field', severity: 'error' }] });
  });
});

describe('portals', () => {
  const workspace = '/subscriptions/1/resourceGroups/r/providers/Microsoft.OperationalInsights/workspaces/w';

  test('Defender needs no setting, Azure a workspace', async () => {
    const link = (target: 'xdr' | 'asim', id: string) => linkToPortal(document, { target, offset: 0 }, id, alone);
    expect(await link('xdr', '')).toMatchObject({ kind: 'link', link: /^https:\/\/security\.microsoft\.com\// });
    expect(await link('asim', '')).toEqual({ kind: 'no-workspace' });
    expect(await link('asim', 'nonsense')).toEqual({ kind: 'no-workspace' });
    expect(await link('asim', workspace)).toMatchObject({ kind: 'link', link: /^https:\/\/portal\.azure\.com\// });
  });
});

describe('tables', () => {
  test('those that can answer are offered, and the chosen one is read', () => {
    const first = preview(document, 'workspace', 0);
    const names = first?.choices.map(({ table }) => table) ?? [];
    expect(names.length).toBeGreaterThan(1);
    expect(first?.tables.map(({ name }) => name)).toEqual(names.slice(0, 1));
    for (const name of names) {
      const result = preview(document, 'workspace', 0, alone, name);
      expect(result?.tables.map((table) => table.name)).toEqual([name]);
      expect(result?.choices.map(({ table }) => table)).toEqual(names);
    }
  });

  test('a table that cannot answer is not read', () => {
    expect(preview(document, 'workspace', 0, alone, 'Syslog')?.query).toBe(preview(document, 'workspace', 0)?.query);
  });
});

describe('settings', () => {
  const queryWith = (kql: unknown, rule = document) =>
    preview(rule, 'workspace', 0, { ...alone, query: readQuerySettings(kql) })?.query ?? '';

  test('reach the query', () => {
    expect(queryWith({ timeRange: '1d' })).toContain('ago(1d)');
    expect(queryWith({ header: true })).toMatch(/^\/\/ Example/);
    expect(queryWith({ preferTables: ['WindowsEvent'] })).toMatch(/^WindowsEvent/);
    const term = documentOf(processRule("CommandLine|contains: ' -FilePath '"));
    expect(queryWith({}, term)).toMatch(/\bhas\b/);
    expect(queryWith({ termIndex: false }, term)).not.toMatch(/\bhas\b/);
    const listed = documentOf(processRule("User|expand: '%admins%'"));
    expect(queryWith({ watchlists: { admins: 'Admins:UserName' } }, listed)).toMatch(/_GetWatchlist\(["']Admins["']\)/);
    const asim = { ...alone, query: readQuerySettings({ asimFunctions: 'builtin' }) };
    expect(preview(document, 'asim', 0, asim)?.query).toMatch(/^_Im_ProcessCreate/);
  });

  test('nothing is made of what makes no sense', () => {
    expect(queryWith({ timeRange: 'yesterday', preferTables: 'x', watchlists: { a: 'b' }, header: 1 })).toBe(
      queryWith(undefined),
    );
    expect(readSettings({ targets: ['xdr', 'nonsense', 'xdr'], validateQueries: 7, azure: 'x' })).toMatchObject({
      targets: ['xdr'],
      validateQueries: 'preview',
      azure: { workspaceResourceId: '' },
    });
  });
});
