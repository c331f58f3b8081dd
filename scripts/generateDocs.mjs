// @ts-check
// `npm run docs`: writes docs/checks.md from the checks themselves, docs/mappings.md from the mappings, and docs/kql-support.md from the evaluator.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import './generate.mjs';
import { importTypeScript } from './importTypeScript.mjs';
import { repository } from './repository.mjs';

const { checksPage } = /** @type {typeof import('./checksPage.ts')} */ (
  await importTypeScript('scripts/checksPage.ts')
);
const { mappingsPage } = /** @type {typeof import('./mappingsPage.ts')} */ (
  await importTypeScript('scripts/mappingsPage.ts')
);
const { kqlSupportPage } = /** @type {typeof import('./kqlSupportPage.ts')} */ (
  await importTypeScript('scripts/kqlSupportPage.ts')
);
const folder = path.join(repository, 'docs');
await mkdir(folder, { recursive: true });
await writeFile(path.join(folder, 'checks.md'), checksPage());
await writeFile(path.join(folder, 'mappings.md'), mappingsPage());
await writeFile(path.join(folder, 'kql-support.md'), kqlSupportPage());
