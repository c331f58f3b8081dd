import {
  type Connection,
  DocumentFormattingRequest,
  FoldingRangeRequest,
  SemanticTokensRegistrationType,
  type ServerCapabilities,
  SignatureHelpRequest,
} from 'vscode-languageserver';
import { kqlTokenTypes } from '../kql/language/tokenTypes.ts';
import type { OpenText } from './documents.ts';

/** Other extensions call the language `kusto`, some `kql`; editors without either go by the file's name. */
export function isKql({ languageId, uri }: Pick<OpenText, 'uri'> & { readonly languageId: string }): boolean {
  return languageId === 'kusto' || languageId === 'kql' || /\.(?:kql|csl|kusto)$/i.test(uri);
}

const documentSelector = [{ language: 'kusto' }, { language: 'kql' }, { pattern: '**/*.{kql,csl,kusto}' }];
const signatureHelp = { triggerCharacters: ['(', ','] };
const semanticTokens = { legend: { tokenTypes: [...kqlTokenTypes], tokenModifiers: [] }, full: true };

/** What only KQL documents have, for clients that cannot be told so later. */
export const kqlCapabilities: Partial<ServerCapabilities> = {
  signatureHelpProvider: signatureHelp,
  documentFormattingProvider: true,
  foldingRangeProvider: true,
  semanticTokensProvider: semanticTokens,
};

/** Registers the same for KQL documents alone, so that the editor asks others about YAML. */
export function registerKqlCapabilities({ client }: Connection): void {
  void client.register(SignatureHelpRequest.type, { documentSelector, ...signatureHelp });
  void client.register(DocumentFormattingRequest.type, { documentSelector });
  void client.register(FoldingRangeRequest.type, { documentSelector });
  void client.register(SemanticTokensRegistrationType.type, { documentSelector, ...semanticTokens });
}
