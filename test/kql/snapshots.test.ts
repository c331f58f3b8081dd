import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { targets } from '../../server/src/catalog/target.ts';
import { analyse } from '../../server/src/kql/validation/analyse.ts';
import { convertText } from './convertDetection.ts';

const folder = path.dirname(fileURLToPath(import.meta.url));
const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => path.basename(file) === 'rule.yml')
  .map((file) => path.dirname(file))
  .sort();

/** Each folder, at any depth, has a rule and beside it what it becomes in each target; the problems stand above the query. */
describe.each(names)('%s', (name) => {
  const rule = readFileSync(path.join(folder, name, 'rule.yml'), 'utf8');

  test.each(targets)(
    '%s',
    async (target) => {
      const { query, problems } = convertText(rule, target);
      const comments = problems.map(({ severity, code, message, range }) => {
        const [place] = rule.slice(range.start, range.end).split('\n');
        return `// ${severity} ${code} at ${place}: ${message}\n`;
      });
      await expect(`${comments.join('')}${query === undefined ? '' : `${query}\n`}`).toMatchFileSnapshot(
        path.join(folder, name, `${target}.kql`),
      );
      if (query !== undefined) expect(analyse(query, target)).toEqual([]);
    },
    60_000,
  );
});
