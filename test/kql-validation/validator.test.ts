import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { ServiceFailure } from '../../server/src/kql/validation/thread.ts';
import { createValidator, type Validator, type ValidatorOptions } from '../../server/src/kql/validation/validator.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'validator-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A worker that does what the query says: crash, hang, fail, or else answer with the query as the diagnostic's code. */
const fakeWorker = path.join(folder, 'fakeWorker.cjs');
writeFileSync(
  fakeWorker,
  `require('node:fs').appendFileSync(${JSON.stringify(path.join(folder, 'started'))}, '.');
   const { parentPort, threadId } = require('node:worker_threads');
   parentPort.on('message', ({ id, query, target }) => {
     if (query === 'crash') throw new Error('crashed');
     if (query === 'exit') process.exit(3);
     if (query === 'hang') for (;;);
     if (query === 'fail') return parentPort.postMessage({ id, failure: 'no idea' });
     const diagnostic = { code: query, severity: 'error', message: target + ' ' + threadId, start: 0, length: 1 };
     parentPort.postMessage({ id, diagnostics: [diagnostic] });
   });`,
);

function create(options: ValidatorOptions = {}): Validator {
  const validator = createValidator({ workerPath: fakeWorker, ...options });
  onTestFinished(() => validator.dispose());
  return validator;
}

async function codeOf(validator: Validator, query: string, signal?: AbortSignal): Promise<string | undefined> {
  const [diagnostic] = await validator.validate(query, 'xdr', signal);
  return diagnostic?.code;
}

async function threadOf(validator: Validator): Promise<string | undefined> {
  const [diagnostic] = await validator.validate('thread', 'asim');
  return diagnostic?.message;
}

test('nothing is started before the first request', async () => {
  const validator = create();
  expect(existsSync(path.join(folder, 'started'))).toBe(false);
  expect(await codeOf(validator, 'first')).toBe('first');
  expect(existsSync(path.join(folder, 'started'))).toBe(true);
});

test('answers come in the order of the requests, from one thread', async () => {
  const validator = create();
  const order: string[] = [];
  const queries = ['a', 'b', 'c', 'd'];
  const answers = await Promise.all(queries.map((query) => codeOf(validator, query).finally(() => order.push(query))));
  expect(answers).toEqual(queries);
  expect(order).toEqual(queries);
  expect(await threadOf(validator)).toBe(await threadOf(validator));
});

test('an aborted request is dropped, wherever it stands, and the others are answered', async () => {
  const validator = create();
  const [running, waiting] = [new AbortController(), new AbortController()];
  const dropped = [codeOf(validator, 'a', running.signal), codeOf(validator, 'hang', waiting.signal)];
  const kept = codeOf(validator, 'kept');
  running.abort();
  waiting.abort(new Error('typed on'));
  await expect(dropped[0]).rejects.toThrow(/abort/i);
  await expect(dropped[1]).rejects.toThrow('typed on');
  expect(await kept).toBe('kept');
  await expect(codeOf(validator, 'late', AbortSignal.abort())).rejects.toThrow(/abort/i);
});

test.each([
  ['crash', 'crashed'],
  ['exit', 'code 3'],
])('after a %s of the worker the next request has a new one', async (query, message) => {
  const validator = create();
  const before = await threadOf(validator);
  const lost = codeOf(validator, query);
  const next = threadOf(validator);
  await expect(lost).rejects.toThrow(message);
  expect(await next).toBeDefined();
  expect(await next).not.toBe(before);
});

test('a query that takes too long is ended, and the next request has a new worker', async () => {
  const validator = create({ timeLimit: 200 });
  const before = await threadOf(validator);
  await expect(codeOf(validator, 'hang')).rejects.toThrow('longer than 0.2 s');
  expect(await threadOf(validator)).not.toBe(before);
});

test('a failure inside the service is told, and the worker stays', async () => {
  const validator = create();
  const before = await threadOf(validator);
  const failing = codeOf(validator, 'fail');
  await expect(failing).rejects.toThrow('no idea');
  await expect(failing).rejects.toBeInstanceOf(ServiceFailure);
  expect(await threadOf(validator)).toBe(before);
});

test('a missing worker is an error of the request', async () => {
  const validator = create({ workerPath: path.join(folder, 'missing.cjs') });
  await expect(codeOf(validator, 'a')).rejects.toThrow(/missing\.cjs/);
});

test('warming up starts a worker once, and leaves a running one alone', async () => {
  const starts = () => readFileSync(path.join(folder, 'started'), 'utf8').length;
  const validator = create();
  const before = starts();
  for (let time = 0; time < 5; time++) validator.warmUp('xdr');
  await codeOf(validator, 'a');
  validator.warmUp('asim');
  await codeOf(validator, 'b');
  expect(starts()).toBe(before + 1);
});

test('disposing rejects what runs and what waits, and everything after it', async () => {
  const validator = create();
  await codeOf(validator, 'a');
  const pending = ['hang', 'b'].map((query) => expect(codeOf(validator, query)).rejects.toThrow('disposed'));
  await validator.dispose();
  await Promise.all(pending);
  await expect(codeOf(validator, 'c')).rejects.toThrow('disposed');
});

test('the bundled worker checks a query, warmed up or not', async () => {
  const workerPath = path.join(folder, 'kustoWorker.cjs');
  await build({
    entryPoints: [path.resolve(import.meta.dirname, '../../server/src/kql/validation/worker.ts')],
    outfile: workerPath,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    plugins: [rawText],
  });
  const validator = create({ workerPath });
  validator.warmUp('workspace');
  expect(await codeOf(validator, 'DeviceProcessEvents | where Nonsense == 1')).toBe('KS142');
  expect(await validator.validate('SecurityEvent | where EventID == 4688', 'workspace')).toEqual([]);
}, 120_000);

const rawText: Plugin = {
  name: 'raw-text',
  setup(bundle) {
    bundle.onResolve({ filter: /\?raw$/ }, ({ path: request, resolveDir }) => ({
      path: path.resolve(resolveDir, request.replace(/\?raw$/, '')),
      namespace: 'raw',
    }));
    bundle.onLoad({ filter: /.*/, namespace: 'raw' }, ({ path: file }) => ({
      contents: readFileSync(file, 'utf8'),
      loader: 'text',
    }));
  },
};
