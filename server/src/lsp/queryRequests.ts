import type { Connection } from 'vscode-languageserver';
import type { Validator } from '../kql/validation/validator.ts';
import type { SigmaDocument, SigmaDocuments } from './documents.ts';
import { type ChosenQuery, exportQuery, linkToPortal } from './features/exportQuery.ts';
import { preview } from './features/preview.ts';
import type { Guard } from './guard.ts';
import {
  type ExportParams,
  type ExportResult,
  methods,
  type PortalLinkParams,
  type PortalLinkResult,
  type PreviewParams,
  type PreviewResult,
  type PreviewShown,
  type ValidateKqlParams,
  type ValidateKqlResult,
} from './protocol.ts';
import type { QueryFindings } from './queryFindings.ts';
import type { Settings } from './settings.ts';
import type { Surroundings } from './surroundings.ts';

export interface QueryRequestContext {
  readonly connection: Connection;
  readonly guard: Guard;
  readonly documents: SigmaDocuments;
  /** Those of a document, as the client has them now. */
  readonly settings: (uri: string) => Promise<Settings>;
  /** What the document's queries depend on, once the workspace is known. */
  readonly surroundings: (document: SigmaDocument) => Promise<Surroundings>;
  readonly validate: Validator['validate'];
  readonly findings: QueryFindings;
}

/** Registers what the preview asks for, and what is done with the query that it shows. */
export function registerQueryRequests(context: QueryRequestContext): void {
  const { connection, guard, settings, validate, findings } = context;

  connection.onRequest(
    methods.preview,
    guard.request('preview', async (params: PreviewParams): Promise<PreviewResult | null> => {
      const found = await settledDocument(params.uri, context);
      if (found === undefined) return null;
      const { target, offset, table } = chosen(params, found.document);
      return preview(found.document, target, offset, found.around, table) ?? null;
    }),
  );
  connection.onNotification(methods.previewShown, ({ shown }: PreviewShown) => findings.preview(shown));
  connection.onRequest(
    methods.export,
    guard.request('export', async (params: ExportParams): Promise<ExportResult | null> => {
      const found = await settledDocument(params.uri, context);
      if (found === undefined) return null;
      return exportQuery(found.document, chosen(params, found.document), params, found.around) ?? null;
    }),
  );
  connection.onRequest<PortalLinkResult | null, unknown>(
    methods.portalLink,
    guard.request('portalLink', async (params: PortalLinkParams): Promise<PortalLinkResult | null> => {
      const found = await settledDocument(params.uri, context);
      if (found === undefined) return null;
      const { workspaceResourceId } = (await settings(params.uri)).azure;
      const { document, around } = found;
      return (await linkToPortal(document, chosen(params, document), workspaceResourceId, around)) ?? null;
    }),
  );
  connection.onRequest(
    methods.validateKql,
    guard.request('validateKql', async ({ query, target }: ValidateKqlParams, signal): Promise<ValidateKqlResult> => {
      return { diagnostics: [...(await validate(query, target, signal))] };
    }),
  );
}

/** The document as it is once its surroundings are known: meanwhile it may have been edited or closed. */
async function settledDocument(
  uri: string,
  { documents, surroundings }: QueryRequestContext,
): Promise<{ readonly document: SigmaDocument; readonly around: Surroundings } | undefined> {
  const asked = documents.get(uri);
  if (asked === undefined) return undefined;
  const around = await surroundings(asked);
  const document = documents.get(uri);
  return document && { document, around };
}

function chosen({ target, position, table }: PreviewParams, { lines }: SigmaDocument): ChosenQuery {
  return { target, table, offset: position ? lines.offsetAt(position) : 0 };
}
