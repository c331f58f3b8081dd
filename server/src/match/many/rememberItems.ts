import type { Item } from '../../sigma/expression.ts';
import type { Frame } from '../frame.ts';
import { compileItem, type Question } from '../item.ts';

/** Compiles items so that equal ones, whichever rules they stand in, share one question that is asked once an event. */
export function rememberItems(frame: Frame): (item: Item) => Question {
  const known = new Map<string, Question>();
  return (item) => {
    const key = keyOf(item);
    const existing = known.get(key);
    if (existing !== undefined) return existing;
    const question = once(compileItem(item, frame), frame);
    known.set(key, question);
    return question;
  };
}

/** All of an item that its answer depends on. */
function keyOf({ field, quantifier, negated, values }: Item): string {
  const tests = values.map(({ alternatives }) => alternatives);
  return JSON.stringify([field, quantifier, negated, tests], (_key, value: unknown) =>
    typeof value === 'bigint' ? { bigint: String(value) } : Object.is(value, -0) ? 0 : value,
  );
}

function once(question: Question, frame: Frame): Question {
  let generation = -1;
  let answer = false;
  return () => {
    if (generation !== frame.generation) {
      answer = question();
      generation = frame.generation;
    }
    return answer;
  };
}
