/**
 * What client and server say to each other beyond LSP. The client imports this file as types (and the method names as
 * constants). The messages' types lie in `protocol/`, by what they are about; positions are LSP's: zero-based lines,
 * UTF-16 characters.
 */
export type { KqlTokenKind } from '../kql/tokens.ts';
export type * from './protocol/documents.ts';
export type * from './protocol/exports.ts';
export type * from './protocol/positions.ts';
export type * from './protocol/preview.ts';
export type * from './protocol/query.ts';
export type * from './protocol/run.ts';

export const methods = {
  /** PreviewParams -> PreviewResult | null (null: the document holds no Sigma rule). */
  preview: 'sigmasmith/preview',
  /** Notification, client -> server: PreviewShown, whenever the preview shows another rule, target or table, and when it is closed. */
  previewShown: 'sigmasmith/previewShown',
  /** ExportParams -> ExportResult | null (null: the document holds no Sigma rule). */
  export: 'sigmasmith/export',
  /** PortalLinkParams -> PortalLinkResult | null. Nothing is opened or sent. */
  portalLink: 'sigmasmith/portalLink',
  /** ValidateKqlParams -> ValidateKqlResult. Slow the first time (the Kusto language service is loaded), cancellable. */
  validateKql: 'sigmasmith/validateKql',
  /** RunParams -> RunResult | null. Reports progress through the request's work-done token, cancellable. */
  run: 'sigmasmith/run',
  /** RunQueryParams -> RunQueryResult | null. Reports progress through the request's work-done token, cancellable. Slow the first time. */
  runQuery: 'sigmasmith/runQuery',
  /** Notification, client -> server: ClearRunsParams. What the last run of these documents left in lenses and diagnostics goes away. */
  clearRuns: 'sigmasmith/clearRuns',
  /** IsSigmaParams -> boolean. */
  isSigma: 'sigmasmith/isSigma',
  /** Notification, server -> client: SigmaDocuments, whenever a document becomes a Sigma rule or stops being one. */
  sigmaDocuments: 'sigmasmith/sigmaDocuments',
  /** Notification, server -> client: SurroundingsChanged. What was previewed may have another query now, though its document is the same. */
  surroundingsChanged: 'sigmasmith/surroundingsChanged',
} as const;
