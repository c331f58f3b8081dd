import { describe, expect, test } from 'vitest';
import { targets } from '../../server/src/catalog/target.ts';
import { fieldsOf, type LogsourceKey, logsources } from '../../server/src/catalog/taxonomy.ts';
import { mappingsFor } from '../../server/src/kql/mappings.ts';
import { unmapped } from '../../server/src/kql/unmapped.ts';
import { convertText, ruleText } from './convertDetection.ts';

/** Those of Sigma's taxonomy that a rule of SigmaHQ has, whether or not the rule is at hand. */
const used = logsources().filter(({ rules }) => rules > 0);

const nameOf = ({ category = '', product = '', service = '' }: LogsourceKey) => `${category}/${product}/${service}`;
const mappingsOf = (key: LogsourceKey) => targets.flatMap((target) => mappingsFor(key, target));

test('every log source that a rule has lies in a table, or the reason is listed', () => {
  const lacking = used.filter((key) => mappingsOf(key).length === 0);
  expect(used.length).toBeGreaterThan(100);
  expect(lacking.map(nameOf).sort()).toEqual(unmapped().logsources.map(nameOf).sort());
});

test('every field that a rule uses lies in a table that has its log source, or the reason is listed', () => {
  const lacking = used.flatMap((key) => {
    const mappings = mappingsOf(key);
    if (mappings.length === 0) return [];
    const names = fieldsOf(key).filter(({ rules }) => rules > 0);
    return names
      .filter(({ name }) => !mappings.some(({ fields }) => fields.get(name) !== undefined))
      .map(({ name }) => `${nameOf(key)} ${name}`);
  });
  expect(lacking.sort()).toEqual(
    unmapped()
      .fields.map((each) => `${nameOf(each)} ${each.field}`)
      .sort(),
  );
});

describe('a log source without a table', () => {
  test.each(unmapped().logsources.map((each) => [nameOf(each), each] as const))(
    '%s is refused with the reason',
    (_, each) => {
      const { why, ...logsource } = each;
      for (const target of targets) {
        const { query, problems } = convertText(ruleText('selection: { a: b }', logsource), target);
        expect(query).toBeUndefined();
        expect(problems.map(({ message }) => message).join()).toContain(why);
      }
    },
  );
});
