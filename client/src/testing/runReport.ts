import { commands, type Disposable, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { RunResult } from '../../../server/src/lsp/protocol.ts';
import { isTroubled, summary } from './results.ts';

/** The last run in words: one line in the status bar, all of it in an output channel. */
export interface RunReport extends Disposable {
  show(result: RunResult): void;
  clear(): void;
}

export function createRunReport(): RunReport {
  const channel = window.createOutputChannel('Sigmasmith Results');
  const status = window.createStatusBarItem('sigmasmith.results', StatusBarAlignment.Left);
  status.name = 'Sigmasmith Results';
  status.command = 'sigmasmith.showReport';
  status.tooltip = 'Show the report of the last run';
  const command = commands.registerCommand('sigmasmith.showReport', () => channel.show(true));
  return {
    show: (result) => {
      channel.replace(result.report);
      status.text = `$(beaker) ${summary(result)}`;
      status.backgroundColor = isTroubled(result) ? new ThemeColor('statusBarItem.warningBackground') : undefined;
      status.show();
    },
    clear: () => {
      channel.clear();
      status.hide();
    },
    dispose: () => {
      command.dispose();
      channel.dispose();
      status.dispose();
    },
  };
}
