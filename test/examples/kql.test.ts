import { expect, test } from 'vitest';
import { targets } from '../../server/src/catalog/target.ts';
import { convertToKql } from '../../server/src/kql/convert.ts';
import { analyse } from '../../server/src/kql/validation/analyse.ts';
import { parseExample, ruleFiles } from './examples.ts';

/** Sign-in and audit logs of Entra ID are not translated yet. */
const inScope = ruleFiles.filter((name) => name.startsWith('rules/') && !name.startsWith('rules/cloud/'));

test.each(inScope)(
  '%s becomes KQL for at least one target, and every query binds',
  (name) => {
    for (const rule of parseExample(name).rules.filter(({ kind }) => kind === 'detection')) {
      const conversions = targets.map((target) => convertToKql(rule, { target }));
      expect(
        conversions.filter(({ query }) => query !== undefined),
        conversions
          .flatMap(({ target, problems }) => problems.map(({ message }) => `${target}: ${message}`))
          .join('\n'),
      ).not.toEqual([]);
      for (const { query, target } of conversions) {
        if (query !== undefined) expect(analyse(query, target), query).toEqual([]);
      }
    }
  },
  60_000,
);
