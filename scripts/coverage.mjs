// @ts-check
// `npm run coverage -- [--title TEXT] FOLDER…`: writes docs/coverage.md over the rules of the folders.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import './generate.mjs';
import { importTypeScript } from './importTypeScript.mjs';
import { repository } from './repository.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { title: { type: 'string', default: 'The rules of the given folders' } },
});
if (positionals.length === 0) {
  process.stderr.write('Name one folder of rules at least.\n');
  process.exit(2);
}
const { coverage } = /** @type {typeof import('./coveragePage.ts')} */ (
  await importTypeScript('scripts/coveragePage.ts')
);
const { rules, converted, page } = coverage(positionals, values.title);
await writeFile(path.join(repository, 'docs', 'coverage.md'), page);
process.stdout.write(`${converted} of ${rules} rules have a query for one target at least.\n`);
