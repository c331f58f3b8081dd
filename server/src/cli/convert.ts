import { targets } from '../catalog/target.ts';
import type { ConvertOptions } from '../kql/convert.ts';
import { finalize } from '../pipelines/finalize.ts';
import type { Command, ExitCode } from './command.ts';
import { convertFormats, documentOf, isLost, kqlOf, type Result, writeFiles } from './convertFormats.ts';
import { convertPaths } from './convertPaths.ts';
import { filtersHelp, readFilters } from './filters.ts';
import { findingLine } from './finding.ts';
import type { Output } from './output.ts';
import { pipelinesHelp, readPipelines } from './pipelines.ts';
import { placeholdersHelp, readPlaceholders } from './placeholders.ts';
import { queryOptionsConfig, queryOptionsHelp, queryOptionsOf } from './queryOptions.ts';
import { oneOf, parseArguments, WrongUseError } from './wrongUse.ts';

export const convert: Command = {
  summary: 'write rules as KQL',
  help: `Usage: sigmasmith convert PATH… --target TARGET [--filters PATH]
       [--pipeline FILE] [--placeholders FILE] [--watchlists NAME=ALIAS:COLUMN] [--prefer TABLE]
       [--time TIME] [--header] [--strict] [--no-term-index] [--format FORMAT]
       [--nrt] [--out FOLDER]

Writes each rule of the files and folders as a KQL query. A rule that has no
exact meaning in the target gets no query; why is said on standard error. Filters
that are found apply to all of the rules. A rule that a correlation refers to is a
part of that one's query, and gets one of its own if it says \`generate: true\`.
The finalizers of pipelines apply to all queries of --format kql together, or with
--out to each by itself.

  --target TARGET  asim       Microsoft Sentinel through ASIM's parsers
                   xdr        Defender XDR's advanced hunting
                   workspace  the tables of a Log Analytics workspace
  ${filtersHelp}
  ${pipelinesHelp}
  ${placeholdersHelp}
  ${queryOptionsHelp}
  --format FORMAT  kql (the default): the queries, each under a comment with its
                   title; json: an array of { path, index, title, id, target,
                   query, tables, approximate, findings }; sentinel-yaml and
                   sentinel-arm: analytics rules of Microsoft Sentinel (targets
                   asim and workspace); defender-json: custom detections for
                   Microsoft Graph (target xdr)
  --nrt            analytics rules that run near real time, where that is possible
  --out FOLDER     one file a rule, in this folder

Exit codes: 0 every rule has a query; 1 some have none; 2 wrong use.`,
  run: runConvert,
};

async function runConvert(args: string[], output: Output): Promise<ExitCode> {
  const { values, positionals } = parseArguments({
    args,
    allowPositionals: true,
    options: {
      target: { type: 'string' },
      filters: { type: 'string', multiple: true, default: [] },
      pipeline: { type: 'string', multiple: true, default: [] },
      placeholders: { type: 'string' },
      ...queryOptionsConfig,
      format: { type: 'string', default: 'kql' },
      nrt: { type: 'boolean', default: false },
      out: { type: 'string' },
    },
  });
  const format = oneOf('format', values.format, convertFormats);
  if (values.target === undefined) throw new WrongUseError('--target is missing.');
  const target = oneOf('target', values.target, targets);
  const options: ConvertOptions = { target, ...queryOptionsOf(values, target) };
  if (positionals.length === 0) throw new WrongUseError('A file or folder to convert is missing.');

  const placeholders = readPlaceholders(values.placeholders);
  const { filters, findings } = await readFilters(values.filters);
  for (const finding of findings) output.error(findingLine(finding));
  const { pipelines, findings: faults } = readPipelines(values.pipeline);
  for (const finding of faults) output.error(findingLine(finding));
  if (findings.length > 0 || faults.some(({ severity }) => severity === 'error')) return 1;
  const request = { options, placeholders, format, nearRealTime: values.nrt };
  const isFinalized =
    format === 'kql' && values.out === undefined && pipelines.some((each) => each.finalizers.length > 0);
  const all: Result[] = [];
  for await (const result of convertPaths(positionals, request, filters, pipelines)) {
    all.push(result);
    if (format === 'json') continue;
    for (const finding of result.findings) output.error(findingLine(finding));
    if (format === 'kql' && values.out === undefined && result.query !== null && !isFinalized)
      output.line(kqlOf(result, values.header));
  }
  if (isFinalized)
    output.line(
      finalize(
        all.flatMap(({ query }) => query ?? []),
        pipelines,
      ) ?? '',
    );
  else if (values.out !== undefined) {
    const settings = { format, folder: values.out, hasHeader: values.header, pipelines };
    writeFiles(all, settings, output);
  } else if (format !== 'kql') output.line(documentOf(all, format));
  return all.some((result) => isLost(result, format)) ? 1 : 0;
}
