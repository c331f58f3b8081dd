import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { runKql } from '../../../server/src/kusto/runKql.ts';

beforeAll(() => runKql('print 1', { tables: {} }), 60_000);

type Given = string | number | readonly (string | number)[];

/** Rows of values `a` and `b` for which the law does not hold. */
async function broken(law: string, rows: readonly (readonly Given[])[]): Promise<unknown> {
  const types = (rows[0] ?? []).map((value, index) => `${'ab'.charAt(index)}: ${typeOf(value)}`);
  const cells = rows.flat().map(literal).join(', ');
  const result = await runKql(`datatable(${types.join(', ')})[${cells}] | where (${law}) != true`, { tables: {} });
  expect(result.problems).toEqual([]);
  return result.rows;
}

function typeOf(value: Given): string {
  return typeof value === 'string' ? 'string' : typeof value === 'number' ? 'long' : 'dynamic';
}

function literal(value: Given): string {
  return typeof value === 'object' ? `dynamic(${JSON.stringify(value)})` : JSON.stringify(value);
}

const holds = (law: string, ...columns: fc.Arbitrary<Given>[]) =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(...columns), { minLength: 1, maxLength: 30 }), async (rows) => {
      expect(await broken(law, rows)).toEqual([]);
    }),
    { numRuns: 4 },
  );

const text = fc.string({ unit: fc.constantFrom(...'ab ,;-_.%+&=é€𝄞"\\'), maxLength: 12 });
const word = fc.string({ unit: fc.constantFrom(...'abcxyz'), maxLength: 6 });
const items = fc.array(fc.oneof(word, fc.integer({ min: 0, max: 5 })), { maxLength: 6 });
describe('functions', () => {
  it.each([
    'base64_decode_tostring(base64_encode_tostring(a)) == a',
    'base64_encode_fromarray(base64_decode_toarray(base64_encode_tostring(a))) == base64_encode_tostring(a)',
    'url_decode(url_encode(a)) == a',
    'url_decode(url_encode_component(a)) == a',
    'unicode_codepoints_to_string(unicode_codepoints_from_string(a)) == a',
    'punycode_to_string(punycode_from_string(a)) == a',
    'reverse(reverse(a)) == a',
    'strlen(a) <= string_size(a)',
    "strcat_array(split(a, ','), ',') == a",
    'tostring(parse_json(tostring(bag_pack("k", a))).k) == a',
    'extract_json("$.k", tostring(bag_pack("k", a))) == a',
  ])('hold: %s', (law) => holds(law, text));

  it.each([
    'array_length(split(strcat_delim("|", a, b), "|")) == 2',
    'indexof(strcat(a, b), b) <= strlen(a)',
    'countof(strcat(a, b), "x") == countof(a, "x") + countof(b, "x")',
    'strcmp(a, b) == -strcmp(b, a)',
    '(hash_sha256(a) == hash_sha256(b)) == (a == b)',
    'replace_string(strcat(a, "|", b), "|", "") == strcat(a, b)',
  ])('hold: %s', (law) => holds(law, word, word));

  it.each([
    'set_equals(set_union(a, b), set_union(b, a))',
    'set_equals(set_intersect(a, b), set_intersect(b, a))',
    'set_equals(set_union(set_intersect(a, b), set_difference(a, b)), a)',
    'array_length(set_intersect(set_difference(a, b), b)) == 0',
    'array_length(array_concat(a, b)) == array_length(a) + array_length(b)',
    'tostring(array_reverse(array_reverse(a))) == tostring(a)',
    'tostring(array_rotate_right(array_rotate_left(a, 2), 2)) == tostring(a)',
    'array_length(array_shift_left(a, 1)) == array_length(a)',
    'tostring(array_concat(array_split(a, 1)[0], array_split(a, 1)[1])) == tostring(a)',
    'tostring(array_sort_asc(array_sort_desc(a))) == tostring(array_sort_asc(a))',
  ])('hold: %s', (law) => holds(law, items, items));

  it.each([
    'datetime_diff("day", datetime_add("day", a, datetime(2020-02-29)), datetime(2020-02-29)) == a',
    'datetime_diff("month", datetime_add("month", a, datetime(2020-02-29)), datetime(2020-02-29)) == a',
    'datetime_diff("second", datetime_add("second", a, datetime(2020-02-29)), datetime(2020-02-29)) == a',
    'startofday(unixtime_seconds_todatetime(a)) <= unixtime_seconds_todatetime(a)',
    'endofweek(unixtime_seconds_todatetime(a)) + 1tick == startofweek(unixtime_seconds_todatetime(a), 1)',
    'datetime_local_to_utc(datetime_utc_to_local(unixtime_seconds_todatetime(a), "Asia/Tokyo"), "Asia/Tokyo") == unixtime_seconds_todatetime(a)',
    'binary_not(binary_not(a)) == a',
    'binary_xor(binary_xor(a, 12345), 12345) == a',
    'bitset_count_ones(a) + bitset_count_ones(binary_not(a)) == 64',
    'bin(a, 7) <= a and a < bin(a, 7) + 7',
  ])('hold: %s', (law) => holds(law, fc.integer({ min: -9000, max: 9000 })));

  it('unpack what others packed', async () => {
    const plain = fc.string({ unit: fc.constantFrom('a', 'bc', 'é', '\n', 'xyz'), maxLength: 400 });
    for (const each of fc.sample(plain, 30)) {
      const rows = [[each, gzipSync(each).toString('base64')]];
      expect(await broken('gzip_decompress_from_base64_string(b) == a', rows)).toEqual([]);
      const others = [[each, deflateSync(each).toString('base64')]];
      expect(await broken('zlib_decompress_from_base64_string(b) == a', others)).toEqual([]);
    }
  });

  it('are refused at the call', async () => {
    const query = 'print a = 1, r = parse_path("C:/x")';
    const { problems } = await runKql(query, { tables: {} });
    expect(problems.map(({ range }) => query.slice(range.start, range.end))).toEqual(['parse_path("C:/x")']);
  });

  it('know the columns around them', async () => {
    const { rows } = await runKql(
      'print Id = 1, Value = "x" | project Packed = bag_pack_columns(Id, Value), Is = iscolumnexists("Id"), No = iscolumnexists("id")',
      { tables: {} },
    );
    expect(rows).toEqual([{ Packed: { Id: 1, Value: 'x' }, Is: true, No: false }]);
  });
});
