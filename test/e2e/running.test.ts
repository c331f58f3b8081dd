import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { sharedWorkbench } from './sharedWorkbench.ts';
import { openFile, patience, placeCursorAfter, runCommand } from './workbench.ts';

const workbench = sharedWorkbench();
const rule = 'rules/encoded_powershell.yml';
const wait = { timeout: patience };

/** What stands behind the lines of the active editor: VS Code writes such notes as the content of pseudo-elements. */
async function notes(): Promise<string> {
  const texts = await workbench().page.evaluate(notesInPage);
  return String(texts).replaceAll('\u00a0', ' ');
}

const notesInPage = `[...document.querySelectorAll('.editor-group-container.active .view-line span')]
  .map((span) => getComputedStyle(span, '::after').content)
  .filter((content) => content !== 'none' && content !== 'normal')
  .join('\\n')`;

test('running a rule writes its hits beside the lines that caused them', async () => {
  await openFile(workbench(), 'encoded_powershell.yml');
  await runCommand(workbench(), 'Sigmasmith: Run Rule on Sample Events');
  await expect.poll(notes, wait).toContain('3 of 4 events');
});

test('the hits follow what is typed', async () => {
  const { page } = workbench();
  await placeCursorAfter(workbench(), rule, "' -enc");
  await page.keyboard.type('oded');
  await expect.poll(notes, wait).toContain('0 of 4 events');
  for (const _ of 'oded') await page.keyboard.press('Backspace');
  await expect.poll(notes, wait).toContain('3 of 4 events');
});

test('an unmet expectation stands in the Problems view', async () => {
  await runCommand(workbench(), 'View: Focus Problems');
  const problem = workbench().page.locator('.markers-panel .monaco-list-row').filter({ hasText: 'expected none' });
  await problem.first().waitFor();
});

test('the event file tells which events matched, and why another did not', async () => {
  await openFile(workbench(), 'encoded_powershell.nomatch.json');
  await expect.poll(notes, wait).toContain('matched by Encoded PowerShell Command Line');
  expect(await notes()).toMatch(/CommandLine.*-enc/);
});

test('nothing is written to the rule or its events', async () => {
  for (const name of ['encoded_powershell.yml', 'encoded_powershell.match.json', 'encoded_powershell.nomatch.json']) {
    const original = await readFile(path.join(import.meta.dirname, 'workspace', 'rules', name), 'utf8');
    expect(await readFile(path.join(workbench().folder, 'rules', name), 'utf8')).toBe(original);
  }
});

test('the code lens above the rule runs it', async () => {
  const { page } = workbench();
  await openFile(workbench(), 'encoded_powershell.yml');
  await runCommand(workbench(), 'Sigmasmith: Clear Results');
  await expect.poll(notes, wait).not.toContain('of 4 events');
  await page.locator('.codelens-decoration a').filter({ hasText: /run/i }).first().click();
  await expect.poll(notes, wait).toContain('3 of 4 events');
});

test('events that cannot be read are told in the status bar and in the Problems view', async () => {
  const { page } = workbench();
  await openFile(workbench(), 'unreadable_events.yml');
  await runCommand(workbench(), 'Sigmasmith: Run Rule on Sample Events');
  await page.locator('.statusbar-item').filter({ hasText: '1 of 1 event, 1 broken event file' }).waitFor();
  await runCommand(workbench(), 'View: Focus Problems');
  const problem = page.locator('.markers-panel .monaco-list-row').filter({ hasText: 'event-broken' });
  await problem.first().waitFor();
});
