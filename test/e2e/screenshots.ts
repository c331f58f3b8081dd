import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { packageExtension } from '../../scripts/package.mjs';
import { repository } from '../../scripts/repository.mjs';
import { startVscodeServer } from '../../scripts/vscodeServer.mjs';
import {
  openFile,
  openWorkbench,
  placeCursorAfter,
  runCommand,
  suggestionsWith,
  type Workbench,
  webviewWith,
} from './workbench.ts';

/** A theme by its name in VS Code, and what stands for it in the pictures' names. */
interface Theme {
  readonly suffix: string;
  readonly name: string;
}

const themes: readonly Theme[] = [
  { suffix: '', name: 'Default Dark Modern' },
  { suffix: '-light', name: 'Default Light Modern' },
  { suffix: '-high-contrast', name: 'Default High Contrast' },
];

/** Takes the pictures of the README from the packed extension, in a dark, a light and a high-contrast theme. */
export async function takeScreenshots(): Promise<void> {
  const folder = path.join(repository, 'images', 'screenshots');
  const temporary = await mkdtemp(path.join(os.tmpdir(), 'sigmasmith-screenshots-'));
  try {
    await mkdir(folder, { recursive: true });
    const vsix = path.join(temporary, 'sigmasmith.vsix');
    await packageExtension(vsix);
    for (const theme of themes) await inTheme(theme, vsix, path.join(temporary, `data${theme.suffix}`), folder);
  } finally {
    await rm(temporary, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

async function inTheme({ suffix, name }: Theme, vsix: string, dataFolder: string, folder: string): Promise<void> {
  const settings = { ...plainWindow, 'workbench.colorTheme': name };
  const server = await startVscodeServer({ version: 'newest', dataFolder, extensions: [vsix], settings });
  try {
    for (const [picture, prepare] of Object.entries(pictures)) {
      const workbench = await openWorkbench(server.authority, path.join(repository, 'examples'), {
        viewport: { width: 1400, height: 800 },
        deviceScaleFactor: 1.5,
      });
      try {
        await prepare(workbench);
        await workbench.page.mouse.move(700, 798);
        await workbench.page.screenshot({ path: path.join(folder, `${picture}${suffix}.png`), animations: 'disabled' });
        console.log(`images/screenshots/${picture}${suffix}.png`);
      } finally {
        await workbench.close();
      }
    }
  } finally {
    await server.stop();
  }
}

/** Nothing in the window that has no part in the picture. */
const plainWindow = {
  'editor.minimap.enabled': false,
  'editor.wordBasedSuggestions': 'off',
  'workbench.activityBar.location': 'hidden',
  'workbench.layoutControl.enabled': false,
  'window.commandCenter': false,
  'window.menuBarVisibility': 'hidden',
  'breadcrumbs.enabled': false,
};

const certificates = 'proc_creation_win_root_certificate_from_user_folder';
const download = 'proc_creation_lnx_download_piped_to_shell';

const pictures: Record<string, (workbench: Workbench) => Promise<void>> = {
  preview: async (workbench) => {
    await openFile(workbench, `${certificates}.yml`);
    await workbench.page.locator('.codelens-decoration').first().waitFor();
    await hideSideBar(workbench);
    await runCommand(workbench, 'Sigmasmith: Open KQL Preview to the Side');
    const preview = await webviewWith(workbench, '.query .line');
    await preview.locator('.valid').waitFor();
    await placeCursorAfter(workbench, `rules/windows/process_creation/${certificates}.yml`, 'CommandLine|contains');
    await preview.locator('.query .cursor').first().waitFor();
  },
  editing: async (workbench) => {
    await openFile(workbench, `${certificates}.yml`);
    await workbench.page.locator('.codelens-decoration').first().waitFor();
    await hideSideBar(workbench);
    const { page } = workbench;
    await placeCursorAfter(workbench, `rules/windows/process_creation/${certificates}.yml`, 'attack.t1553.004');
    await page.keyboard.press('Enter');
    await page.keyboard.type('- attack.t1562.001');
    await page.locator('.squiggly-error, .squiggly-warning').first().waitFor();
    await runCommand(workbench, 'View: Focus Problems');
    await page.locator('.markers-panel .monaco-list-row').filter({ hasText: 't1562' }).first().waitFor();
    await placeCursorAfter(workbench, `rules/windows/process_creation/${certificates}.yml`, 'Image|endswith');
    await suggestionsWith(workbench, 'endswith');
  },
  running: async (workbench) => {
    await openFile(workbench, `${download}.yml`);
    await workbench.page.locator('.codelens-decoration').first().waitFor();
    await hideSideBar(workbench);
    await runCommand(workbench, 'Sigmasmith: Run Rule on Sample Events');
    await workbench.page.locator('.statusbar-item').filter({ hasText: 'unmet' }).waitFor();
    await runCommand(workbench, 'View: Split Editor Right');
    await openFile(workbench, `${download}.test.yml`);
    await runCommand(workbench, 'View: Focus Problems');
    await workbench.page.locator('.markers-panel .monaco-list-row').first().waitFor();
  },
};

async function hideSideBar(workbench: Workbench): Promise<void> {
  await runCommand(workbench, 'View: Toggle Primary Side Bar Visibility');
  await workbench.page.locator('.part.sidebar').waitFor({ state: 'hidden' });
}
