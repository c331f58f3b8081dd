import { commands, type Disposable } from 'vscode';

/**
 * The command that mends the file of the active editor. The same action runs on save where `editor.codeActionsOnSave`
 * names it.
 */
export function registerFixAll(): Disposable {
  return commands.registerCommand('sigmasmith.fixAll', () =>
    commands.executeCommand('editor.action.codeAction', { kind: 'source.fixAll.sigmasmith', apply: 'first' }),
  );
}
