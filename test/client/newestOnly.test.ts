import { expect, test } from 'vitest';
import { newestOnly } from '../../client/src/newestOnly.ts';

/** Work that is done when the test says so. */
function controlled() {
  const started: string[] = [];
  const aborted: string[] = [];
  const finish: (() => void)[] = [];
  const run = newestOnly<string>(async (input, superseded) => {
    started.push(input);
    superseded.addEventListener('abort', () => aborted.push(input));
    await new Promise<void>((resolve) => finish.push(resolve));
    if (input === 'broken') throw new Error('broken');
  });
  const settle = async () => {
    finish.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { run, settle, started, aborted };
}

test('starts at once, and one at a time', async () => {
  const { run, settle, started } = controlled();
  run('a');
  expect(started).toEqual(['a']);
  run('b');
  expect(started).toEqual(['a']);
  await settle();
  expect(started).toEqual(['a', 'b']);
});

test('passes over what newer inputs have replaced', async () => {
  const { run, settle, started, aborted } = controlled();
  for (const input of ['a', 'b', 'c', 'd']) run(input);
  expect(aborted).toEqual(['a']);
  await settle();
  await settle();
  expect(started).toEqual(['a', 'd']);
  expect(aborted).toEqual(['a']);
});

test('goes on after a failure, and after a pause', async () => {
  const { run, settle, started } = controlled();
  run('broken');
  run('b');
  await settle();
  await settle();
  run('c');
  expect(started).toEqual(['broken', 'b', 'c']);
});
