import { describe, expect, it } from 'vitest';
import { readEvents } from '../../server/src/events/read.ts';

/** What each event's range holds, parsed again, must be the event: offsets are exact. */
function check(text: string, events: readonly unknown[], problems: readonly string[] = []): void {
  const read = readEvents(text);
  expect(read.events.map(({ event }) => event)).toEqual(events);
  for (const { range } of read.events) {
    const source = text.slice(range.start, range.end);
    expect(source.startsWith('{') && source.endsWith('}'), source).toBe(true);
  }
  expect(read.problems.map(({ message, range }) => `${text.slice(range.start, range.end)}: ${message}`)).toEqual(
    problems,
  );
}

const left = (what: string) => `This event cannot be read and is left out: ${what}.`;
const notObject = 'An event must be a JSON object, such as `{"Image": "C:\\\\Temp\\\\a.exe"}`.';

describe('readEvents', () => {
  it.each<[string, string, unknown[]]>([
    ['one object', '{"a": 1}', [{ a: 1 }]],
    ['an array', '[{"a": 1}, {"a": 2}]', [{ a: 1 }, { a: 2 }]],
    [
      'an indented array',
      '[\n  {\n    "a": {"b": [1]}\n  },\n  {\n    "a": 2\n  }\n]\n',
      [{ a: { b: [1] } }, { a: 2 }],
    ],
    ['NDJSON', '{"a":1}\n{"a":2}\n', [{ a: 1 }, { a: 2 }]],
    ['NDJSON with CR LF and empty lines', '{"a":1}\r\n\r\n{"a":2}\r\n', [{ a: 1 }, { a: 2 }]],
    ['NDJSON with commas', '{"a":1},\n{"a":2},\n', [{ a: 1 }, { a: 2 }]],
    ['objects one after the other', '{\n  "a": 1\n}\n{\n  "a": 2\n}\n', [{ a: 1 }, { a: 2 }]],
    ['objects in one line', '{"a":1}{"a":"}{"} {"a":3}', [{ a: 1 }, { a: '}{' }, { a: 3 }]],
    ['a byte-order mark', '\ufeff{"a":1}', [{ a: 1 }]],
    ['an object without indentation', '{\n"a":\n[\n{\n"b": 1\n}\n]\n}\n{"a":2}', [{ a: [{ b: 1 }] }, { a: 2 }]],
    ['escapes and emoji', '{"a":"\\"}\\\\","b":"😀"}', [{ a: '"}\\', b: '😀' }]],
    ['nothing', '', []],
    ['blanks', ' \r\n\t', []],
    ['an empty array', '[]', []],
    [
      'prototype names',
      '{"__proto__": {"x": 1}, "constructor": 2}',
      [JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}')],
    ],
  ])('reads %s', (_name, text, events) => check(text, events));

  it('keeps large integers exactly, and nothing else differently', () => {
    check('{"id": 18446744073709551615, "n": -9007199254740993, "s": 9007199254740991, "f": 1.2345678901234567890}', [
      { id: 18446744073709551615n, n: -9007199254740993n, s: 9007199254740991, f: 1.2345678901234567 },
    ]);
    check(
      '{"id":18446744073709551615,"t":": 18446744073709551615 \\" 12345678901234567890","k":[10000000000000000001]}',
      [{ id: 18446744073709551615n, t: ': 18446744073709551615 " 12345678901234567890', k: [10000000000000000001n] }],
    );
    check('{"Keywords": "0x8000000000000000", "e": 12345678901234567890e2}', [
      { Keywords: '0x8000000000000000', e: Number('12345678901234567890e2') },
    ]);
  });

  it.each<[string, string, unknown[], string[]]>([
    [
      'a missing brace',
      '{"a":1}\n{"a":2\n{"a":3}\n',
      [{ a: 1 }, { a: 3 }],
      [`{"a":3}: ${left('a comma or the closing `}` is missing here')}`],
    ],
    [
      'a cut line',
      '{"a":1}\r\n{"a":"x\r\n{"a":3}\r\n',
      [{ a: 1 }, { a: 3 }],
      [`"x: ${left('this text has no closing quote')}`],
    ],
    [
      'a line cut after a backslash',
      '{"a":"x\\\n{"}":[]}',
      [{ '}': [] }],
      [`\\: ${left('JSON has no such escape; a backslash is written `\\\\`')}`],
    ],
    [
      'a backslash that is no escape',
      '{"a":"C:\\Temp"}\n{"a":3}',
      [{ a: 3 }],
      [`\\Temp"}: ${left('JSON has no such escape; a backslash is written `\\\\`')}`],
    ],
    [
      'an indented object in an array',
      '[\n  {"a": 1},\n  {"a": tru},\n  {"a": 3}\n]',
      [{ a: 1 }, { a: 3 }],
      [`tru},: ${left('a value is missing here')}`],
    ],
    [
      'one of several pretty-printed objects',
      '{\n  "a": 1,\n}\n{\n  "a": 2\n}',
      [{ a: 2 }],
      [`}: ${left('a name in double quotes is missing here')}`],
    ],
    [
      'a bracket of the wrong kind within a line',
      '[{"a":1}, {"a": ]}, {"a": [}, {"a":3}]',
      [{ a: 1 }, { a: 3 }],
      [`]}, {"a": [}, {"a":3}]: ${left('a value is missing here')}`, `}, {"a":3}]: ${left('a value is missing here')}`],
    ],
    ['an unfinished text', '{"a": [1', [], [`1: ${left('the text ends before the closing `]`')}`]],
    [
      'elements that are no objects',
      '[1, "x", {"a":1}, [2]]',
      [{ a: 1 }],
      [`1: ${notObject}`, `"x": ${notObject}`, `[2]: ${notObject}`],
    ],
    [
      'another format',
      'Nov 22 host sshd[1]: x\nNov 23 host sshd[1]: y\n{"a":1}',
      [{ a: 1 }],
      [`Nov 22 host sshd[1]: x: ${notObject}`],
    ],
    ['EVTX', 'ElfFile\0\0\0\n\0{', [], ['ElfFile\0\0\0: EVTX files cannot be read yet; export the events as JSON.']],
    ['binary', '\0\u0001\u0002', [], ['\0\u0001\u0002: This is binary, not JSON.']],
    ['XML', '<Event/>', [], ['<Event/>: XML events cannot be read yet; export them as JSON.']],
  ])('reports %s and reads the rest', (_name, text, events, problems) => check(text, events, problems));

  it('refuses what nests too deep without exhausting the stack', () => {
    const { events, problems } = readEvents(`{"a":\n${'['.repeat(100_000)}${']'.repeat(100_000)}}\n{"b": 1}`);
    expect(events.map(({ event }) => event)).toEqual([{ b: 1 }]);
    expect(problems.map(({ message }) => message)).toEqual([left('it nests deeper than 500 levels')]);
  });

  it('stops after a hundred problems', () => {
    const { events, problems } = readEvents('{"a":}\n'.repeat(1000));
    expect(events).toEqual([]);
    expect(problems).toHaveLength(100);
    expect(problems.at(-1)?.message).toContain('the rest of the file is not read');
  });
});
