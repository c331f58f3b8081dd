// Bundles the extension, the language server, the command line and the library into dist/.
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { build } from 'esbuild';
import { writeDeclarations } from './declarations.mjs';
import { rawText } from './rawText.mjs';
import './generate.mjs';

const shared = { bundle: true, minify: true, logLevel: 'warning', plugins: [rawText], legalComments: 'none' };
const node = { ...shared, platform: 'node', target: 'node20', format: 'cjs' };
const webview = { ...shared, platform: 'browser', target: 'es2023', format: 'iife' };

const bundles = [
  { ...node, entryPoints: ['client/src/extension.ts'], outfile: 'dist/extension.cjs', external: ['vscode'] },
  {
    ...node,
    entryPoints: ['server/src/lsp/main.ts'],
    outfile: 'dist/server.cjs',
    banner: { js: '#!/usr/bin/env node' },
  },
  { ...node, entryPoints: ['server/src/cli/main.ts'], outfile: 'dist/cli.cjs', banner: { js: '#!/usr/bin/env node' } },
  { ...node, entryPoints: ['server/src/kusto/worker/main.ts'], outfile: 'dist/kustoWorker.cjs' },
  {
    ...shared,
    entryPoints: ['server/src/index.ts'],
    outdir: 'dist',
    entryNames: 'index',
    chunkNames: 'chunks/[name]-[hash]',
    splitting: true,
    // Named in Microsoft's language service and never asked for.
    external: ['fs'],
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2023',
  },
  { ...webview, entryPoints: ['client/src/preview/webview/main.ts'], outfile: 'dist/preview.js' },
  { ...webview, entryPoints: ['client/src/query/webview/main.ts'], outfile: 'dist/query.js' },
];

await rm('dist', { recursive: true, force: true });
await Promise.all([...bundles.filter(({ entryPoints: [entry] }) => existsSync(entry)).map(build), writeDeclarations()]);
