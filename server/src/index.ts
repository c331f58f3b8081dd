/**
 * Sigmasmith as a library: read Sigma rules, check them, run them on events, write them as KQL, and run KQL. It knows neither
 * VS Code nor a file system; texts and objects go in, values come out. Ranges are offsets into the text in UTF-16 units.
 *
 * ```ts
 * import { compileMatcher, convertToKql, parseSigma, runKql } from 'sigmasmith';
 *
 * const [rule] = parseSigma(text).rules;
 * if (rule) {
 *   const matches = compileMatcher(rule);
 *   matches({ CommandLine: 'powershell -enc AAAA' });
 *   const { query } = convertToKql(rule, { target: 'xdr' });
 *   if (query) await runKql(query, { tables: { DeviceProcessEvents: [{ ProcessCommandLine: 'powershell -enc AAAA' }] } });
 * }
 * ```
 */
export type { Target } from './catalog/target.ts';
export { checkFile } from './checks/checkFile.ts';
export { type Documentation, documentationOf } from './checks/documentation.ts';
export { type Deployable, type DeployFormat, type Preparation, prepare, written } from './deploy/deploy.ts';
export { type EventList, type ReadEvent, readEvents } from './events/read.ts';
export { type Conversion, type ConvertOptions, convertToKql } from './kql/convert.ts';
export { mappingsFor, type TableMapping } from './kql/mappings.ts';
export { type LaidOut, layOut } from './kql/rows/layOut.ts';
export { runKql } from './kusto/onDemand.ts';
export type { RunResult, Step } from './kusto/runKql.ts';
export type { RunOptions } from './kusto/runOptions.ts';
export { compileMatcher } from './match/compile.ts';
export { type Alert, correlate, type TimedEvent, type Timestamp } from './match/correlation/correlate.ts';
export { type Explanation, explain } from './match/explain.ts';
export { compileRules, type Match, type Refusal, type RuleSet } from './match/many/compileRules.ts';
export { applyPipelines, type Processed } from './pipelines/apply.ts';
export { finalize } from './pipelines/finalize.ts';
export { filesNamedBy, type OutsideFile, withFiles } from './pipelines/outsideFiles.ts';
export { parsePipeline } from './pipelines/parse.ts';
export type { Pipeline } from './pipelines/pipeline.ts';
export type { Postprocessed } from './pipelines/postprocess.ts';
export type { Fix, Problem, Severity, TextEdit } from './problem.ts';
export type { Range } from './range.ts';
export { applyFilters } from './sigma/applyFilters.ts';
export type { Expression, Item, ItemValue, Test } from './sigma/expression.ts';
export { parseSigma, type SigmaFile } from './sigma/parse.ts';
export type {
  Condition,
  CorrelationRule,
  DetectionRule,
  FilterRule,
  Located,
  Logsource,
  Selection,
  SigmaRule,
} from './sigma/rule.ts';
