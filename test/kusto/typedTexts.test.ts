import { beforeAll, expect, it } from 'vitest';
import { readRows } from '../../server/src/events/rows.ts';
import { runKql } from '../../server/src/kusto/runKql.ts';
import { typedTexts } from '../../server/src/kusto/typedTexts.ts';

/** The first query loads and warms Microsoft's service. */
beforeAll(() => runKql('print 1', { tables: {} }), 60_000);

it.each<[string, readonly string[], string, readonly unknown[]]>([
  ['longs', ['1', '-20', '0', '9223372036854775807'], 'long', [1, -20, 0, 9223372036854775807n]],
  ['longs with gaps', ['1', ''], 'long', [1, null]],
  ['reals', ['1', '2.50', '-3e2'], 'real', [1, 2.5, -300]],
  ['booleans', ['true', 'False'], 'bool', [true, false]],
  ['times', ['2024-01-02T03:04:05Z', ''], 'datetime', ['2024-01-02T03:04:05.0000000Z', null]],
  ['arrays and bags', ['[1,"a"]', '{"b":2}'], 'dynamic', [[1, 'a'], { b: 2 }]],
  ['names of digits', ['007', '8'], 'string', ['007', '8']],
  ['signs', ['+1', '2'], 'string', ['+1', '2']],
  ['digits beyond 64 bits', ['92233720368547758070', '1'], 'string', ['92233720368547758070', '1']],
  ['numbers of other notations', ['0x1f', '1'], 'string', ['0x1f', '1']],
  ['a text among numbers', ['1', 'x'], 'string', ['1', 'x']],
  ['nothing', ['', ''], 'string', ['', '']],
  ['broken JSON', ['{a', '{}'], 'string', ['{a', '{}']],
])('the texts of a column say its type: %s', async (_, texts, type, values) => {
  const rows = typedTexts(texts.map((text) => ({ c: text, more: 'x' })));
  const { columns, rows: answered, problems } = await runKql('T | project c', { tables: { T: rows } });
  expect(problems).toEqual([]);
  expect(columns).toEqual([{ name: 'c', type }]);
  expect(answered.map(({ c }) => c)).toEqual(values);
});

it('the types of a known table count, whatever its texts look like', async () => {
  const { rows } = readRows(
    'a.csv',
    'TimeGenerated,EventID,Account,Computer\n2024-01-02T03:04:05Z,4624,007,12\n2024-01-02T03:04:06Z,none,8,\n',
  );
  const { rows: answered } = await runKql('SecurityEvent | project EventID, Account, Computer', {
    tables: { SecurityEvent: rows },
  });
  expect(answered).toEqual([
    { EventID: 4624, Account: '007', Computer: '12' },
    { EventID: null, Account: '8', Computer: '' },
  ]);
});
