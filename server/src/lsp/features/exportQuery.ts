import type { Target } from '../../catalog/target.ts';
import { prepare, written } from '../../deploy/deploy.ts';
import { portalLink } from '../../deploy/portalLinks.ts';
import type { Problem } from '../../problem.ts';
import { conversionsOf } from '../conversions.ts';
import type { SigmaDocument } from '../documents.ts';
import type { ExportFormat, ExportResult, PortalLinkResult } from '../protocol.ts';
import type { Surroundings } from '../surroundings.ts';
import { previewProblem } from './preview.ts';
import { ruleAt } from './ruleAt.ts';

/** Which query of a document is meant, in the words of `PreviewParams`. */
export interface ChosenQuery {
  readonly target: Target;
  readonly offset: number;
  readonly table?: string | undefined;
}

/** The query as a file of its own, or what Sentinel or Defender take; undefined when there is no rule. */
export function exportQuery(
  document: SigmaDocument,
  { target, offset, table }: ChosenQuery,
  { format, nearRealTime = false }: { readonly format: ExportFormat; readonly nearRealTime?: boolean | undefined },
  around: Surroundings,
): ExportResult | undefined {
  const { file } = document;
  const rule = ruleAt(file, offset) ?? file.rules[0];
  if (rule === undefined) return undefined;
  const languageId = languages[format];
  const refused = (problems: readonly Problem[]): ExportResult => ({
    languageId,
    differences: 0,
    problems: problems.map((each) => previewProblem(document, each)),
  });
  const conversions = conversionsOf(rule, file.rules, around);
  const conversion = conversions.to(target, table);
  if (conversion.query === undefined) return refused(conversion.problems);
  const differences = conversion.problems.filter(({ code }) => code === 'approximate-mapping').length;
  if (format === 'kql')
    return { text: `${conversions.text(target, table) ?? conversion.query}\n`, languageId, differences, problems: [] };
  if (nearRealTime && rule.kind === 'correlation') return refused([needsSchedule(rule.range)]);
  const { deployable, problems } = prepare(conversions.meant, conversion, format, { nearRealTime });
  if (deployable === undefined) return refused(problems);
  return { ...refused(problems), differences, text: written([deployable], format) };
}

/** The address that opens the query in Microsoft's portal; undefined when there is no rule. */
export async function linkToPortal(
  document: SigmaDocument,
  { target, offset, table }: ChosenQuery,
  workspaceResourceId: string,
  around: Surroundings,
): Promise<PortalLinkResult | undefined> {
  const { file } = document;
  const rule = ruleAt(file, offset) ?? file.rules[0];
  if (rule === undefined) return undefined;
  const { query, problems } = conversionsOf(rule, file.rules, around).to(target, table);
  if (query === undefined)
    return { kind: 'no-query', problems: problems.map((each) => previewProblem(document, each)) };
  const link = await portalLink(query, target, workspaceResourceId);
  return link === undefined ? { kind: 'no-workspace' } : { kind: 'link', link };
}

const languages: Readonly<Record<ExportFormat, ExportResult['languageId']>> = {
  kql: 'kusto',
  'sentinel-yaml': 'yaml',
  'sentinel-arm': 'json',
  'defender-json': 'json',
};

function needsSchedule(range: Problem['range']): Problem {
  const message =
    'A correlation looks back over its time span, so it cannot run near real time: export a scheduled rule.';
  return { code: 'not-deployable', severity: 'error', message, range };
}
