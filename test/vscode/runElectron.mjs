// @ts-check
// Runs the same suite in a desktop VS Code, which @vscode/test-electron downloads: for machines with a display.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { cacheFolder, repository } from '../../scripts/repository.mjs';
import { quietSettings, writeSettings } from '../../scripts/vscodeServer.mjs';
import { bundleSuite } from './bundleSuite.mjs';

/**
 * @param {string} report The file for the LayerReport.
 * @returns {Promise<number>} 0 when all tests passed. SIGMASMITH_ELECTRON names a version such as `1.100.3`.
 */
export async function runInElectron(report) {
  const suite = await bundleSuite();
  const temporary = await mkdtemp(path.join(os.tmpdir(), 'sigmasmith-electron-'));
  const workspace = path.join(temporary, 'examples');
  const profile = path.join(temporary, 'profile');
  try {
    await cp(path.join(repository, 'examples'), workspace, { recursive: true });
    await writeSettings(path.join(profile, 'User', 'settings.json'), quietSettings);
    return await runTests({
      version: process.env.SIGMASMITH_ELECTRON ?? 'stable',
      cachePath: path.join(cacheFolder, 'electron'),
      extensionDevelopmentPath: repository,
      extensionTestsPath: suite,
      extensionTestsEnv: { SIGMASMITH_REPORT: report },
      launchArgs: [workspace, '--user-data-dir', profile, '--disable-extensions', '--disable-workspace-trust'],
    });
  } finally {
    await rm(temporary, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}
