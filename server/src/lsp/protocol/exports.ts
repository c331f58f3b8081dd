import type { TargetName } from './positions.ts';
import type { PreviewParams, PreviewProblem } from './preview.ts';

export type ExportFormat = 'kql' | 'sentinel-yaml' | 'sentinel-arm' | 'defender-json';

export interface ExportParams extends PreviewParams {
  format: ExportFormat;
  /** For Sentinel: a rule that runs near real time. */
  nearRealTime?: boolean;
}

export interface ExportResult {
  /** Missing when nothing can be made; `problems` says why. */
  text?: string;
  languageId: 'kusto' | 'yaml' | 'json';
  /** In how many places the query is only near to the rule; the preview lists them. */
  differences: number;
  problems: PreviewProblem[];
}

export type PortalLinkParams = PreviewParams;

export type PortalLinkResult =
  | { kind: 'link'; link: string }
  /** No workspace is set, or what is set is no resource id. */
  | { kind: 'no-workspace' }
  | { kind: 'no-query'; problems: PreviewProblem[] };

export interface ValidateKqlParams {
  target: TargetName;
  query: string;
}

export interface ValidateKqlResult {
  /** Microsoft's diagnostics, with offsets into the query. */
  diagnostics: {
    code: string;
    severity: 'error' | 'warning' | 'information';
    message: string;
    start: number;
    length: number;
  }[];
}
