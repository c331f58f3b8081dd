/**
 * Gathers calls and makes them once the messages that have already arrived are read: a burst of changes costs one
 * run, a single keystroke waits for nothing. No timer is involved.
 *
 * The message queue handles one message a turn of the event loop, so two turns without a new call mean that it is
 * empty. A stream of changes that never pauses is cut after `longestWait` milliseconds.
 */
export function createTurnQueue(run: (key: string) => void): (key: string) => void {
  const waiting = new Map<string, { first: number; generation: number }>();

  const wait = (key: string, generation: number, turns: number): void => {
    setImmediate(() => {
      const entry = waiting.get(key);
      if (entry?.generation !== generation) return;
      if (turns > 1) return wait(key, generation, turns - 1);
      waiting.delete(key);
      run(key);
    });
  };

  return (key) => {
    const now = performance.now();
    const entry = waiting.get(key) ?? { first: now, generation: 0 };
    if (now - entry.first > longestWait) {
      waiting.delete(key);
      run(key);
      return;
    }
    const generation = entry.generation + 1;
    waiting.set(key, { first: entry.first, generation });
    wait(key, generation, 2);
  };
}

const longestWait = 50;
