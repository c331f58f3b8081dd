import { expect, test } from 'vitest';
import type { KqlDiagnostic } from '../../server/src/kql/validation/diagnostic.ts';
import type { SigmaDocument } from '../../server/src/lsp/documents.ts';
import { createQueryFindings, type QueryFindings } from '../../server/src/lsp/queryFindings.ts';
import { rememberedValidation } from '../../server/src/lsp/rememberedValidation.ts';
import { defaultSettings, type Settings } from '../../server/src/lsp/settings.ts';
import { alone } from '../../server/src/lsp/surroundings.ts';
import { documentOf, processRule } from './documentOf.ts';

const uri = 'file:///rules/rule.yml';
const whoami = processRule("Image|endswith: '\\whoami.exe'");

/** Findings about one document, which `settings` and `diagnose` decide about. */
function findingsOf(
  text: string,
  settings: Partial<Settings>,
  diagnose: (query: string, target: string) => KqlDiagnostic[] = () => [],
) {
  const asked: string[] = [];
  let document: SigmaDocument = documentOf(text, { uri });
  let wake = () => {};
  const findings: QueryFindings = createQueryFindings({
    documents: { get: () => document },
    settings: async () => ({ ...defaultSettings, ...settings }),
    surroundings: async () => alone,
    validate: async (query, target) => {
      asked.push(target);
      return diagnose(query, target);
    },
    changed: () => wake(),
    log: (message) => {
      throw new Error(message);
    },
    delay: 0,
  });
  return {
    asked,
    findings,
    /** The findings once they have changed. */
    changed: (act: () => void): Promise<string[]> =>
      new Promise((resolve) => {
        wake = () => resolve(shown());
        act();
      }),
    shown,
    edit: (changed: string) => {
      document = documentOf(changed, { uri, version: document.version + 1 });
    },
  };

  function shown(): string[] {
    return findings
      .of(document)
      .map(({ code, severity, range }) => `${severity} ${code} ${document.text.slice(range.start, range.end)}`);
  }
}

/** Finds fault with one word of a query. */
const faultWith =
  (word: string) =>
  (query: string): KqlDiagnostic[] => [
    { code: 'KS000', severity: 'warning', message: 'No.', start: query.indexOf(word), length: word.length },
  ];

test('the previewed query is checked, and what is found stands on the part of the rule that made it', async () => {
  const about = findingsOf(whoami, {}, faultWith('whoami'));
  const found = await about.changed(() => about.findings.preview({ uri, index: 0, target: 'xdr' }));
  expect(found).toEqual(["warning KS000 '\\whoami.exe'"]);
  expect(about.asked).toEqual(['xdr']);
  expect(await about.changed(() => about.findings.preview(undefined))).toEqual([]);
});

test('without a preview nothing is checked unless the setting says so', async () => {
  const always = findingsOf(whoami, { validateQueries: 'always', targets: ['asim', 'xdr'] }, faultWith('whoami'));
  await always.changed(() => always.findings.update(uri));
  expect(always.asked).toEqual(['asim', 'xdr']);
});

test('the setting can turn it off', async () => {
  const off = findingsOf(`${processRule('Frobnication: 3')}---\n${whoami}`, {
    validateQueries: 'off',
    targets: ['xdr'],
  });
  off.findings.preview({ uri, index: 1, target: 'xdr' });
  await off.changed(() => off.findings.update(uri));
  expect(off.asked).toEqual([]);
});

test('what keeps a rule from a target in use is told as information', async () => {
  const about = findingsOf(processRule('Frobnication: 3'), { targets: ['workspace'] });
  expect(await about.changed(() => about.findings.update(uri))).toEqual(['information unmapped-field Frobnication']);
});

test('findings move with the text and go when their words are edited', async () => {
  const text = processRule('Frobnication: 3');
  const about = findingsOf(text, { targets: ['workspace'] });
  await about.changed(() => about.findings.update(uri));
  about.edit(text.replace('Example', 'Another example'));
  expect(about.shown()).toEqual(['information unmapped-field Frobnication']);
  about.edit(text.replace('Frobnication', 'Frobnicatio'));
  expect(about.shown()).toEqual([]);
});

test('a broken rule has none of its own', async () => {
  const text = processRule('Frobnication: 3');
  const about = findingsOf(text, { targets: ['workspace'] });
  await about.changed(() => about.findings.update(uri));
  about.edit(text.replace('Frobnication', 'Frobnication|endswit'));
  expect(await about.changed(() => about.findings.update(uri))).toEqual([]);
});

test('the same query is asked about once', async () => {
  let asked = 0;
  const validate = rememberedValidation(async () => {
    asked += 1;
    return [];
  });
  await Promise.all([validate('T', 'xdr'), validate('T', 'xdr'), validate('T', 'asim')]);
  expect(asked).toBe(2);
});

test('a question that fails or is withdrawn leaves the others alone', async () => {
  let asked = 0;
  const validate = rememberedValidation(async () => {
    asked += 1;
    if (asked === 1) throw new Error('lost');
    return [];
  });
  const controller = new AbortController();
  const answers = [validate('T', 'xdr'), validate('U', 'xdr', controller.signal), validate('T', 'xdr')];
  controller.abort();
  const settled = await Promise.allSettled(answers);
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  expect(asked).toBe(2);
});
