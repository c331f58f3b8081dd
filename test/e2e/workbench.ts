import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, Frame, Locator, Page } from 'playwright-core';
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
export async function openWorkbench(authority: string, source: string): Promise<Workbench> {
  const temporary = await mkdtemp(path.join(os.tmpdir(), 'sigmasmith-e2e-'));
  const folder = path.join(temporary, path.basename(source));
  await cp(source, folder, { recursive: true });
  const browser: Browser = await launchBrowser();
  const page = await openPage(browser, { permissions: ['clipboard-read', 'clipboard-write'] });
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
      await rm(temporary, { recursive: true, force: true });
    },
  };
}

/** Opens a file by its name, as Ctrl+P does, and waits for its text. */
export async function openFile({ page }: Workbench, name: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+P');
  const input = page.locator('.quick-input-widget input');
  await input.fill(name);
  await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: name }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.tab.active').filter({ hasText: name }).waitFor();
  await page.locator('.editor-group-container.active .view-line').first().waitFor();
}

/** Runs a command by its title, as F1 does. */
export async function runCommand({ page }: Workbench, title: string): Promise<void> {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input');
  await input.fill(`>${title}`);
  await page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: title }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

/** Puts the cursor of the active editor on a line and column, both from 1, as Ctrl+G does. */
export async function placeCursor({ page }: Workbench, line: number, column: number): Promise<void> {
  await page.keyboard.press('Control+G');
  const input = page.locator('.quick-input-widget input');
  await input.fill(`:${line}:${column}`);
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

/** Rests the mouse on a word of the active editor and returns the hover that then appears, once it says `expected`. */
export async function hoverOver({ page }: Workbench, word: string, expected: string | RegExp): Promise<Locator> {
  const token = page.locator('.editor-group-container.active .view-line span[class^="mtk"]').filter({ hasText: word });
  const hover = page.locator('.monaco-hover:visible').filter({ hasText: expected }).first();
  for (const deadline = Date.now() + patience; ; ) {
    await token.first().hover();
    const appeared = hover.waitFor({ timeout: 3000 }).then(
      () => true,
      () => false,
    );
    if (await appeared) return hover;
    if (Date.now() > deadline) throw new Error(`No hover over ${word} says ${expected}.`);
    await page.mouse.move(2, 2);
  }
}

/** What Ctrl+Space offers at the cursor, once it offers `expected`: the labels that are in sight. */
export async function suggestionsWith({ page }: Workbench, expected: string): Promise<string[]> {
  const rows = page.locator('.suggest-widget.visible .monaco-list-row');
  for (const deadline = Date.now() + patience; ; ) {
    await page.keyboard.press('Control+Space');
    const wanted = rows.filter({ hasText: expected }).first();
    const appeared = await wanted.waitFor({ timeout: 3000 }).then(
      () => true,
      () => false,
    );
    if (appeared) return rows.locator('.label-name').allTextContents();
    if (Date.now() > deadline)
      throw new Error(`${expected} is not offered; these are: ${await rows.allTextContents()}`);
    await page.keyboard.press('Escape');
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
