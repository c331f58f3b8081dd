// @ts-check
// Runs the suite inside the extension host of a VS Code server, its workbench in a headless browser.
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { launchBrowser, openPage } from '../../scripts/browser.mjs';
import { repository } from '../../scripts/repository.mjs';
import { startVscodeServer } from '../../scripts/vscodeServer.mjs';
import { bundleSuite } from './bundleSuite.mjs';

const limitInMinutes = 10;

/**
 * @param {import('../../scripts/vscodeServer.mjs').VscodeVersion} version
 * @param {string} report The file for the LayerReport.
 * @returns {Promise<number>} 0 when all tests passed.
 */
export async function runInServer(version, report) {
  const suite = await bundleSuite();
  const temporary = await mkdtemp(path.join(os.tmpdir(), 'sigmasmith-vscode-'));
  const workspace = path.join(temporary, 'examples');
  await cp(path.join(repository, 'examples'), workspace, { recursive: true });
  const server = await startVscodeServer({
    version,
    dataFolder: path.join(temporary, 'data'),
    smokeTestDriver: true,
    env: { SIGMASMITH_REPORT: report },
  });
  const browser = await launchBrowser();
  try {
    const page = await openPage(browser);
    const exitCode = new Promise((resolve) => page.exposeFunction('codeAutomationExit', resolve));
    /** @type {string[]} */
    const talk = [];
    await page.exposeFunction('codeAutomationLog', listener(talk));
    await page.goto(
      server.url(workspace, [
        ['extensionDevelopmentPath', server.remoteUri(repository)],
        ['extensionTestsPath', server.remoteUri(suite)],
      ]),
    );
    const code = await Promise.race([
      exitCode,
      rejected(page, 'crash', 'The browser tab crashed.'),
      server.ended.then((code) => Promise.reject(new Error(`The VS Code server ended with ${code}.`))),
      late(),
    ]);
    if (!existsSync(report)) console.error(talk.join('\n'));
    return code;
  } finally {
    await browser.close();
    await server.stop();
    await rm(temporary, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

/**
 * Shows each test as it ends. Of the workbench's own talk the last lines are kept, for when the suite does not start.
 *
 * @param {string[]} talk
 */
function listener(talk) {
  return (/** @type {string} */ _type, /** @type {unknown[]} */ values) => {
    const line = values.join(' ');
    if (/^ {2}[✓✗-] /.test(line)) console.log(line);
    else if (talk.push(line) > 40) talk.shift();
  };
}

/** @returns {Promise<never>} */
function late() {
  return new Promise((_resolve, reject) => {
    const message = `The suite has not ended after ${limitInMinutes} minutes.`;
    setTimeout(() => reject(new Error(message)), limitInMinutes * 60_000).unref();
  });
}

/**
 * @param {import('playwright-core').Page} page
 * @param {'crash'} event
 * @param {string} message
 * @returns {Promise<never>}
 */
function rejected(page, event, message) {
  return new Promise((_resolve, reject) => page.once(event, () => reject(new Error(message))));
}
