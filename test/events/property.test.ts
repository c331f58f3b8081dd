import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readEvents } from '../../server/src/events/read.ts';

const value = fc.jsonValue({ maxDepth: 3, noUnicodeString: false });
const events = fc.array(fc.dictionary(fc.string(), value, { noNullPrototype: true }), { maxLength: 6 });
const layout = fc.constantFrom<(list: readonly unknown[]) => string>(
  (list) => JSON.stringify(list),
  (list) => JSON.stringify(list, null, 2),
  (list) => `\ufeff${list.map((event) => JSON.stringify(event)).join('\r\n')}\r\n`,
  (list) => list.map((event) => JSON.stringify(event, null, 4)).join('\n'),
  (list) => list.map((event) => JSON.stringify(event, null, '\t')).join(''),
  (list) => list.map((event) => JSON.stringify(event)).join(' '),
);

/** As `JSON.parse` would have read it: exact integers are tested elsewhere. */
function plain(event: unknown): unknown {
  return JSON.parse(JSON.stringify(event, (_key, part: unknown) => (typeof part === 'bigint' ? Number(part) : part)));
}

it('reads back what was written, in every layout', () => {
  fc.assert(
    fc.property(events, layout, (list, write) => {
      const text = write(list);
      const read = readEvents(text);
      expect(read.problems).toEqual([]);
      expect(read.events.map(({ event }) => plain(event))).toEqual(plain(list));
      for (const { event, range } of read.events) {
        expect(JSON.parse(text.slice(range.start, range.end))).toEqual(plain(event));
      }
    }),
    { numRuns: 500 },
  );
});

const fragment = fc.oneof(
  fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '"a"',
    '"a": 1',
    '\n',
    '\r\n',
    ' ',
    '\\',
    '\0',
    '{"a":1}',
    '12',
    'true',
    'x',
  ),
  fc.string({ maxLength: 3 }),
);

it('survives any text, in order and within its bounds', () => {
  fc.assert(
    fc.property(fc.array(fragment, { maxLength: 40 }), (parts) => {
      const text = parts.join('');
      const { events, problems } = readEvents(text);
      let end = 0;
      for (const { range } of events) {
        expect(range.start).toBeGreaterThanOrEqual(end);
        end = range.end;
      }
      expect(end).toBeLessThanOrEqual(text.length);
      for (const { range } of problems) {
        expect(range.start).toBeGreaterThanOrEqual(0);
        expect(range.end).toBeGreaterThanOrEqual(range.start);
        expect(range.end).toBeLessThanOrEqual(text.length);
      }
      if (text.trim() !== '' && events.length === 0 && /[^\s[\],\ufeff]/.test(text)) expect(problems).not.toEqual([]);
    }),
    { numRuns: 3000 },
  );
});

it('loses no whole line because of a broken one', () => {
  fc.assert(
    fc.property(events, fc.nat(), fc.nat(), (list, which, cut) => {
      fc.pre(list.length > 1);
      const lines = list.map((event) => JSON.stringify(event));
      const at = which % lines.length;
      const line = lines[at] ?? '';
      lines[at] = line.slice(0, 1 + (cut % (line.length - 1)));
      const read = readEvents(lines.join('\n'));
      expect(read.events.map(({ event }) => plain(event))).toEqual(list.toSpliced(at, 1).map(plain));
      expect(read.problems).toHaveLength(1);
    }),
    { numRuns: 1000 },
  );
});
