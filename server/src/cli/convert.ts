import { type Target, targets } from '../catalog/target.ts';
import { type ConvertOptions, convertToKql } from '../kql/convert.ts';
import { createLineIndex } from '../lineIndex.ts';
import { applyFilters } from '../sigma/applyFilters.ts';
import { type Placeholders, withPlaceholders } from '../sigma/placeholders.ts';
import type { FilterRule } from '../sigma/rule.ts';
import type { Command, ExitCode } from './command.ts';
import { filtersHelp, filtersIn, readFilters } from './filters.ts';
import { type Finding, findingLine, findingOf } from './finding.ts';
import type { Output } from './output.ts';
import { placeholdersHelp, readPlaceholders } from './placeholders.ts';
import { queryOptionsConfig, queryOptionsHelp, queryOptionsOf } from './queryOptions.ts';
import { type RuleFile, ruleFiles } from './ruleFiles.ts';
import { oneOf, parseArguments, WrongUseError } from './wrongUse.ts';

export const convert: Command = {
  summary: 'write rules as KQL',
  help: `Usage: sigmasmith convert PATH… --target TARGET [--filters PATH]
       [--placeholders FILE] [--watchlists NAME=ALIAS:COLUMN] [--prefer TABLE]
       [--time TIME] [--header] [--strict] [--no-term-index] [--format text|json]

Writes each rule of the files and folders as a KQL query. A rule that has no
exact meaning in the target gets no query; why is said on standard error. Filters
that are found apply to all of the rules.

  --target TARGET  asim       Microsoft Sentinel through ASIM's parsers
                   xdr        Defender XDR's advanced hunting
                   workspace  the tables of a Log Analytics workspace
  ${filtersHelp}
  ${placeholdersHelp}
  ${queryOptionsHelp}
  --format FORMAT  text (the default): the queries, each under a comment with its
                   title; json: an array of { path, index, title, id, target,
                   query, tables, approximate, findings }

Exit codes: 0 every rule has a query; 1 some have none; 2 wrong use.`,
  run: runConvert,
};

interface Converted {
  readonly path: string;
  /** Among the rules of the file, from 0; missing for a file without rules. */
  readonly index?: number;
  readonly title?: string;
  readonly id?: string;
  readonly target: Target;
  readonly query: string | null;
  readonly tables: readonly string[];
  readonly approximate: boolean;
  readonly findings: readonly Finding[];
}

async function runConvert(args: string[], output: Output): Promise<ExitCode> {
  const { values, positionals } = parseArguments({
    args,
    allowPositionals: true,
    options: {
      target: { type: 'string' },
      filters: { type: 'string', multiple: true, default: [] },
      placeholders: { type: 'string' },
      ...queryOptionsConfig,
      format: { type: 'string', default: 'text' },
    },
  });
  const format = oneOf('format', values.format, ['text', 'json']);
  if (values.target === undefined) throw new WrongUseError('--target is missing.');
  const target = oneOf('target', values.target, targets);
  const options: ConvertOptions = { target, ...queryOptionsOf(values, target) };
  if (positionals.length === 0) throw new WrongUseError('A file or folder to convert is missing.');

  const placeholders = readPlaceholders(values.placeholders);
  const { filters, findings } = await readFilters(values.filters);
  for (const finding of findings) output.error(findingLine(finding));
  if (findings.length > 0) return 1;
  // A filter may stand after the rules that it applies to.
  const files: RuleFile[] = [];
  for await (const found of ruleFiles(positionals)) files.push(found);
  const applied = [...filtersIn(files), ...filters];
  const all: Converted[] = [];
  for (const found of files) {
    const converted = conversionsOf(found, options, applied, placeholders);
    if (format === 'text') for (const each of converted) writeText(each, options, output);
    all.push(...converted);
  }
  if (format === 'json') output.line(JSON.stringify(all, undefined, 2));
  return all.some(({ query }) => query === null) ? 1 : 0;
}

function conversionsOf(
  found: RuleFile,
  options: ConvertOptions,
  filters: readonly FilterRule[],
  placeholders: Placeholders,
): Converted[] {
  const { path } = found;
  const { target } = options;
  if (found.kind === 'bad')
    return [{ path, target, query: null, tables: [], approximate: false, findings: found.findings }];
  const lines = createLineIndex(found.file.text);
  const { rules } = found.file;
  return rules.flatMap((rule, index) => {
    // A filter is a part of other rules' queries and has none of its own.
    if (rule.kind === 'filter') return [];
    const meant = withPlaceholders(applyFilters(rule, filters, rules), placeholders);
    const { query, tables, problems, approximate } = convertToKql(meant, options);
    return {
      path,
      index,
      ...(rule.title && { title: rule.title.value }),
      ...(rule.id && { id: rule.id.value }),
      target,
      query: query ?? null,
      tables,
      approximate,
      findings: problems.map((problem) => findingOf(path, lines, problem)),
    };
  });
}

function writeText(
  { path, title, query, findings }: Converted,
  { header = false }: ConvertOptions,
  output: Output,
): void {
  for (const finding of findings) output.error(findingLine(finding));
  if (query === null) return;
  const heading = title === undefined || header ? path : `${title} (${path})`;
  output.line(`// ${heading.replace(/[\r\n]+/g, ' ')}\n${query}\n`);
}
