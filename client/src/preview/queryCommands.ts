import { commands, env, type QuickPickItem, Uri, ViewColumn, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient/node';
import {
  type ExportFormat,
  type ExportParams,
  type ExportResult,
  methods,
  type PortalLinkResult,
  type PreviewParams,
  type PreviewProblem,
  type PreviewResult,
  type TargetName,
} from '../../../server/src/lsp/protocol.ts';

/** What can be done with a query. Each tells the user what became of it. */
export interface QueryCommands {
  /** Resolves to whether there is something in the clipboard now. */
  copy(query: PreviewParams): Promise<boolean>;
  /** Asks for a form and opens the query in that as a new document. */
  export(query: PreviewParams): Promise<void>;
  /** Opens the portal of Defender or Azure with the query in its address. */
  openInPortal(query: PreviewParams): Promise<void>;
}

export function createQueryCommands(client: BaseLanguageClient): QueryCommands {
  async function copy(query: PreviewParams): Promise<boolean> {
    const result = await client.sendRequest<PreviewResult | null>(methods.preview, query);
    if (result?.query === undefined) {
      tellRefusal('There is no query to copy', result?.problems ?? []);
      return false;
    }
    await env.clipboard.writeText(result.query);
    return true;
  }

  async function exportQuery(query: PreviewParams): Promise<void> {
    const picked = await window.showQuickPick(exportItems(query.target), {
      title: 'Export Query',
      placeHolder: 'What the rule is exported as',
      matchOnDescription: true,
    });
    if (picked === undefined) return;
    const { format, nearRealTime, target, label } = picked;
    // A table of one target says nothing to another.
    const { table, ...anyTable } = query;
    const params: ExportParams = { ...(target === query.target ? query : anyTable), target, format, nearRealTime };
    const result = await client.sendRequest<ExportResult | null>(methods.export, params);
    if (result?.text === undefined)
      return tellRefusal(`The rule cannot be exported as ${label}`, result?.problems ?? []);
    const document = await workspace.openTextDocument({ language: result.languageId, content: result.text });
    const rule = window.visibleTextEditors.find((editor) => editor.document.uri.toString() === query.uri);
    await window.showTextDocument(document, { viewColumn: rule?.viewColumn ?? ViewColumn.One, preview: false });
    const told = [differencesInWords(result.differences, target), sentences(result.problems)].filter(Boolean).join(' ');
    if (told !== '') void window.showWarningMessage(told);
  }

  async function openInPortal(query: PreviewParams): Promise<void> {
    const result = await client.sendRequest<PortalLinkResult | null>(methods.portalLink, query);
    switch (result?.kind) {
      case undefined:
        return tellRefusal('There is no query to open', []);
      case 'no-query':
        return tellRefusal('There is no query to open', result.problems);
      case 'no-workspace':
        return offerSetting(query.uri);
      case 'link':
        if (result.link.length <= longestAddress || (await confirmLongAddress(query)))
          // As text: a `Uri` would write the escapes of the address anew, and the portal would not find its query.
          await commands.executeCommand('vscode.open', result.link);
        return;
    }
  }

  /** Windows opens no longer address; elsewhere it may work. */
  async function confirmLongAddress(query: PreviewParams): Promise<boolean> {
    const chosen = await window.showWarningMessage(
      'The query makes an address that may be too long for the browser. Copy it and paste it in the portal instead.',
      'Copy Query',
      'Open Anyway',
    );
    if (chosen === 'Copy Query') await copy(query);
    return chosen === 'Open Anyway';
  }

  return {
    copy: (query) => telling('The query could not be copied', false, () => copy(query)),
    export: (query) => telling('The query could not be exported', undefined, () => exportQuery(query)),
    openInPortal: (query) => telling('The query could not be opened', undefined, () => openInPortal(query)),
  };
}

/** In characters; what Windows takes from Electron's `shell.openExternal`. */
const longestAddress = 2081;

interface ExportItem extends QuickPickItem {
  readonly format: ExportFormat;
  readonly nearRealTime: boolean;
  readonly target: TargetName;
}

/** What a query for that target can be exported as, and the other forms from the target that they need. */
function exportItems(shown: TargetName): ExportItem[] {
  const sentinel = shown === 'xdr' ? 'asim' : shown;
  const item = (label: string, detail: string, format: ExportFormat, target: TargetName, nearRealTime = false) => ({
    label,
    detail,
    description: target === shown ? '' : `from the query for ${targetNames[target]}`,
    format,
    target,
    nearRealTime,
  });
  return [
    item('$(file-code) KQL Query', 'The query as it is shown', 'kql', shown),
    item(
      '$(shield) Sentinel Analytics Rule (YAML)',
      'As in the repository of Microsoft Sentinel',
      'sentinel-yaml',
      sentinel,
    ),
    item('$(shield) Sentinel Near-Real-Time Rule (YAML)', 'Runs each minute', 'sentinel-yaml', sentinel, true),
    item('$(json) Sentinel ARM Template', 'To be deployed to a workspace', 'sentinel-arm', sentinel),
    item('$(json) Sentinel Near-Real-Time ARM Template', 'Runs each minute', 'sentinel-arm', sentinel, true),
    item('$(shield) Defender Custom Detection (JSON)', 'For Microsoft Graph', 'defender-json', 'xdr'),
  ];
}

const targetNames: Readonly<Record<TargetName, string>> = {
  asim: 'Sentinel (ASIM)',
  xdr: 'Defender XDR',
  workspace: 'Sentinel (workspace)',
};

function differencesInWords(differences: number, target: TargetName): string {
  if (differences === 0) return '';
  const where = differences === 1 ? 'one place' : `${differences} places`;
  return `The exported query differs from the rule in ${where}: the KQL preview for ${targetNames[target]} says where and how.`;
}

async function offerSetting(uri: string): Promise<void> {
  const chosen = await window.showWarningMessage(
    'To open queries in the Azure portal, give the resource id of your Log Analytics workspace in the setting sigmasmith.azure.workspaceResourceId.',
    'Open Setting',
  );
  if (chosen === undefined) return;
  const isInFolder = workspace.getWorkspaceFolder(Uri.parse(uri)) !== undefined;
  const open = isInFolder ? 'workbench.action.openWorkspaceSettings' : 'workbench.action.openSettings';
  await commands.executeCommand(open, 'sigmasmith.azure.workspaceResourceId');
}

function tellRefusal(what: string, problems: readonly PreviewProblem[]): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const why = errors.length === 0 ? 'Open a Sigma rule first.' : sentences(errors);
  void window.showErrorMessage(`${plain(what)}: ${why}`);
}

/** A message is one line: the first problems are enough, the preview has all. */
function sentences(problems: readonly PreviewProblem[]): string {
  const shown = problems.slice(0, 2).map(({ message }) => message.replaceAll('`', ''));
  const rest = problems.length - shown.length;
  return [
    ...shown,
    ...(rest > 0 ? [`There ${rest === 1 ? 'is one more reason' : `are ${rest} more reasons`}.`] : []),
  ].join(' ');
}

/** A label without its icon. */
function plain(text: string): string {
  return text.replace(/\$\([\w-]+\) /g, '');
}

async function telling<Result>(what: string, otherwise: Result, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    void window.showErrorMessage(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    return otherwise;
  }
}
