import { ConfigurationTarget, commands, type Disposable, languages, window, workspace } from 'vscode';
import { isKql } from './kqlDocuments.ts';

/** Whose tables the names in KQL files mean, as `sigmasmith.kql.documentsTarget` has it. */
const choices = [
  {
    value: 'auto',
    label: 'Automatic',
    detail: 'The tables that a query names decide, and its sample rows where it is run',
  },
  { value: 'xdr', label: 'Defender XDR', detail: 'Advanced hunting: the time is in Timestamp' },
  { value: 'workspace', label: 'Log Analytics Workspace', detail: 'Microsoft Sentinel: the time is in TimeGenerated' },
] as const;

/** The language status of a KQL file, and the command behind it that makes the choice. */
export function showTablesStatus(): Disposable {
  const item = languages.createLanguageStatusItem('sigmasmith.tables', [
    { language: 'kusto' },
    { language: 'kql' },
    { pattern: '**/*.{kql,csl,kusto}' },
  ]);
  item.name = 'Sigmasmith: Tables of KQL';
  item.command = { command: 'sigmasmith.chooseTables', title: 'Change' };

  function update(): void {
    item.text = `Tables: ${chosen().label}`;
  }

  update();
  const subscriptions = [
    item,
    commands.registerCommand('sigmasmith.chooseTables', choose),
    window.onDidChangeActiveTextEditor(update),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(`sigmasmith.${setting}`)) update();
    }),
  ];
  return {
    dispose: () => {
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}

const setting = 'kql.documentsTarget';

function chosen(): (typeof choices)[number] {
  const value: unknown = configuration().get(setting);
  return choices.find((each) => each.value === value) ?? choices[0];
}

/** Of the active KQL document, since folders may differ. */
function configuration() {
  const document = window.activeTextEditor?.document;
  return workspace.getConfiguration('sigmasmith', document && isKql(document) ? document.uri : undefined);
}

async function choose(): Promise<void> {
  const now = chosen();
  const picked = await window.showQuickPick(
    choices.map((choice) => ({ ...choice, description: choice === now ? 'chosen now' : '' })),
    { title: 'Whose tables do KQL files mean?' },
  );
  if (picked === undefined) return;
  const isInWorkspace = workspace.workspaceFolders !== undefined;
  const where = isInWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  await configuration().update(setting, picked.value, where);
}
