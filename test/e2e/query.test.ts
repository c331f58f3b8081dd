import { expect, test } from 'vitest';
import { sharedWorkbench } from './sharedWorkbench.ts';
import { hoverOver, openFile, patience, placeCursorAfter, runCommand, webviewWith } from './workbench.ts';

const workbench = sharedWorkbench();
const query = 'queries/starts.kql';
const wait = { timeout: patience };

const result = () => webviewWith(workbench(), '.result tbody tr');
const column = async (index: number) =>
  (await result()).locator(`.result tbody tr:not(.row-details) td:nth-of-type(${index})`).allTextContents();

/** What stands behind the lines of the query. */
async function counts(): Promise<string> {
  const texts = await workbench().page.evaluate(`[...document.querySelectorAll('.view-line span')]
    .map((span) => getComputedStyle(span, '::after').content)
    .filter((content) => content.includes('←'))
    .join(' ')`);
  return String(texts).replaceAll('\u00a0', ' ');
}

test('a KQL file is checked where no other extension has the language', async () => {
  const { page } = workbench();
  await openFile(workbench(), 'misspelt.kql');
  await page.locator('.squiggly-error').first().waitFor();
  await hoverOver(workbench(), 'AccountNam', 'AccountName');
});

test('running a query shows its rows beside it, and how many each operator leaves', async () => {
  await openFile(workbench(), 'starts.kql');
  await runCommand(workbench(), 'Sigmasmith: Run Query on Sample Events');
  expect(await column(2)).toEqual(['2', '1']);
  await expect.poll(counts, wait).toMatch(/4 rows.*3 rows.*2 rows/);
});

test('what a row says is text, never markup', async () => {
  expect(await column(1)).toEqual(['ann', '<img src=x onerror=alert(1)>']);
  expect(await (await result()).locator('img').count()).toBe(0);
});

test('a column is sorted by the keyboard, and says so', async () => {
  const frame = await result();
  await frame.locator('button.sort', { hasText: 'AccountName' }).focus();
  await workbench().page.keyboard.press('ArrowRight');
  await workbench().page.keyboard.press('Enter');
  await frame.locator('th[aria-sort="ascending"]', { hasText: 'Starts' }).waitFor();
  expect(await column(2)).toEqual(['1', '2']);
});

test('a row opens and shows arrays line by line', async () => {
  const frame = await result();
  await frame.locator('button.open-row', { hasText: '1' }).first().focus();
  await workbench().page.keyboard.press('Enter');
  await expect
    .poll(() => frame.locator('.row-details dd').allTextContents(), wait)
    .toContain('[\n  "cmd.exe",\n  "whoami.exe"\n]');
});

test('rows are filtered', async () => {
  const frame = await result();
  await frame.locator('.filter').fill('programs:whoami');
  await expect.poll(() => column(1), wait).toEqual(['ann']);
  expect(await frame.locator('.count').textContent()).toBe('1 of 2 rows');
  await frame.locator('.filter').fill('');
});

test('the result follows what is typed, and says where the last row is lost', async () => {
  const frame = await result();
  await placeCursorAfter(workbench(), query, '| where Timestamp > ago(1d');
  await workbench().page.keyboard.press('Backspace');
  await workbench().page.keyboard.type('ms');
  await frame.locator('.lost:visible', { hasText: 'line 2' }).waitFor();
  await workbench().page.keyboard.type('!');
  await frame.locator('.problem').first().waitFor();
});
