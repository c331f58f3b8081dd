import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileExpression } from '../../server/src/match/compile.ts';
import { createFrame, enter } from '../../server/src/match/frame.ts';
import { event, expression } from './arbitraries.ts';
import { interpret } from './interpreter.ts';

it('answers as the literal interpreter does, on the same frame one event after the other', { timeout: 60_000 }, () => {
  let matched = 0;
  fc.assert(
    fc.property(expression, fc.array(event, { minLength: 1, maxLength: 4 }), (tree, events) => {
      const frame = createFrame();
      const question = compileExpression(tree, frame);
      for (const one of events) {
        enter(frame, one);
        const answer = question();
        if (answer) matched++;
        expect(answer).toBe(interpret(tree, one));
      }
    }),
    { numRuns: 3000 },
  );
  expect(matched).toBeGreaterThan(100);
});
