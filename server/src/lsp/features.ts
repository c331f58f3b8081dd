import {
  type CancellationToken,
  type CodeLens,
  type CodeLensParams,
  type Connection,
  LSPErrorCodes,
  MarkupKind,
  ResponseError,
} from 'vscode-languageserver';
import type { Problem } from '../problem.ts';
import type { ClientAbilities } from './client.ts';
import { codeActions } from './codeActions.ts';
import { toCodeLenses } from './codeLenses.ts';
import { resolveCompletionItem, toCompletionItems } from './completionItems.ts';
import { isConfigUri } from './configDocuments.ts';
import type { SigmaDocument, SigmaDocuments } from './documents.ts';
import { completeConfig } from './features/completeConfig.ts';
import { completePipeline } from './features/completePipeline.ts';
import { complete } from './features/completion.ts';
import { definitions } from './features/definition.ts';
import { hover } from './features/hover.ts';
import { hoverPipeline } from './features/hoverPipeline.ts';
import { namePlaces, renamable, rename } from './features/selectionNames.ts';
import { outline } from './features/symbols.ts';
import type { Guard } from './guard.ts';
import type { KqlFeatures } from './kqlFeatures.ts';
import { toDocumentSymbols } from './outlineSymbols.ts';
import { toLspRange } from './positions.ts';
import type { RuleRun } from './protocol.ts';
import type { Settings } from './settings.ts';
import type { Surroundings } from './surroundings.ts';

export interface FeatureContext {
  readonly connection: Connection;
  readonly kql: KqlFeatures;
  /** Around requests about Sigma documents. */
  readonly guard: Guard;
  /** Around requests about all documents that have findings: also settings and pipelines. */
  readonly checkedGuard: Guard;
  readonly documents: SigmaDocuments;
  readonly settings: (uri: string) => Promise<Settings>;
  readonly surroundings: (document: SigmaDocument) => Promise<Surroundings>;
  /** What the last run of a document's rules gave. */
  readonly rulesRun: (uri: string) => readonly RuleRun[];
  /** Findings that no check made: of runs and of queries. */
  readonly foundOtherwise: (document: SigmaDocument) => readonly Problem[];
  readonly client: () => ClientAbilities;
}

/** The editor's requests about one document. */
export function registerFeatures({
  connection,
  kql,
  guard,
  checkedGuard,
  documents,
  settings,
  surroundings,
  rulesRun,
  foundOtherwise,
  client,
}: FeatureContext): void {
  /** KQL documents have their own answer to a request that Sigma documents have as well. */
  const kqlOr =
    <Params extends { readonly textDocument: { readonly uri: string } }, Own, Other>(
      own: (params: Params, token: CancellationToken) => Own,
      other: (params: Params, token: CancellationToken) => Other,
    ) =>
    (params: Params, token: CancellationToken): Own | Other =>
      kql.has(params.textDocument.uri) ? own(params, token) : other(params, token);

  connection.onCompletion(
    kqlOr(
      kql.completion,
      checkedGuard.document('completion', (document, { position }) => {
        const offset = document.lines.offsetAt(position);
        const proposals = completionsOf(document)(document, offset);
        return toCompletionItems(proposals, document.lines, client());
      }),
    ),
  );
  connection.onCompletionResolve(resolveCompletionItem);
  connection.onHover(
    kqlOr(
      kql.hover,
      checkedGuard.document('hover', (document, { position }) => {
        const offset = document.lines.offsetAt(position);
        const found = document.isRuleless
          ? hoverPipeline(document, offset)
          : hover(document, offset, foundOtherwise(document));
        if (!found) return null;
        const { range, markdown } = found;
        return { range: toLspRange(document.lines, range), contents: { kind: MarkupKind.Markdown, value: markdown } };
      }),
    ),
  );
  connection.onDocumentSymbol(
    kqlOr(
      kql.documentSymbol,
      guard.document('documentSymbol', (document) => toDocumentSymbols(outline(document), document.lines)),
    ),
  );
  connection.onCodeLens(
    guard.request('codeLens', async ({ textDocument: { uri } }: CodeLensParams): Promise<CodeLens[] | null> => {
      if (!documents.get(uri)) return null;
      const { portabilityLens } = await settings(uri);
      const asked = documents.get(uri);
      const around = portabilityLens && asked ? await surroundings(asked) : undefined;
      const document = documents.get(uri);
      return document ? toCodeLenses(document, rulesRun(uri), around) : null;
    }),
  );
  connection.onCodeAction(
    kqlOr(
      kql.codeAction,
      checkedGuard.document('codeAction', (document, { range, context }) =>
        codeActions(document, range, context, client().versionedEdits),
      ),
    ),
  );
  connection.onDefinition(
    kqlOr(
      kql.definition,
      guard.document('definition', (document, { position }) =>
        definitions(document, document.lines.offsetAt(position)).map((range) => {
          return { uri: document.uri, range: toLspRange(document.lines, range) };
        }),
      ),
    ),
  );
  connection.onReferences(
    kqlOr(
      kql.references,
      guard.document('references', (document, { position, context }) =>
        namePlaces(document, document.lines.offsetAt(position))
          .filter(({ isDeclaration }) => !isDeclaration || context.includeDeclaration)
          .map((place) => ({ uri: document.uri, range: toLspRange(document.lines, place) })),
      ),
    ),
  );
  connection.onPrepareRename(
    kqlOr(
      kql.prepareRename,
      guard.document('prepareRename', (document, { position }) => {
        const range = renamable(document, document.lines.offsetAt(position));
        return range === undefined ? null : toLspRange(document.lines, range);
      }),
    ),
  );
  connection.onRenameRequest(
    kqlOr(
      kql.rename,
      guard.document('rename', (document, { position, newName }) => {
        const renaming = rename(document, document.lines.offsetAt(position), newName);
        if ('refusal' in renaming) return new ResponseError(LSPErrorCodes.RequestFailed, renaming.refusal);
        const edits = renaming.places.map((place) => ({ range: toLspRange(document.lines, place), newText: newName }));
        return { changes: { [document.uri]: edits } };
      }),
    ),
  );
}

/** What proposes completions in a document of that kind. */
function completionsOf({ uri, isRuleless }: SigmaDocument) {
  return isConfigUri(uri) ? completeConfig : isRuleless === true ? completePipeline : complete;
}
