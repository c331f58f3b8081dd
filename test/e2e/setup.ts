import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { packageExtension } from '../../scripts/package.mjs';
import { startVscodeServer, type VscodeVersion } from '../../scripts/vscodeServer.mjs';
import './context.ts';

/**
 * Starts one VS Code server with the packed extension for all test files. SIGMASMITH_VSCODE chooses the version,
 * SIGMASMITH_VSIX a VSIX that is packed already.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const version: VscodeVersion = process.env.SIGMASMITH_VSCODE === 'oldest' ? 'oldest' : 'newest';
  const temporary = await mkdtemp(path.join(os.tmpdir(), 'sigmasmith-e2e-'));
  const vsix = process.env.SIGMASMITH_VSIX ?? path.join(temporary, 'sigmasmith.vsix');
  if (process.env.SIGMASMITH_VSIX === undefined) await packageExtension(vsix);
  const server = await startVscodeServer({
    version,
    dataFolder: path.join(temporary, 'data'),
    extensions: [vsix],
    settings: { 'editor.wordBasedSuggestions': 'off' }, // What is suggested then comes from the extension.
  });
  project.provide('server', { authority: server.authority, version, vsix });
  return async () => {
    await server.stop();
    await rm(temporary, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  };
}
