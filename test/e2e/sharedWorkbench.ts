import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, inject, onTestFailed } from 'vitest';
import './context.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

/** The folder of rules and events that these tests open. */
export const workspace = path.join(import.meta.dirname, 'workspace');

/**
 * One window for all tests of a file, on a copy of `workspace`. A test that fails leaves a picture of the window in the
 * cache folder. When all are done, nothing may have gone wrong in the page unnoticed.
 */
export function sharedWorkbench(): () => Workbench {
  let workbench: Workbench | undefined;
  const opened = () => {
    if (workbench === undefined) throw new Error('The window is not open.');
    return workbench;
  };
  beforeAll(async () => {
    workbench = await openWorkbench(inject('server').authority, workspace);
  });
  beforeEach(async () => {
    await opened().page.keyboard.press('Escape');
    const { currentTestName = 'unnamed' } = expect.getState();
    onTestFailed(async () => {
      console.log(`A picture of the failure: ${await opened().picture(currentTestName)}`);
    });
  });
  afterAll(async () => {
    const errors = workbench?.errors ?? [];
    await workbench?.close();
    expect(errors, 'errors in the page').toEqual([]);
  });
  return opened;
}
