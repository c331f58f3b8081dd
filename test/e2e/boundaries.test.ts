import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, inject, test } from 'vitest';
import { startVscodeServer } from '../../scripts/vscodeServer.mjs';
import { sharedWorkbench, workspace } from './sharedWorkbench.ts';
import { openFile, openWorkbench, patience, placeCursorAfter, runCommand } from './workbench.ts';

const workbench = sharedWorkbench();

test('YAML that is no Sigma rule gets nothing: no finding, no button, no suggestion', async () => {
  const { page } = workbench();
  // A rule first: from then on the extension is at work, and silence about the other file means something.
  await openFile(workbench(), 'misspelt.yml');
  await page.locator('.squiggly-error').first().waitFor();
  await page.locator('.editor-actions .action-label[aria-label*="KQL Preview"]').first().waitFor();
  await openFile(workbench(), 'kubernetes.yml');
  await page.locator('.editor-actions .action-label[aria-label*="KQL Preview"]').first().waitFor({ state: 'detached' });
  await placeCursorAfter(workbench(), 'kubernetes.yml', 'status: ');
  await page.keyboard.press('Control+Space');
  await page.locator('.suggest-widget.visible').filter({ hasText: 'No suggestions' }).waitFor();
  await page.keyboard.press('Escape');
  await runCommand(workbench(), 'View: Focus Problems');
  await page.locator('.markers-panel .monaco-list-row').filter({ hasText: 'misspelt.yml' }).first().waitFor();
  expect(await page.locator('.markers-panel .monaco-list-row').filter({ hasText: 'kubernetes.yml' }).count()).toBe(0);
});

test(
  'in a folder that is not trusted, rules are still checked',
  async () => {
    const { version, vsix } = inject('server');
    const dataFolder = await mkdtemp(path.join(os.tmpdir(), 'sigmasmith-untrusted-'));
    const server = await startVscodeServer({
      version,
      dataFolder,
      extensions: [vsix],
      settings: { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' },
    });
    try {
      const untrusted = await openWorkbench(server.authority, workspace);
      try {
        await untrusted.page.locator('.statusbar-item').filter({ hasText: 'Restricted Mode' }).waitFor();
        await openFile(untrusted, 'misspelt.yml');
        await untrusted.page.locator('.squiggly-error').first().waitFor();
        expect(untrusted.errors).toEqual([]);
      } finally {
        await untrusted.close();
      }
    } finally {
      await server.stop();
      await rm(dataFolder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    }
  },
  2 * patience,
);
