import { expect, test } from 'vitest';
import { sharedWorkbench } from './sharedWorkbench.ts';
import { hoverOver, openFile, patience, placeCursorAfter, runCommand, suggestionsWith } from './workbench.ts';

const workbench = sharedWorkbench();
const good = 'rules/encoded_powershell.yml';
const misspelt = 'rules/misspelt.yml';

test('a misspelt modifier is underlined, and the mouse over it says what was meant', async () => {
  await openFile(workbench(), 'misspelt.yml');
  await workbench().page.locator('.squiggly-error').first().waitFor();
  expect(await hoverOver(workbench(), 'endswit', 'endswith')).toContain('endswit');
});

test('the finding stands in the Problems view and goes away once it is mended', async () => {
  const { page } = workbench();
  const problem = page.locator('.markers-panel .monaco-list-row').filter({ hasText: 'endswit' });
  await runCommand(workbench(), 'View: Focus Problems');
  await problem.first().waitFor();
  await openFile(workbench(), 'misspelt.yml');
  await placeCursorAfter(workbench(), misspelt, 'Image|endswit');
  await page.keyboard.type('h');
  await problem.first().waitFor({ state: 'detached' });
});

test('a field of the log source is offered inside a selection, and taking it writes it', async () => {
  const { page } = workbench();
  await placeCursorAfter(workbench(), misspelt, "'\\cmd.exe'");
  await page.keyboard.press('Enter');
  await page.keyboard.type('ParentIm');
  expect(await suggestionsWith(workbench(), 'ParentImage')).toContain('ParentImage');
  await page.keyboard.press('Enter');
  await page.locator('.view-line').filter({ hasText: 'ParentImage' }).first().waitFor();
  await page.keyboard.press('Escape');
  await runCommand(workbench(), 'File: Revert File');
});

test('a technique is offered inside the tags', async () => {
  const { page } = workbench();
  await openFile(workbench(), 'encoded_powershell.yml');
  await placeCursorAfter(workbench(), good, '- attack.t1059.001');
  await page.keyboard.press('Enter');
  await page.keyboard.type('- attack.t1059.00');
  const offered = await suggestionsWith(workbench(), 't1059.003');
  expect(offered.filter((label) => label.includes('t1059.003'))).toHaveLength(1);
  await page.keyboard.press('Escape');
  await runCommand(workbench(), 'File: Revert File');
});

test('the mouse over a technique tells its name', async () => {
  expect(await hoverOver(workbench(), 't1059.001', 'PowerShell')).toContain('T1059.001');
});

test('the mouse over a field tells the columns that it becomes', async () => {
  expect(await hoverOver(workbench(), 'CommandLine', 'ProcessCommandLine')).toContain('DeviceProcessEvents');
});

test('a good rule has no finding', async () => {
  const { page } = workbench();
  await runCommand(workbench(), 'View: Focus Problems');
  const findings = page.locator('.markers-panel .monaco-list-row').filter({ hasText: 'encoded_powershell' });
  await expect.poll(() => findings.count(), { timeout: patience }).toBe(0);
});
