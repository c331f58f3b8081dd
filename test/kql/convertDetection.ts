import type { Target } from '../../server/src/catalog/target.ts';
import type { LogsourceKey } from '../../server/src/catalog/taxonomy.ts';
import { type Conversion, type ConvertOptions, convertToKql } from '../../server/src/kql/convert.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';

/** A rule around the lines of a `detection`; without a `condition` that is `selection`. */
export function ruleText(
  detection: string,
  logsource: LogsourceKey = { category: 'process_creation', product: 'windows' },
): string {
  const lines = detection.replace(/^\n+|\s+$/g, '').split('\n');
  const margin = Math.min(
    ...lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length),
  );
  const body = lines.map((line) => `    ${line.slice(margin)}`);
  const sources = Object.entries(logsource).map(([key, value]) => `    ${key}: ${value}`);
  const condition = body.some((line) => line.startsWith('    condition:')) ? [] : ['    condition: selection'];
  return ['title: Test', 'logsource:', ...sources, 'detection:', ...body, ...condition, ''].join('\n');
}

/** The conversion of a text's first rule. */
export function convertText(text: string, target: Target, options: Omit<ConvertOptions, 'target'> = {}): Conversion {
  const [rule] = parseSigma(text).rules;
  if (rule === undefined) throw new Error(`No rule in:\n${text}`);
  return convertToKql(rule, { target, ...options });
}

/** The conditions of the rule's query without the lines that select the table's rows, a line each. */
export function conditionsOf({ query, problems }: Conversion): string {
  if (query === undefined) return problems.map(({ code }) => code).join('\n');
  return query
    .split(/\n(?=\|)/)
    .slice(1)
    .filter((line) => !rowSelectors.some((selector) => line.startsWith(`| where ${selector}`)))
    .map((line) => line.replace(/^\| where /, ''))
    .join('\n');
}

const rowSelectors = [
  'ActionType ',
  'FolderPath !startswith "/"',
  'InitiatingProcessFolderPath !startswith "/"',
  'TargetProcessName !startswith "/"',
  'TargetFilePath !startswith ',
  'EventType ',
  'Provider ',
  'EventID ',
];
