import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../server/src/cli/finding.ts';
import { githubReport } from '../../server/src/cli/formats/github.ts';
import { junitReport } from '../../server/src/cli/formats/junit.ts';
import type { Report } from '../../server/src/cli/formats/report.ts';
import { sarifReport } from '../../server/src/cli/formats/sarif.ts';
import { textReport } from '../../server/src/cli/formats/text.ts';

const finding: Finding = {
  path: 'rules/a b,c:ü.yml',
  line: 3,
  column: 5,
  endLine: 3,
  endColumn: 9,
  severity: 'information',
  code: 'wrong-case',
  message: 'A `<b>` & "c", 100%\r\nand \u0001\ud800.',
  source: '    HIGH',
  related: [{ path: '/elsewhere/x.yml', line: 1, column: 2, endLine: 1, endColumn: 4, message: 'Here.' }],
  fixes: [
    {
      title: 'Mend it',
      edits: [
        { line: 3, column: 5, endLine: 3, endColumn: 9, text: 'high' },
        { line: 4, column: 1, endLine: 5, endColumn: 1, text: '' },
      ],
    },
  ],
};

const report: Report = {
  files: [
    { path: finding.path, rules: 1, findings: [finding] },
    { path: 'rules/good.yml', rules: 1, findings: [] },
  ],
  hasColour: false,
  version: '1.2.3',
};

describe('SARIF', () => {
  const log = JSON.parse(sarifReport(report));
  const [run] = log.runs;
  const [result] = run.results;
  const region = { startLine: 3, startColumn: 5, endLine: 3, endColumn: 9 };

  it('has a tool with rules that explain themselves', () => {
    expect(log).toMatchObject({ version: '2.1.0', $schema: expect.stringMatching(/sarif-2\.1\.0/) });
    expect(run.tool.driver).toMatchObject({ name: 'Sigmasmith', version: '1.2.3' });
    const [rule] = run.tool.driver.rules;
    expect(rule).toMatchObject({ id: 'wrong-case', defaultConfiguration: { level: 'warning' } });
    for (const text of [rule.shortDescription.text, rule.fullDescription.text, rule.help.text, rule.help.markdown])
      expect(text).toMatch(/\w/);
  });

  it('places results in UTF-16 columns, at URIs below the folder of the run', () => {
    expect(run.columnKind).toBe('utf16CodeUnits');
    expect(result).toMatchObject({ ruleId: 'wrong-case', ruleIndex: 0, level: 'note' });
    const uri = 'rules/a%20b%2Cc%3A%C3%BC.yml';
    expect(result.locations).toEqual([
      { physicalLocation: { artifactLocation: { uri, uriBaseId: 'SRCROOT' }, region } },
    ]);
    expect(run.originalUriBaseIds.SRCROOT.uri).toMatch(/^file:\/\/\/.*\/$/);
    expect(result.relatedLocations[0].physicalLocation.artifactLocation).toEqual({ uri: 'file:///elsewhere/x.yml' });
  });

  it('carries the fixes', () => {
    expect(result.fixes[0].artifactChanges[0].replacements).toEqual([
      { deletedRegion: region, insertedContent: { text: 'high' } },
      { deletedRegion: { startLine: 4, startColumn: 1, endLine: 5, endColumn: 1 } },
    ]);
  });

  it('has no member that the format does not know', () => {
    const known = {
      log: ['$schema', 'version', 'runs'],
      run: ['tool', 'columnKind', 'originalUriBaseIds', 'results'],
      driver: ['name', 'version', 'semanticVersion', 'rules'],
      rule: [
        'id',
        'name',
        'shortDescription',
        'fullDescription',
        'help',
        'helpUri',
        'defaultConfiguration',
        'properties',
      ],
      result: ['ruleId', 'ruleIndex', 'level', 'message', 'locations', 'relatedLocations', 'fixes'],
    };
    const objects = { log, run, driver: run.tool.driver, rule: run.tool.driver.rules[0], result };
    for (const [name, keys] of Object.entries(known) as [keyof typeof objects, string[]][])
      expect(keys).toEqual(expect.arrayContaining(Object.keys(objects[name])));
  });
});

describe('JUnit', () => {
  const xml = junitReport(report);

  it('escapes what XML has a meaning for, and leaves out what it has no character for', () => {
    expect(xml).toContain('message="A `&lt;b&gt;` &amp; &quot;c&quot;, 100%&#13;&#10;and ."');
    expect(xml.match(/[^\t\n\u0020-\ud7ff\ue000-\uffff]/g)).toBeNull();
  });

  it('counts, also files without a finding', () => {
    expect(xml).toContain('<testsuites name="sigmasmith check" tests="2" failures="1" errors="0">');
    expect(xml).toContain('<testcase classname="rules/good.yml" name="check"/>');
  });

  it('is well-formed', () => {
    const open: string[] = [];
    for (const [, close, name, , self] of xml
      .replace(/^<\?.*\?>/, '')
      .matchAll(/<(\/?)([a-z]+)((?: [a-z]+="[^"<&]*(?:&(?:amp|lt|gt|quot|#\d+);[^"<&]*)*")*)(\/?)>/g)) {
      if (close) expect(open.pop()).toBe(name);
      else if (!self) open.push(name ?? '');
    }
    expect(open).toEqual([]);
  });
});

describe('GitHub', () => {
  it('escapes properties and data', () => {
    expect(githubReport(report)).toBe(
      '::notice file=rules/a b%2Cc%3Aü.yml,line=3,endLine=3,col=5,endColumn=9,title=Sigmasmith%3A wrong-case::A `<b>` & "c", 100%25%0D%0Aand \u0001\ud800.',
    );
  });
});

describe('text', () => {
  it('has colours only where they are wanted', () => {
    expect(textReport(report)).not.toContain('\u001b');
    const coloured = textReport({ ...report, hasColour: true });
    expect(coloured).toContain('\u001b[1;36m^^^^\u001b[0m');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escapes of a terminal
    expect(coloured.replace(/\u001b\[[\d;]*m/g, '')).toBe(textReport(report));
  });

  it('names related places', () => {
    expect(textReport(report)).toContain(`note: ${path.normalize('/elsewhere/x.yml')}:1:2: Here.`);
  });
});
