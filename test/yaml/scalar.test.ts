import { describe, expect, test } from 'vitest';
import { parseYaml } from '../../server/src/yaml/parse.ts';

/** What PyYAML 6.0.3's safe loader makes of each (dates left out, which stay text here). */
const cases: readonly [source: string, value: unknown][] = [
  ['yes', true],
  ['On', true],
  ['TRUE', true],
  ['no', false],
  ['OFF', false],
  ['y', 'y'],
  ['N', 'N'],
  ['tRue', 'tRue'],
  ['~', null],
  ['NULL', null],
  ['nULL', 'nULL'],
  ['0', 0],
  ['-0', 0],
  ['+12', 12],
  ['010', 8],
  ['-010', -8],
  ['08', '08'],
  ['00000427', 279],
  ['00000429', '00000429'],
  ['0x1F', 31],
  ['-0x1f', -31],
  ['0x_', '0x_'],
  ['0b101', 5],
  ['0o7', '0o7'],
  ['1_000', 1000],
  ['1:30', 90],
  ['1:60', '1:60'],
  ['01:30', '01:30'],
  ['9007199254740991', 9007199254740991],
  ['9007199254740992', 9007199254740992n],
  ['18446744073709551615', 18446744073709551615n],
  ['-18446744073709551615', -18446744073709551615n],
  ['1.5', 1.5],
  ['1.', 1],
  ['.5', 0.5],
  ['-.5', '-.5'],
  ['1e3', '1e3'],
  ['1.0e3', '1.0e3'],
  ['1.0e+3', 1000],
  ['1:30.5', 90.5],
  ['.inf', Number.POSITIVE_INFINITY],
  ['-.Inf', Number.NEGATIVE_INFINITY],
  ['.NaN', Number.NaN],
  ['1.2.3', '1.2.3'],
  ['2024-01-01', '2024-01-01'],
  ['2024-01-01T00:00:00Z', '2024-01-01T00:00:00Z'],
  ['=', '='],
  ["'12'", '12'],
  ['"yes"', 'yes'],
  ['!!str 12', '12'],
  ['! 12', '12'],
  ['!!int "12"', 12],
  ['!!float 3', 3],
  ['!!bool "yes"', true],
  ['!!null x', null],
  ['!<tag:yaml.org,2002:str> 12', '12'],
];

describe('scalars have the types that PyYAML gives them', () => {
  test.each(cases)('%s', (source, value) => {
    const { documents, problems } = parseYaml(source);
    const root = documents[0]?.root;
    expect(problems).toEqual([]);
    expect(root?.kind === 'scalar' ? root.value : root?.kind).toEqual(value);
  });
});
