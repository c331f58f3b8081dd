import { CodeActionKind, type InitializeResult, TextDocumentSyncKind } from 'vscode-languageserver';
import { fixAllKind } from './codeActions.ts';
import { kqlCapabilities } from './kqlRegistration.ts';

/** What the server says it can do. Features of KQL are registered later where the client can: by then its settings are known. */
export function initializeResult(registersLater: boolean): InitializeResult {
  return {
    serverInfo: { name: 'sigmasmith' },
    capabilities: registersLater ? capabilities : { ...capabilities, ...kqlCapabilities },
  };
}

const capabilities: InitializeResult['capabilities'] = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  completionProvider: { resolveProvider: true, triggerCharacters: ['|', ':', ' ', '.', '-', "'", '"'] },
  hoverProvider: true,
  documentSymbolProvider: true,
  codeLensProvider: {},
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind] },
  definitionProvider: true,
  referencesProvider: true,
  renameProvider: { prepareProvider: true },
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
};
