import fc from 'fast-check';
import { CORE_SCHEMA, load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { type Misreading, misreadingOf } from '../../server/src/yaml/misreading.ts';
import { resolvePlain } from '../../server/src/yaml/scalar.ts';

const value = (read: number | boolean | null, core: number | string | boolean | null = read): Misreading => ({
  kind: 'value',
  value: read,
  core,
});

describe('what PyYAML 6.0.3 makes of plain scalars, and the core schema of YAML 1.2', () => {
  const cases: readonly (readonly [text: string, misreading: Misreading])[] = [
    ['010', value(8, 10)],
    ['-010', value(-8, -10)],
    ['0777', value(511, 777)],
    ['0x17', value(23)],
    ['0xC000006D', value(3221225581)],
    ['0b11', value(3, '0b11')],
    ['1_000', value(1000, '1_000')],
    ['12:30', value(750, '12:30')],
    ['12:30:45', value(45045, '12:30:45')],
    ['+5', value(5)],
    ['.5', value(0.5)],
    ['5.', value(5)],
    ['4.0', value(4)],
    ['1.10', value(1.1)],
    ['1.0e+3', value(1000)],
    ['yes', value(true, 'yes')],
    ['Off', value(false, 'Off')],
    ['~', value(null)],
    ['NULL', value(null)],
    ['1e3', { kind: 'text', core: 1000 }],
    ['08', { kind: 'text', core: 8 }],
    ['00000429', { kind: 'text', core: 429 }],
    ['0o17', { kind: 'text', core: 15 }],
    ['-.5', { kind: 'text', core: -0.5 }],
    ['2024-01-01', { kind: 'date' }],
    ['2024-13-01', { kind: 'date' }],
    ['2024-01-01T10:00:00Z', { kind: 'date' }],
    ['2024-1-1 10:00:00.5 +01:00', { kind: 'date' }],
    ['=', { kind: 'unreadable' }],
    ['<<', { kind: 'unreadable' }],
    ['.inf', { kind: 'unreadable' }],
    ['-.INF', { kind: 'unreadable' }],
    ['.NaN', { kind: 'unreadable' }],
    ['1.0e+400', { kind: 'unreadable' }],
    ['0b_', { kind: 'unreadable' }],
  ];
  test.each(cases)('%s', (text, misreading) => {
    expect(misreadingOf(text)).toEqual(misreading);
  });

  const plain = ['4688', '-1', '0', '1.5', '-0.25', '0.0000001', '9007199254740993', 'true', 'False', 'null', ''];
  test.each([...plain, 'y', 'n', 'nope', '1.2.3', '192.168.0.1', '2024-1-1', '1:99', '-', '.', '0x', 'admin', '1,000'])(
    'nothing is to be said about `%s`',
    (text) => {
      expect(misreadingOf(text)).toBeUndefined();
    },
  );
});

test('what nothing is said about reads the same in both versions', () => {
  const text = fc.string({ unit: fc.constantFrom(...'0123456789_:.-+exobEnaiflNy~tru'), maxLength: 7 });
  fc.assert(
    fc.property(text, (written) => {
      const read = misreadingOf(written);
      const core = readByCore(written);
      if (core === undefined) return;
      if (read === undefined) expect(resolvePlain(written)).toEqual(core);
      else if ('core' in read) expect(read.core).toEqual(core);
    }),
    { numRuns: 3000 },
  );
});

/** js-yaml's reading in the core schema; undefined for what is no plain scalar. */
function readByCore(text: string): unknown {
  try {
    const { key } = load(`key: ${text}`, { schema: CORE_SCHEMA }) as { key: unknown };
    // There is no negative zero among the integers.
    return key === 0 ? 0 : typeof key === 'object' && key !== null ? undefined : key;
  } catch {
    return undefined;
  }
}
