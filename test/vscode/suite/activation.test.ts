import * as assert from 'node:assert/strict';
import { commands, extensions } from 'vscode';
import { activeExtension, openExample } from './extension.ts';

suite('activation', () => {
  test('a YAML file activates the extension', async function () {
    await openExample('rules/windows/process_creation/proc_creation_win_shadow_copies_deleted.yml');
    const { activationTime } = await activeExtension();
    // Measured, not judged: the machine may be busy. The report shows the title.
    if (this.test !== undefined) this.test.title += `: activate() took ${activationTime.toFixed(1)} ms`;
  });

  test('every command that package.json names is there', async () => {
    await activeExtension();
    const declared: { command: string }[] =
      extensions.getExtension('sigmasmith.sigmasmith')?.packageJSON.contributes.commands;
    const known = new Set(await commands.getCommands(true));
    assert.deepEqual(
      declared.map(({ command }) => command).filter((command) => !known.has(command)),
      [],
    );
    assert.ok(declared.length > 0);
  });
});
