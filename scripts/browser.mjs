// @ts-check
import { chromium } from 'playwright-core';
import { chromiumArguments, installChromium } from './chromium.mjs';

/** @returns {Promise<import('playwright-core').Browser>} It ends with this process. */
export async function launchBrowser() {
  return chromium.launch({ executablePath: await installChromium(), args: chromiumArguments });
}

/**
 * A page in a fresh profile, from which nothing but this machine can be reached.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {import('playwright-core').BrowserContextOptions} [options]
 * @returns {Promise<import('playwright-core').Page>}
 */
export async function openPage(browser, options) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  await context.route(
    (url) => !isLocal(url),
    (route) => route.abort(),
  );
  return context.newPage();
}

/** @param {URL} url */
function isLocal(url) {
  return url.hostname === '127.0.0.1' || !url.protocol.startsWith('http');
}
