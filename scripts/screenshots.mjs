// @ts-check
// `npm run screenshots`: takes the pictures in images/screenshots anew, from the running product.
import { installPackages } from './install.mjs';

await installPackages();
const { importTypeScript } = await import('./importTypeScript.mjs');
const { takeScreenshots } = /** @type {typeof import('../test/e2e/screenshots.ts')} */ (
  await importTypeScript('test/e2e/screenshots.ts')
);
await takeScreenshots();
