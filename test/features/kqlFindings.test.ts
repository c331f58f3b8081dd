import { expect, test } from 'vitest';
import type { PublishDiagnosticsParams } from 'vscode-languageserver';
import type { KqlFinding } from '../../server/src/kql/language/finding.ts';
import { createKqlFindings } from '../../server/src/lsp/kqlFindings.ts';

const uri = 'file:///a.kql';

/** Documents by version, and a service that answers when the test lets it. */
function publisher(find: (text: string, signal: AbortSignal) => Promise<readonly KqlFinding[] | undefined>) {
  const published: PublishDiagnosticsParams[] = [];
  let wake = (): void => {};
  let open: { version: number; text: string } | undefined;
  const findings = createKqlFindings({
    connection: {
      sendDiagnostics: async (params) => {
        published.push(params);
        wake();
      },
    },
    open: () => open,
    find: (_, signal) => find(open?.text ?? '', signal),
    log: () => {},
    delay: 0,
  });
  return {
    published,
    findings,
    next: () =>
      new Promise<void>((resolve) => {
        wake = resolve;
      }),
    change: (text: string) => {
      open = { version: (open?.version ?? 0) + 1, text };
      findings.update(uri);
    },
  };
}

test('a service that is ended or fails is a finding on the first line', async () => {
  const { change, next, published } = publisher(() =>
    Promise.reject(new Error('It took longer than 10 s and was ended.')),
  );
  const told = next();
  change('print 1\nprint 2');
  await told;
  expect(published[0]?.diagnostics).toMatchObject([
    {
      code: 'kql-not-analysed',
      message: expect.stringContaining('longer than 10 s'),
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 7 } },
    },
  ]);
});

test('only the newest version is told of, and what was asked about older ones is ended', async () => {
  let askedOld = (): void => {};
  const isAsked = new Promise<void>((resolve) => {
    askedOld = resolve;
  });
  const { change, next, published } = publisher(async (text, signal) => {
    if (text === 'old') askedOld();
    if (text === 'old') {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    }
    return [{ code: 'KS1', severity: 'error', message: text, start: 0, length: 1 }];
  });
  change('old');
  await isAsked;
  const told = next();
  change('new');
  await told;
  expect(published.map(({ version, diagnostics }) => [version, diagnostics[0]?.message])).toEqual([[2, 'new']]);
});

test('a document that is closed has no findings', () => {
  const { change, findings, published } = publisher(async () => []);
  change('print 1');
  findings.forget(uri);
  expect(published).toEqual([{ uri, diagnostics: [] }]);
});
