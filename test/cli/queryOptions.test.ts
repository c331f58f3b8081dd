import { describe, expect, test } from 'vitest';
import { queryOptionsConfig, queryOptionsOf } from '../../server/src/cli/queryOptions.ts';
import { parseArguments, WrongUseError } from '../../server/src/cli/wrongUse.ts';

function options(...args: string[]) {
  return queryOptionsOf(parseArguments({ args, options: queryOptionsConfig }).values, 'workspace');
}

describe('options of queries', () => {
  test('are left as they are without a word', () => {
    expect(options()).toEqual({
      header: false,
      strict: false,
      termIndex: true,
      tables: { prefer: [] },
      watchlists: {},
    });
  });

  test('are taken from the command line', () => {
    const args = ['--prefer', 'Event', '--prefer', 'WindowsEvent', '--time', '12h', '--header', '--strict'];
    expect(options(...args, '--no-term-index', '--watchlists', 'admins=Admins:User Name')).toEqual({
      header: true,
      strict: true,
      termIndex: false,
      timeRange: '12h',
      tables: { prefer: ['Event', 'WindowsEvent'] },
      watchlists: { admins: { alias: 'Admins', column: 'User Name' } },
    });
  });

  test.each([
    [['--prefer', 'DeviceProcesses'], 'no table `DeviceProcesses`'],
    [['--time', 'yesterday'], '--time has to be'],
    [['--time', '1d) or true'], '--time has to be'],
    [['--watchlists', 'admins'], '--watchlists has to be'],
    [['--no-term-indices'], 'no-term-indices'],
  ])('%j is wrong use', (args, message) => {
    expect(() => options(...args)).toThrow(WrongUseError);
    expect(() => options(...args)).toThrow(message);
  });
});
