import type { Frame } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { sharedWorkbench } from './sharedWorkbench.ts';
import { openFile, patience, placeCursorAfter, runCommand, webviewWith } from './workbench.ts';

const workbench = sharedWorkbench();
const rule = 'rules/encoded_powershell.yml';
let preview: Frame;

const wait = { timeout: patience };
const query = () => preview.locator('.query').textContent();

beforeAll(async () => {
  await openFile(workbench(), 'encoded_powershell.yml');
  await runCommand(workbench(), 'Sigmasmith: Open KQL Preview to the Side');
  preview = await webviewWith(workbench(), '.query .line');
});

test('the preview shows the query of the rule, with its severity, technique and tables', async () => {
  await expect.poll(query, wait).toContain('powershell.exe');
  const text = await preview.locator('body').textContent();
  for (const expected of ['Encoded PowerShell Command Line', 'high', 'T1059.001', 'Administrative scripts']) {
    expect(text).toContain(expected);
  }
});

test('the query follows what is typed', async () => {
  const { page } = workbench();
  await placeCursorAfter(workbench(), rule, "' -enc");
  await page.keyboard.type('oded');
  await expect.poll(query, wait).toContain(' -encoded ');
  for (const _ of 'oded') await page.keyboard.press('Backspace');
  await expect.poll(query, wait).not.toContain('-encoded');
});

test('a tab shows the query for another target', async () => {
  const tab = (name: string) => preview.locator('[role=tab]').filter({ hasText: name });
  await tab('Defender').click();
  await expect.poll(query, wait).toContain('DeviceProcessEvents');
  await tab('ASIM').click();
  await expect.poll(query, wait).toMatch(/im_?ProcessCreate/i);
});

test('the query can be copied', async () => {
  const { page } = workbench();
  const shown = (await query()) ?? '';
  await preview.locator('button', { hasText: 'Copy' }).click();
  await preview.locator('button', { hasText: 'Copied' }).waitFor();
  const copied = await page.evaluate('navigator.clipboard.readText()');
  expect(words(String(copied))).toBe(words(shown));
});

test('another table can be read', async () => {
  const tab = (name: string) => preview.locator('[role=tab]').filter({ hasText: name });
  await tab('workspace').click();
  await expect.poll(query, wait).toContain('SecurityEvent');
  await preview.getByLabel('Reads').selectOption('WindowsEvent');
  await expect.poll(query, wait).toContain('WindowsEvent');
  await preview.getByLabel('Reads').selectOption('SecurityEvent');
  await tab('ASIM').click();
  await expect.poll(query, wait).toMatch(/im_?ProcessCreate/i);
});

test('while the rule has an error its last query stays, and cannot be copied', async () => {
  const { page } = workbench();
  const before = await query();
  await placeCursorAfter(workbench(), rule, 'Image|endswith');
  await page.keyboard.press('Backspace');
  await preview.locator('.query.stale').waitFor();
  expect(await query()).toBe(before);
  expect(await preview.getByRole('button', { name: 'Copy' }).isDisabled()).toBe(true);
  await page.keyboard.type('h');
  await preview.locator('.query:not(.stale)').waitFor();
});

test('the query is exported as a rule of Sentinel', async () => {
  const { page } = workbench();
  await preview.getByRole('button', { name: 'Export…' }).click();
  await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
  await page.keyboard.type('Sentinel Analytics');
  await page.keyboard.press('Enter');
  await page
    .locator('.editor-group-container')
    .first()
    .locator('.view-line')
    .filter({ hasText: 'queryFrequency' })
    .waitFor();
  await openFile(workbench(), 'encoded_powershell.yml');
});

test('nothing is opened in a portal before the user has seen the address, and Azure needs a workspace', async () => {
  const { page } = workbench();
  await preview.getByRole('button', { name: 'Azure portal' }).click();
  await page.locator('.notification-toast').filter({ hasText: 'resource id' }).waitFor();
  await runCommand(workbench(), 'Notifications: Clear All Notifications');
  await preview.locator('[role=tab]').filter({ hasText: 'Defender' }).click();
  await preview.getByRole('button', { name: 'Defender portal' }).click();
  await page.locator('.monaco-dialog-box').filter({ hasText: 'security.microsoft.com' }).waitFor();
  await page.keyboard.press('Escape');
  await preview.locator('[role=tab]').filter({ hasText: 'ASIM' }).click();
  await expect.poll(query, wait).toMatch(/im_?ProcessCreate/i);
});

test('the cursor in the rule marks its clause of the query', async () => {
  const marked = () => preview.locator('.query .cursor').allInnerTexts();
  await placeCursorAfter(workbench(), rule, 'Image|');
  await expect.poll(async () => (await marked()).join(' '), wait).toContain('powershell.exe');
  await placeCursorAfter(workbench(), rule, 'CommandLine|');
  await expect.poll(async () => (await marked()).join(' '), wait).toContain('-enc');
});

test('the mouse over a clause marks its lines in the rule, and a click goes there', async () => {
  const { page } = workbench();
  const clause = preview.locator('.query .clause').filter({ hasText: 'powershell.exe' }).first();
  await placeCursorAfter(workbench(), rule, 'title');
  await clause.hover();
  await page.locator('.monaco-editor .view-overlays [class*="ced-"]').first().waitFor();
  await clause.click();
  await page.locator('.active-line-number').filter({ hasText: '17' }).first().waitFor();
});

test('markup in a rule stays text', async () => {
  await openFile(workbench(), 'markup.yml');
  await expect.poll(() => preview.locator('h1').textContent(), wait).toContain('<img src=x onerror=');
  expect(await preview.locator('img, b, i.fact, main script').count()).toBe(0);
  expect(await preview.evaluate('document.title')).not.toBe('owned');
  await expect.poll(query, wait).toContain('<img src=x');
});

/** Text without its white space: the shown query has its lines as elements. */
function words(text: string): string {
  return text.replace(/\s+/g, '');
}
