// @ts-check
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { cacheFolder } from '../../scripts/repository.mjs';

/**
 * Bundles the suite, mocha included, into one file that the extension host can load.
 *
 * @returns {Promise<string>} the file; it exports `run()`, as VS Code's `extensionTestsPath` wants it.
 */
export async function bundleSuite() {
  const files = (await readdir(path.join(import.meta.dirname, 'suite'), { recursive: true }))
    .filter((file) => file.endsWith('.test.ts'))
    .sort();
  const loaders = files.map((file) => `() => import(${JSON.stringify(`./suite/${file.replaceAll('\\', '/')}`)})`);
  const outfile = path.join(cacheFolder, 'vscode-suite', 'index.cjs');
  await build({
    stdin: {
      contents: `import { runSuite } from './runSuite.ts';\nexport const run = () => runSuite([${loaders.join(', ')}]);\n`,
      resolveDir: import.meta.dirname,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['vscode'],
    sourcemap: 'inline',
    logLevel: 'warning',
    logOverride: { 'require-resolve-not-external': 'silent' }, // Mocha's parallel mode, which is not used here.
  });
  return outfile;
}
