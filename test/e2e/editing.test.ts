import { expect, test } from 'vitest';
import { sharedWorkbench } from './sharedWorkbench.ts';
import { hoverOver, openFile, patience, placeCursor, runCommand, suggestionsWith } from './workbench.ts';

const workbench = sharedWorkbench();

test('a misspelt modifier is underlined, and the mouse over it says what was meant', async () => {
  await openFile(workbench(), 'misspelt.yml');
  await workbench().page.locator('.squiggly-error').first().waitFor();
  const hover = await hoverOver(workbench(), 'endswit', 'endswith');
  expect(await hover.innerText()).toContain('endswit');
});

test('the finding stands in the Problems view and goes away once it is mended', async () => {
  const { page } = workbench();
  await runCommand(workbench(), 'View: Focus Problems');
  const problem = page.locator('.markers-panel .monaco-list-row').filter({ hasText: 'endswit' });
  await problem.first().waitFor();
  await runCommand(workbench(), 'View: Close Panel');
  await page.locator('.editor-group-container.active .monaco-editor').click();
  await placeCursor(workbench(), 12, '        Image|endswit'.length + 1);
  await page.keyboard.type('h');
  await page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
});

test('a field of the log source is offered inside a selection, and taking it writes it', async () => {
  const { page } = workbench();
  await placeCursor(workbench(), 12, 999);
  await page.keyboard.press('Enter');
  await page.keyboard.type('Parent');
  expect(await suggestionsWith(workbench(), 'ParentImage')).toContain('ParentImage');
  await page.keyboard.press('Escape');
  await runCommand(workbench(), 'File: Revert File');
});

test('a technique is offered by its name inside the tags', async () => {
  const { page } = workbench();
  await openFile(workbench(), 'encoded_powershell.yml');
  await placeCursor(workbench(), 11, 999);
  await page.keyboard.press('Enter');
  await page.keyboard.type('attack.t1059');
  const offered = await suggestionsWith(workbench(), 'attack.t1059.003');
  expect(offered.some((label) => label.includes('t1059.003'))).toBe(true);
  await page.keyboard.press('Escape');
  await runCommand(workbench(), 'File: Revert File');
});

test('the mouse over a technique tells its name', async () => {
  const hover = await hoverOver(workbench(), 't1059.001', 'PowerShell');
  expect(await hover.innerText()).toContain('T1059.001');
});

test('the mouse over a field tells the columns that it becomes', async () => {
  const hover = await hoverOver(workbench(), 'CommandLine', 'ProcessCommandLine');
  expect(await hover.innerText()).toContain('DeviceProcessEvents');
});

test('a good rule has no finding', async () => {
  const { page } = workbench();
  await openFile(workbench(), 'encoded_powershell.yml');
  await runCommand(workbench(), 'View: Focus Problems');
  await expect
    .poll(() => page.locator('.markers-panel .monaco-list-row').filter({ hasText: 'encoded_powershell' }).count(), {
      timeout: patience,
    })
    .toBe(0);
});
