import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { packageExtension } from '../../scripts/package.mjs';
import { repository } from '../../scripts/repository.mjs';
import { startVscodeServer } from '../../scripts/vscodeServer.mjs';
import {
  hoverOver,
  openFile,
  openWorkbench,
  placeCursorAfter,
  runCommand,
  suggestionsWith,
  untilAppears,
  type Workbench,
  webviewWith,
} from './workbench.ts';

/** A theme by its name in VS Code, what stands for it in the names of the pictures, and which pictures are taken in it. */
interface Theme {
  readonly suffix: string;
  readonly name: string;
  readonly pictures: readonly (keyof typeof pictures)[];
}

const themes: readonly Theme[] = [
  { suffix: '', name: 'Default Dark Modern', pictures: ['preview', 'findings', 'completion', 'running', 'query'] },
  { suffix: '-light', name: 'Default Light Modern', pictures: ['preview', 'running'] },
  { suffix: '-high-contrast', name: 'Default High Contrast', pictures: ['preview'] },
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

async function inTheme(theme: Theme, vsix: string, dataFolder: string, folder: string): Promise<void> {
  const { suffix, name } = theme;
  const settings = { ...plainWindow, 'workbench.colorTheme': name };
  const server = await startVscodeServer({ version: 'newest', dataFolder, extensions: [vsix], settings });
  try {
    for (const picture of theme.pictures) {
      const workbench = await openWorkbench(server.authority, path.join(repository, 'examples'), {
        viewport: { width: 1440, height: 860 },
      });
      try {
        await pictures[picture](workbench);
        await workbench.page.screenshot({ path: path.join(folder, `${picture}${suffix}.png`), animations: 'disabled' });
        console.log(`images/screenshots/${picture}${suffix}.png`);
      } catch (error) {
        console.error(`A picture of the failure: ${await workbench.picture(`${picture}${suffix}`)}`);
        throw error;
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
  'editor.stickyScroll.enabled': false,
  'workbench.activityBar.location': 'hidden',
  'workbench.layoutControl.enabled': false,
  'window.commandCenter': false,
  'window.menuBarVisibility': 'hidden',
  'breadcrumbs.enabled': false,
};

const certificates = 'proc_creation_win_root_certificate_from_user_folder';
const certificateRule = `rules/windows/process_creation/${certificates}.yml`;
const download = 'proc_creation_lnx_download_piped_to_shell';

const pictures = {
  preview: async (workbench: Workbench) => {
    await openRule(workbench, certificates);
    await runCommand(workbench, 'Sigmasmith: Open KQL Preview to the Side');
    const preview = await webviewWith(workbench, '.query .line');
    await preview.locator('.valid').waitFor();
    await placeCursorAfter(workbench, certificateRule, "CommandLine|contains|windash: ' -add");
    await preview.locator('.query .cursor').first().waitFor();
    await scrollUp(workbench);
  },
  findings: async (workbench: Workbench) => {
    const { page } = workbench;
    await openRule(workbench, certificates);
    await replaceBefore(workbench, 'attack.t1553.004', 't1553.004', 't1562.001');
    await replaceBefore(workbench, 'Image|endswith', 'h', '');
    await replaceBefore(workbench, 'and folder', 'folder', 'folders');
    await runCommand(workbench, 'View: Focus Problems');
    for (const text of ['T1562.001', 'endswit', 'folders']) {
      await page.locator('.markers-panel .monaco-list-row').filter({ hasText: text }).first().waitFor();
    }
    await page.keyboard.press('ControlOrMeta+1');
    await scrollUp(workbench);
    await hoverOver(workbench, 't1562', 'Disable or Modify Tools');
  },
  completion: async (workbench: Workbench) => {
    const { page } = workbench;
    await openRule(workbench, certificates);
    await placeCursorAfter(workbench, certificateRule, "Image|endswith: '\\certutil.exe'");
    await page.keyboard.press('Enter');
    await page.keyboard.type('Par');
    await suggestionsWith(workbench, 'ParentImage');
    // The list that is still being filled takes no notice of the key.
    await untilAppears(page.locator('.suggest-details:visible'), 'ParentImage is not explained.', () =>
      page.keyboard.press('Control+Space'),
    );
  },
  running: async (workbench: Workbench) => {
    const { page } = workbench;
    await openRule(workbench, download);
    await runCommand(workbench, 'Sigmasmith: Run Rule on Sample Events');
    await page.locator('.statusbar-item').filter({ hasText: 'unmet' }).waitFor();
    await openFile(workbench, `${download}.test.yml`);
    await page.keyboard.press('Control+Backslash');
    await page.locator('.editor-group-container').nth(1).waitFor();
    await openFile(workbench, `${download}.yml`);
    await page.locator('.codelens-decoration').filter({ hasText: 'unmet' }).first().waitFor();
    await runCommand(workbench, 'View: Focus Problems');
    await page.locator('.markers-panel .monaco-list-row').first().waitFor();
  },
  query: async (workbench: Workbench) => {
    await openFile(workbench, 'root_certificate_installed.kql');
    await runCommand(workbench, 'View: Toggle Primary Side Bar Visibility');
    await runCommand(workbench, 'Sigmasmith: Run Query on Sample Events');
    const result = await webviewWith(workbench, '.result tbody tr');
    await result.locator('button.open-row').first().click();
    await runCommand(workbench, 'View: Focus First Editor Group');
  },
};

/** Opens a rule alone in the window, and waits until the extension has read it. */
async function openRule(workbench: Workbench, name: string): Promise<void> {
  await openFile(workbench, `${name}.yml`);
  await workbench.page.locator('.codelens-decoration').first().waitFor();
  await runCommand(workbench, 'View: Toggle Primary Side Bar Visibility');
  await workbench.page.locator('.part.sidebar').waitFor({ state: 'hidden' });
}

/** Shows the upper part of the editor's file without moving the cursor. */
async function scrollUp({ page }: Workbench): Promise<void> {
  for (let line = 0; line < 20; line += 1) await page.keyboard.press('Control+ArrowUp');
}

/** Types `typed` over the end of the text that stands in the certificate rule. */
async function replaceBefore(workbench: Workbench, text: string, end: string, typed: string): Promise<void> {
  await placeCursorAfter(workbench, certificateRule, text);
  for (const _ of end) await workbench.page.keyboard.press('Backspace');
  await workbench.page.keyboard.type(typed);
  await workbench.page.keyboard.press('Escape');
}
