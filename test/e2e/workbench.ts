import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, BrowserContextOptions, Frame, Locator, Page } from 'playwright-core';
import { launchBrowser, openPage } from '../../scripts/browser.mjs';
import { cacheFolder } from '../../scripts/repository.mjs';

/** How long anything may take before it counts as not happening, in milliseconds: for a machine that has other work. */
export const patience = 60_000;

/** A person's VS Code, in a browser of its own, on a copy of a folder. */
export interface Workbench {
  readonly page: Page;
  /** The copy that is open. */
  readonly folder: string;
  /** What went wrong in the page: uncaught errors and rejections. */
  readonly errors: readonly string[];
  /** Writes a picture of the window to the cache folder. */
  picture(name: string): Promise<string>;
  close(): Promise<void>;
}

/** Opens VS Code on a copy of `source` and waits until its window stands. */
export async function openWorkbench(
  authority: string,
  source: string,
  options?: BrowserContextOptions,
): Promise<Workbench> {
  const temporary = await mkdtemp(path.join(os.tmpdir(), 'sigmasmith-e2e-'));
  const folder = path.join(temporary, path.basename(source));
  await cp(source, folder, { recursive: true });
  const browser: Browser = await launchBrowser();
  const page = await openPage(browser, { permissions: ['clipboard-read', 'clipboard-write'], ...options });
  page.setDefaultTimeout(patience);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message));
  await page.goto(`http://${authority}/?folder=${encodeURIComponent(folder)}`);
  await page.locator('.monaco-workbench .explorer-folders-view .monaco-list-row').first().waitFor();
  return {
    page,
    folder,
    errors,
    picture: async (name) => {
      const file = path.join(cacheFolder, 'e2e', `${name.replace(/[^\w.-]+/g, '-')}.png`);
      await mkdir(path.dirname(file), { recursive: true });
      await page.screenshot({ path: file });
      return file;
    },
    close: async () => {
      await browser.close();
      await rm(temporary, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

/** Opens a file by its name in the left column, as Ctrl+1 and Ctrl+P do, and waits for its text. */
export async function openFile({ page }: Workbench, name: string): Promise<void> {
  const row = page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: name });
  await untilAppears(row, `${name} is not offered.`, async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('ControlOrMeta+1');
    await page.keyboard.press('ControlOrMeta+P');
    await page.locator('.quick-input-widget input').fill(name);
  });
  await page.keyboard.press('Enter');
  await page.locator('.tab.active').filter({ hasText: name }).waitFor();
  await page.locator('.editor-group-container.active .view-line').first().waitFor();
}

/** Runs a command by its title, as F1 does. The list of commands is read anew until the command is offered. */
export async function runCommand({ page }: Workbench, title: string): Promise<void> {
  const row = page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: title });
  await untilAppears(row, `The command ${title} is not offered.`, async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input').fill(`>${title}`);
  });
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

/** Puts the cursor of the left column's editor behind a text of the file that it shows, as Ctrl+1 and Ctrl+G do. */
export async function placeCursorAfter({ page, folder }: Workbench, file: string, text: string): Promise<void> {
  const content = await readFile(path.join(folder, file), 'utf8');
  const at = content.indexOf(text);
  if (at < 0) throw new Error(`${file} has no ${text}.`);
  const lines = content.slice(0, at + text.length).split('\n');
  const input = page.locator('.quick-input-widget input');
  // A webview that has the focus passes the first key on, and may still have it when the second one comes.
  await untilAppears(input, 'The editor does not ask for a line.', async () => {
    await page.keyboard.press('ControlOrMeta+1');
    await page.keyboard.press('Control+G');
  });
  await input.fill(`:${lines.length}:${(lines.at(-1) ?? '').length + 1}`);
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

/** Rests the mouse on a word of the active editor and returns the hover that then appears, once it says `expected`. */
export async function hoverOver({ page }: Workbench, word: string, expected: string): Promise<string> {
  const token = page.locator('.editor-group-container.active .view-line span[class^="mtk"]').filter({ hasText: word });
  const hover = page.locator('.monaco-hover:visible').filter({ hasText: expected }).first();
  await untilAppears(hover, `No hover over ${word} says ${expected}.`, async () => {
    await page.mouse.move(2, 2);
    await token.first().hover();
  });
  return (await hover.textContent()) ?? '';
}

/** What Ctrl+Space offers at the cursor, once it offers `expected`: the labels that are in sight. */
export async function suggestionsWith({ page }: Workbench, expected: string): Promise<string[]> {
  const rows = page.locator('.suggest-widget.visible .monaco-list-row');
  await untilAppears(rows.filter({ hasText: expected }).first(), `${expected} is not offered.`, async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Space');
  });
  return rows.locator('.label-name').allTextContents();
}

/** Does something again and again until an element appears: for what VS Code computes once and does not refresh. */
export async function untilAppears(element: Locator, otherwise: string, attempt: () => Promise<void>): Promise<void> {
  for (const deadline = Date.now() + patience; ; ) {
    await attempt();
    const appeared = await element.waitFor({ timeout: 3000 }).then(
      () => true,
      () => false,
    );
    if (appeared) return;
    if (Date.now() > deadline) throw new Error(otherwise);
  }
}

/** The document inside a webview that has `selector`, once there is one. */
export async function webviewWith({ page }: Workbench, selector: string): Promise<Frame> {
  for (const deadline = Date.now() + patience; ; ) {
    for (const frame of page.frames().filter((each) => /\/pre\/fake\.html/.test(each.url()))) {
      const found = await frame
        .locator(selector)
        .count()
        .catch(() => 0);
      if (found > 0) return frame;
    }
    if (Date.now() > deadline) throw new Error(`No webview has ${selector}.`);
    await delay(100);
  }
}
