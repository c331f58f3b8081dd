import {
  type CancellationToken,
  type CodeAction,
  type CodeActionParams,
  type CompletionItem,
  type Connection,
  type Definition,
  type DocumentSymbol,
  type Hover,
  type Location,
  LSPErrorCodes,
  MarkupKind,
  type Range,
  type ReferenceParams,
  type RenameParams,
  ResponseError,
  type TextDocumentPositionParams,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { KqlAnswer, KqlAsked, KqlFeature } from '../kql/language/answer.ts';
import type { CustomTables } from '../kql/language/schemas.ts';
import { ServiceFailure } from '../kql/validation/thread.ts';
import type { Validator } from '../kql/validation/validator.ts';
import { createLineIndex, type LineIndex } from '../lineIndex.ts';
import type { ClientAbilities } from './client.ts';
import type { Guard } from './guard.ts';
import { createKqlFindings, type KqlFindings } from './kqlFindings.ts';
import {
  kqlCodeActions,
  toKqlCompletionItems,
  toKqlFoldingRanges,
  toKqlSymbols,
  toSemanticTokens,
} from './kqlItems.ts';
import type { KqlFileSettings } from './kqlSettings.ts';
import { toLspRange } from './positions.ts';

export interface KqlContext {
  readonly connection: Connection;
  readonly guard: Guard;
  /** The open document if it is one of KQL. */
  readonly open: (uri: string) => TextDocument | undefined;
  readonly settings: (uri: string) => Promise<KqlFileSettings>;
  /** Tables that the document's sample rows tell of. */
  readonly sampleTables: (uri: string, text: string, signal: AbortSignal) => Promise<CustomTables>;
  readonly ask: Validator['ask'];
  readonly client: () => ClientAbilities;
  readonly log: (message: string) => void;
}

interface DocumentParams {
  readonly textDocument: { readonly uri: string };
}

/** What is answered about KQL documents by requests that Sigma documents have as well, and what is found in them. */
export interface KqlFeatures extends KqlFindings {
  has(uri: string): boolean;
  completion(params: TextDocumentPositionParams, token: CancellationToken): Promise<CompletionItem[] | null>;
  hover(params: TextDocumentPositionParams, token: CancellationToken): Promise<Hover | null>;
  documentSymbol(params: DocumentParams, token: CancellationToken): Promise<DocumentSymbol[] | null>;
  definition(params: TextDocumentPositionParams, token: CancellationToken): Promise<Definition | null>;
  references(params: ReferenceParams, token: CancellationToken): Promise<Location[] | null>;
  prepareRename(params: TextDocumentPositionParams, token: CancellationToken): Promise<Range | null>;
  rename(params: RenameParams, token: CancellationToken): Promise<WorkspaceEdit | ResponseError | null>;
  codeAction(params: CodeActionParams): CodeAction[];
}

/** Registers the requests that only KQL documents have. Nothing is loaded before such a document is open. */
export function registerKqlFeatures(context: KqlContext): KqlFeatures {
  const { connection, guard, open, settings, sampleTables, ask, client, log } = context;
  /** Texts on which the worker took too long or crashed: it is not asked about them again. */
  const failed = new Map<string, { readonly text: string; readonly error: unknown }>();
  const newest = new Map<string, AbortController>();

  async function isLeftToOthers(uri: string): Promise<boolean> {
    const { languageFeatures } = await settings(uri);
    return languageFeatures === 'off' || (languageFeatures === 'auto' && client().kqlElsewhere);
  }

  async function answer<Feature extends KqlFeature>(
    uri: string,
    feature: Feature,
    more: object,
    signal: AbortSignal,
    isUrgent: boolean,
  ): Promise<{ readonly found: KqlAnswer<Feature>; readonly lines: LineIndex } | undefined> {
    const { target, customTables: given } = await settings(uri);
    if (await isLeftToOthers(uri)) return undefined;
    const sampled = await sampleTables(uri, open(uri)?.getText() ?? '', signal);
    const text = open(uri)?.getText();
    if (text === undefined || signal.aborted) return undefined;
    const customTables = { ...sampled, ...given };
    const failure = failed.get(uri);
    if (failure?.text === text) {
      if (feature === 'findings') throw failure.error;
      return undefined;
    }
    const asked = { text, target, customTables, ...more } as unknown as KqlAsked<Feature>;
    try {
      const found = await ask({ feature, asked }, { signal, isUrgent });
      return { found, lines: createLineIndex(text) };
    } catch (error) {
      if (!signal.aborted && !(error instanceof ServiceFailure)) failed.set(uri, { text, error });
      throw error;
    }
  }

  /** A request about a place or a document: of several of one kind about a document only the newest is answered. */
  async function about<Feature extends KqlFeature, Result>(
    { textDocument: { uri }, ...params }: DocumentParams & Partial<TextDocumentPositionParams>,
    feature: Feature,
    signal: AbortSignal,
    convert: (found: NonNullable<KqlAnswer<Feature>>, lines: LineIndex) => Result,
    more: object = {},
    purpose: string = feature,
  ): Promise<Result | null> {
    const document = open(uri);
    if (document === undefined) return null;
    const key = `${purpose} ${uri}`;
    newest.get(key)?.abort();
    const controller = new AbortController();
    newest.set(key, controller);
    const both = AbortSignal.any([signal, controller.signal]);
    const place = params.position && { offset: createLineIndex(document.getText()).offsetAt(params.position) };
    try {
      const answered = await answer(uri, feature, { ...place, ...more }, both, true);
      const { found, lines } = answered ?? {};
      return found === undefined || found === null || lines === undefined ? null : convert(found, lines);
    } catch (error) {
      if (controller.signal.aborted) return null;
      throw error;
    } finally {
      if (newest.get(key) === controller) newest.delete(key);
    }
  }

  const findings = createKqlFindings({
    connection,
    open: (uri) => {
      const document = open(uri);
      return document && { version: document.version, text: document.getText() };
    },
    find: async (uri, signal) => (await answer(uri, 'findings', {}, signal, false))?.found,
    log,
  });

  connection.onSignatureHelp(
    guard.request('signatureHelp', (params, signal) =>
      about(params, 'signatures', signal, ({ signatures, activeSignature, activeParameter }) => ({
        signatures: signatures.map(({ label, parameters }) => ({
          label,
          parameters: parameters.map(([start, end]) => ({ label: [start, end] as [number, number] })),
        })),
        activeSignature,
        activeParameter,
      })),
    ),
  );
  async function rename(params: RenameParams, token: CancellationToken): Promise<WorkspaceEdit | ResponseError | null> {
    let refusal: string | undefined;
    const request = guard.request('rename', (asked: RenameParams, signal) =>
      about(
        asked,
        'rename',
        signal,
        (found, lines) => {
          if ('refusal' in found) {
            refusal = found.refusal;
            return null;
          }
          const edits = found.edits.map(({ range, text }) => ({ range: toLspRange(lines, range), newText: text }));
          return { changes: { [asked.textDocument.uri]: edits } };
        },
        { name: asked.newName },
      ),
    );
    const edit = await request(params, token);
    return refusal === undefined ? edit : new ResponseError(LSPErrorCodes.RequestFailed, refusal);
  }

  connection.onDocumentFormatting(
    guard.request('formatting', (params, signal) =>
      about(params, 'format', signal, (edits, lines) =>
        edits.map(({ range, text }) => ({ range: toLspRange(lines, range), newText: text })),
      ),
    ),
  );
  connection.onFoldingRanges(
    guard.request('foldingRange', (params, signal) => about(params, 'folds', signal, toKqlFoldingRanges)),
  );
  connection.languages.semanticTokens.on(async (params, token) => {
    const request = guard.request('semanticTokens', (asked: typeof params, signal) =>
      about(asked, 'tokens', signal, toSemanticTokens),
    );
    const tokens = await request(params, token);
    const { uri } = params.textDocument;
    if (tokens !== null || token.isCancellationRequested || open(uri) === undefined || (await isLeftToOthers(uri)))
      return tokens;
    // No answer at all would take the colours away until the next one comes.
    return new ResponseError<void>(LSPErrorCodes.ContentModified, 'Another question about the document came first.');
  });

  return {
    ...findings,
    forget(uri) {
      failed.delete(uri);
      findings.forget(uri);
    },
    has: (uri) => open(uri) !== undefined,
    completion: guard.request('completion', (params, signal) =>
      about(params, 'completion', signal, (found, lines) => toKqlCompletionItems(found, lines, client())),
    ),
    hover: guard.request('hover', (params, signal) =>
      about(params, 'hover', signal, ({ range, markdown }, lines) => ({
        range: toLspRange(lines, range),
        contents: { kind: MarkupKind.Markdown, value: markdown },
      })),
    ),
    documentSymbol: guard.request('documentSymbol', (params: DocumentParams, signal) =>
      about(params, 'outline', signal, toKqlSymbols),
    ),
    definition: guard.request('definition', (params: TextDocumentPositionParams, signal) => {
      const declarations = (found: KqlAnswer<'references'>, lines: LineIndex): Location[] =>
        found
          .filter(({ isDeclaration }) => isDeclaration)
          .map((range) => ({ uri: params.textDocument.uri, range: toLspRange(lines, range) }));
      return about(params, 'references', signal, declarations, {}, 'definition');
    }),
    references: guard.request('references', (params: ReferenceParams, signal) =>
      about(params, 'references', signal, (found, lines) =>
        found
          .filter(({ isDeclaration }) => !isDeclaration || params.context.includeDeclaration)
          .map((range) => ({ uri: params.textDocument.uri, range: toLspRange(lines, range) })),
      ),
    ),
    prepareRename: guard.request('prepareRename', (params: TextDocumentPositionParams, signal) =>
      about(params, 'renamable', signal, (range, lines) => toLspRange(lines, range)),
    ),
    rename,
    codeAction: kqlCodeActions,
  };
}
