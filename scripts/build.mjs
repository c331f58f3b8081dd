// Bundles the extension, the language server, the command line and the library into dist/.
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { writeDeclarations } from './declarations.mjs';
import './generate.mjs';

/** `import text from './file.json?raw'` gives the file's text, as Vite (and so Vitest) does it. */
const rawText = {
  name: 'raw-text',
  setup(bundle) {
    bundle.onResolve({ filter: /\?raw$/ }, ({ path: request, resolveDir }) => ({
      path: path.resolve(resolveDir, request.slice(0, -'?raw'.length)),
      namespace: 'raw',
    }));
    bundle.onLoad({ filter: /.*/, namespace: 'raw' }, async ({ path: file }) => ({
      contents: minified(file, await readFile(file, 'utf8')),
      loader: 'text',
      watchFiles: [file],
    }));
  },
};

function minified(file, text) {
  return file.endsWith('.json') ? JSON.stringify(JSON.parse(text)) : text;
}

const shared = { bundle: true, minify: true, logLevel: 'warning', plugins: [rawText], legalComments: 'none' };
const node = { ...shared, platform: 'node', target: 'node20', format: 'cjs' };

const bundles = [
  { ...node, entryPoints: ['client/src/extension.ts'], outfile: 'dist/extension.cjs', external: ['vscode'] },
  {
    ...node,
    entryPoints: ['server/src/lsp/main.ts'],
    outfile: 'dist/server.cjs',
    banner: { js: '#!/usr/bin/env node' },
  },
  { ...node, entryPoints: ['server/src/cli/main.ts'], outfile: 'dist/cli.cjs', banner: { js: '#!/usr/bin/env node' } },
  { ...node, entryPoints: ['server/src/kql/validation/worker.ts'], outfile: 'dist/kustoWorker.cjs' },
  {
    ...shared,
    entryPoints: ['server/src/index.ts'],
    outfile: 'dist/index.js',
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2023',
  },
  {
    ...shared,
    entryPoints: ['client/src/preview/webview/main.ts'],
    outfile: 'dist/preview.js',
    format: 'iife',
    platform: 'browser',
    target: 'es2023',
  },
];

await rm('dist', { recursive: true, force: true });
await Promise.all([...bundles.filter(({ entryPoints: [entry] }) => existsSync(entry)).map(build), writeDeclarations()]);
