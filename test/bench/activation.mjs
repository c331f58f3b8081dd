// @ts-check
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { launchBrowser, openPage } from '../../scripts/browser.mjs';
import { packageExtension } from '../../scripts/package.mjs';
import { repository } from '../../scripts/repository.mjs';
import { startVscodeServer } from '../../scripts/vscodeServer.mjs';
import { quantile } from './statistics.mjs';

const runs = 5;
const patience = 60_000;
const gate = 150;

/**
 * How long VS Code says that the extension took to activate, its code's loading included, with a rule open at the start.
 *
 * @returns {Promise<string[]>} lines for people.
 */
export async function measureActivation() {
  const temporary = await mkdtemp(path.join(os.tmpdir(), 'sigmasmith-bench-'));
  const vsix = path.join(temporary, 'sigmasmith.vsix');
  await packageExtension(vsix);
  const server = await startVscodeServer({
    version: 'newest',
    dataFolder: path.join(temporary, 'data'),
    extensions: [vsix],
  });
  const browser = await launchBrowser();
  try {
    /** @type {number[]} */
    const times = [];
    for (let run = 0; run < runs; run += 1) times.push(await activationTime(browser, server));
    const median = quantile(times, 0.5);
    return [
      `median ${median} ms of ${times.join(', ')} ms (VS Code 1.139.1, extension host on Node)  ` +
        `gate ≤ ${gate} ms: ${median <= gate ? 'met' : 'MISSED'}`,
    ];
  } finally {
    await browser.close();
    await server.stop();
    await rm(temporary, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {import('../../scripts/vscodeServer.mjs').VscodeServer} server
 */
async function activationTime(browser, server) {
  const folder = path.join(repository, 'examples');
  const rule = path.join(
    folder,
    'rules/windows/process_creation/proc_creation_win_root_certificate_from_user_folder.yml',
  );
  const page = await openPage(browser);
  page.setDefaultTimeout(patience);
  try {
    await page.goto(server.url(folder, [['openFile', server.remoteUri(rule)]]));
    await page.locator('.codelens-decoration').first().waitFor();
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input').fill('>Developer: Show Running Extensions');
    await page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: 'Running' }).waitFor();
    await page.keyboard.press('Enter');
    const row = page.locator('.runtime-extensions-editor .monaco-list-row').filter({ hasText: 'Sigmasmith' });
    const text = (await row.locator('.activation-time').textContent()) ?? '';
    const milliseconds = /(\d+)\s*ms/.exec(text)?.[1];
    if (milliseconds === undefined) throw new Error(`VS Code tells no activation time but \`${text}\`.`);
    return Number(milliseconds);
  } finally {
    await page.context().close();
  }
}
