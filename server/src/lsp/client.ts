import type { InitializeParams } from 'vscode-languageserver';
import type { CompletionClient } from './completionItems.ts';

/** `initializationOptions`; every member may be missing. */
export interface InitializationOptions {
  /** The section `sigmasmith` of the configuration, for editors that don't answer `workspace/configuration`. */
  readonly settings?: unknown;
  /** A command of the editor that opens the list of proposals: `editor.action.triggerSuggest` in VS Code. */
  readonly suggestCommand?: string;
  /** Another extension of the editor provides KQL as a language. */
  readonly kqlElsewhere?: boolean;
}

/** What the server asks of a client before it uses it. */
export interface ClientAbilities extends CompletionClient {
  readonly configuration: boolean;
  readonly registersConfiguration: boolean;
  readonly refreshesLenses: boolean;
  readonly folders: boolean;
  readonly registersWatchers: boolean;
  readonly showsProgress: boolean;
  readonly versionedEdits: boolean;
  readonly initialSettings: unknown;
  readonly kqlElsewhere: boolean;
  /** It can be told of features that only some documents have. */
  readonly registersFeatures: boolean;
}

export function clientAbilities({
  capabilities,
  initializationOptions,
}: Partial<Pick<InitializeParams, 'capabilities' | 'initializationOptions'>>): ClientAbilities {
  const item = capabilities?.textDocument?.completion?.completionItem;
  const options: InitializationOptions = initializationOptions ?? {};
  return {
    snippets: item?.snippetSupport === true,
    labelDetails: item?.labelDetailsSupport === true,
    ...(typeof options.suggestCommand === 'string' && { chainCommand: options.suggestCommand }),
    configuration: capabilities?.workspace?.configuration === true,
    registersConfiguration: capabilities?.workspace?.didChangeConfiguration?.dynamicRegistration === true,
    refreshesLenses: capabilities?.workspace?.codeLens?.refreshSupport === true,
    folders: capabilities?.workspace?.workspaceFolders === true,
    registersWatchers: capabilities?.workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    showsProgress: capabilities?.window?.workDoneProgress === true,
    versionedEdits: capabilities?.workspace?.workspaceEdit?.documentChanges === true,
    initialSettings: options.settings,
    kqlElsewhere: options.kqlElsewhere === true,
    registersFeatures: capabilities?.textDocument?.semanticTokens?.dynamicRegistration === true,
  };
}
