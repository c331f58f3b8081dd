// @ts-check
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * For esbuild: `import text from './file.json?raw'` gives the file's text, as Vite (and so Vitest) does it.
 *
 * @type {import('esbuild').Plugin}
 */
export const rawText = {
  name: 'raw-text',
  setup(bundle) {
    bundle.onResolve({ filter: /\?raw$/ }, ({ path: request, resolveDir }) => ({
      path: located(request.slice(0, -'?raw'.length), resolveDir),
      namespace: 'raw',
    }));
    bundle.onLoad({ filter: /.*/, namespace: 'raw' }, async ({ path: file }) => ({
      contents: minified(file, await readFile(file, 'utf8')),
      loader: 'text',
      watchFiles: [file],
    }));
  },
};

/**
 * Beside the importing file, or in a package.
 *
 * @param {string} request
 * @param {string} folder
 */
function located(request, folder) {
  return request.startsWith('.')
    ? path.resolve(folder, request)
    : createRequire(path.join(folder, '_')).resolve(request);
}

/**
 * JSON without blanks and in ASCII: V8 keeps a text with one other character in two bytes a character.
 *
 * @param {string} file
 * @param {string} text
 */
function minified(file, text) {
  if (!file.endsWith('.json')) return text;
  const escaped = (/** @type {string} */ character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(JSON.parse(text)).replace(/[^\0-\x7f]/g, escaped);
}
