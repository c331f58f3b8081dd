// @ts-check
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { rawText } from './rawText.mjs';
import { cacheFolder, repository } from './repository.mjs';

/**
 * Loads a TypeScript module with all that it imports, which the oldest Node that the project supports cannot do itself.
 * What it imports from packages and from scripts/ stays where it is.
 *
 * @param {string} file Relative to the checkout.
 * @returns {Promise<unknown>} what the module exports.
 */
export async function importTypeScript(file) {
  const outfile = path.join(cacheFolder, 'typescript', `${path.basename(file, '.ts')}.mjs`);
  await build({
    entryPoints: [path.join(repository, file)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    plugins: [rawText],
    external: [path.join(repository, 'scripts', '*')],
    logLevel: 'warning',
  });
  return import(pathToFileURL(outfile).href);
}
