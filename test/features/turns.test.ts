import { expect, it } from 'vitest';
import { createTurnQueue } from '../../server/src/lsp/turns.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

it('makes one call of those that arrive in the following turns', async () => {
  const called: string[] = [];
  const queue = createTurnQueue((key) => called.push(key));
  for (let message = 0; message < 20; message++) {
    queue('a');
    if (message % 4 === 0) queue('b');
    await turn();
  }
  expect(called.filter((key) => key === 'a').length).toBeLessThan(20);
  while (called.filter((key) => key === 'a').length < 1) await turn();
  await turn();
  await turn();
  await turn();
  expect(called).toContain('b');
  const before = called.length;
  await turn();
  expect(called.length).toBe(before);
});

it('calls a lone one after two turns', async () => {
  const called: string[] = [];
  createTurnQueue((key) => called.push(key))('a');
  await turn();
  await turn();
  await turn();
  expect(called).toEqual(['a']);
});
