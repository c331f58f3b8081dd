import { expect, it } from 'vitest';
import { CancellationToken, CancellationTokenSource } from 'vscode-languageserver';
import { createSigmaDocument, type SigmaDocuments } from '../../server/src/lsp/documents.ts';
import { createGuard } from '../../server/src/lsp/guard.ts';

const text = 'title: x\nlogsource: { product: windows }\ndetection: { s: { Image: x }, condition: s }\n';
const documents: SigmaDocuments = {
  get: (uri) => (uri === 'rule' ? createSigmaDocument(uri, 1, text) : undefined),
  forget: () => {},
};
const params = { textDocument: { uri: 'rule' } };

it('hands the document on, and answers null without one', () => {
  const handler = createGuard(documents, () => {}).document('test', ({ version }) => version);
  expect(handler(params, CancellationToken.None)).toBe(1);
  expect(handler({ textDocument: { uri: 'other' } }, CancellationToken.None)).toBeNull();
  expect(handler(params, CancellationToken.Cancelled)).toBeNull();
});

it('logs an error and answers null', async () => {
  const logged: string[] = [];
  const guard = createGuard(documents, (message) => logged.push(message));
  const failing = (): never => {
    throw new Error('broken');
  };
  expect(guard.document('first', failing)(params, CancellationToken.None)).toBeNull();
  expect(await guard.request('second', failing)(params, CancellationToken.None)).toBeNull();
  expect(logged.map((line) => line.split('\n')[0])).toEqual([
    'first failed: Error: broken',
    'second failed: Error: broken',
  ]);
});

it('aborts long work when the client cancels, and logs nothing', async () => {
  const logged: string[] = [];
  const source = new CancellationTokenSource();
  const guard = createGuard(documents, (message) => logged.push(message));
  const handler = guard.request('slow', (_, signal) => {
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  });
  const answer = handler(params, source.token);
  source.cancel();
  expect(await answer).toBeNull();
  expect(logged).toEqual([]);
});
