import { beforeAll, describe, expect, it } from 'vitest';
import type { Limits } from '../../server/src/kusto/budget.ts';
import { runKql } from '../../server/src/kusto/runKql.ts';

/** The first query loads and warms Microsoft's service. */
beforeAll(() => runKql('print 1', { tables: {} }), 60_000);

/** Almost a megabyte, and as many elements as an array has. */
const declared =
  'let text = strrep("a", 1000, strrep("b", 1000));\nlet numbers = range(1, 1048576);\nlet texts = repeat(text, 1000000);\n';

/** What is said, and of which part of the query. */
async function told(query: string, before = declared, limits: Limits = {}): Promise<string[]> {
  const whole = before + query;
  const { rows, problems } = await runKql(whole, { tables: {}, limits });
  if (problems.length > 0) expect(rows).toEqual([]);
  return problems.map(({ code, message, range: { start, end } }) => `${code} ${whole.slice(start, end)}: ${message}`);
}

describe('a single call', () => {
  it.each([
    'strcat(text, text)',
    'strcat_delim(",", text, text)',
    'strcat_array(texts, "")',
    'array_strcat(texts, ",")',
    'strrep(text, 1024)',
    'replace_string(text, "b", text)',
    'replace_strings(text, dynamic(["b"]), pack_array(text))',
    'replace_regex(text, "b", text)',
    'url_encode(strcat_array(repeat("ä", 1000000), ""))',
    'tostring(texts)',
    'extract("a", 0, tostring(texts))',
    'base64_encode_tostring(text)',
  ])('makes no text beyond a megabyte, as Kusto holds none: %s', async (call) => {
    const [problem, ...others] = await told(`print length = strlen(${call})`);
    expect(problem).toMatch(
      /^kql-limit .*: (The text that is made here is longer than a megabyte|The value is longer than 64 MB)/,
    );
    expect(others).toEqual([]);
  });

  it.each(['array_concat(numbers, numbers)', 'set_union(numbers, range(-5, 0))', 'array_concat(texts, texts)'])(
    'makes no array beyond what `range` makes: %s',
    async (call) => {
      expect(await told(`print length = array_length(${call})`)).toEqual([
        expect.stringMatching(/^kql-limit .*: The array that is made here has more than 1,048,576 elements/),
      ]);
    },
  );

  it('puts arrays into one another up to 64 MB, however they share their elements', async () => {
    const doubled = Array.from({ length: 40 }, (_, index) => `let d${index + 1} = pack_array(d${index}, d${index});\n`);
    const [problem] = await told('print array_length(d40)', `let d0 = dynamic([1]);\n${doubled.join('')}`);
    expect(problem).toMatch(/^kql-limit pack_array\(d\d+, d\d+\): The value that is made here needs more than 64 MB/);
  });

  it('is stopped by the clock while it looks for many terms in a long text', async () => {
    const query = `${declared}print has_any_index(text, repeat("c d", 1000000))`;
    const { problems } = await runKql(query, { tables: {}, limits: { milliseconds: 300 } });
    expect(problems.map(({ code, message }) => [code, message])).toEqual([
      ['kql-limit', 'The query was stopped after 0.3 s.'],
    ]);
    const operator = query.replace(/print .*/, 'print text has_any (repeat("c d", 1000000))');
    expect((await runKql(operator, { tables: {}, limits: { milliseconds: 300 } })).problems).toMatchObject([
      { code: 'kql-limit' },
    ]);
  });

  it.each([
    ['strlen(strcat(text, strrep("b", 700)))', 1_000_700],
    ['array_length(numbers)', 1_048_576],
    ['array_length(range(1, 10000000))', 1_048_576],
    ['array_length(pack_array(numbers, numbers))', 2],
    ['strlen(strcat_array(repeat("a", 1048576), ""))', 1_048_576],
  ])('has all room up to there: %s', async (call, is) => {
    const { rows, problems } = await runKql(`${declared}print r = ${call}`, { tables: {} });
    expect(problems).toEqual([]);
    expect(rows).toEqual([{ r: is }]);
  });
});

describe('many rows', () => {
  it.each([
    'range x from 1 to 100000 step 1 | extend t = text',
    'range x from 1 to 100000 step 1 | extend n = numbers',
    'print n = numbers | mv-expand m = n | extend t = text',
    'range x from 1 to 100000 step 1 | mv-expand numbers',
    'range x from 1 to 100000 step 1 | extend t = strcat(text, x) | summarize make_list(t)',
  ])('do not share long values without end: %s', async (query) => {
    const [problem] = await told(query, declared, { bytes: 2 ** 26 });
    expect(problem).toMatch(/^kql-limit .*rows need more than 64 MB/s);
  });
});
