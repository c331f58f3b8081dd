import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBatchReader } from '../../server/src/events/batches.ts';
import { readEvents } from '../../server/src/events/read.ts';

/** The events of a text that comes in pieces, each with its place in the whole text, and the most that was kept. */
function inPieces(text: string, size: number) {
  const reader = createBatchReader();
  const found: { event: unknown; line: number; source: string }[] = [];
  const problems: string[] = [];
  let [pushed, read, mostKept] = [0, 0, 0];
  const take = (batch: ReturnType<typeof reader.end>): void => {
    read += batch.text.length;
    for (const { event, range } of batch.events) {
      const line = batch.linesBefore + batch.text.slice(0, range.start).split('\n').length;
      found.push({ event, line, source: batch.text.slice(range.start, range.end) });
    }
    problems.push(...batch.problems.map(({ message }) => message));
  };
  for (let at = 0; at < text.length; at += size) {
    const batch = reader.push(text.slice(at, at + size));
    pushed = Math.min(text.length, at + size);
    if (batch !== undefined) take(batch);
    mostKept = Math.max(mostKept, pushed - read);
  }
  take(reader.end());
  return { found, problems, mostKept };
}

function atOnce(text: string) {
  return readEvents(text).events.map(({ event, range }) => ({
    event,
    line: text.slice(0, range.start).split('\n').length,
    source: text.slice(range.start, range.end),
  }));
}

const event = fc.dictionary(fc.constantFrom('a', 'b {', '}\n{'), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 });
const layout = fc.constantFrom<(events: readonly unknown[]) => string>(
  (events) => events.map((each) => `${JSON.stringify(each)}\n`).join(''),
  (events) => events.map((each) => `${JSON.stringify(each)},\r\n\r\n`).join(''),
  (events) => `[\n${events.map((each) => JSON.stringify(each)).join(',\n')}\n]\n`,
  (events) => JSON.stringify(events),
  (events) => JSON.stringify(events, undefined, 2),
  (events) => events.map((each) => JSON.stringify(each, undefined, 1)).join('\n'),
);

describe('a text in pieces', () => {
  it('has the events of the whole text, at their lines', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 6 }), layout, fc.integer({ min: 1, max: 40 }), (events, write, size) => {
        const text = write(events);
        const { found, problems } = inPieces(text, size);
        expect(found).toEqual(atOnce(text));
        expect(problems).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['lines', (line: string) => `${line}\n`.repeat(1000)],
    ['an array of lines', (line: string) => `[\n${`${line},\n`.repeat(1000)}]`],
  ])('is not kept when it is read: %s', (_, write) => {
    const { found, mostKept } = inPieces(write(JSON.stringify({ CommandLine: 'x'.repeat(100) })), 64);
    expect(found).toHaveLength(1000);
    expect(mostKept).toBeLessThan(400);
  });

  it('is given up after a hundred broken places', () => {
    const { found, problems } = inPieces('{"a": 1}\n{"b": }\n'.repeat(500), 100);
    expect(found).toHaveLength(100);
    expect(problems).toHaveLength(100);
    expect(problems.at(-1)).toContain('not read');
  });
});
