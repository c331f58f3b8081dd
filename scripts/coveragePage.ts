import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Target, targets } from '../server/src/catalog/target.ts';
import { type Conversion, convertToKql } from '../server/src/kql/convert.ts';
import { parseSigma } from '../server/src/sigma/parse.ts';
import type { DetectionRule } from '../server/src/sigma/rule.ts';

/** What became of the rules of a folder. */
export interface Coverage {
  readonly rules: number;
  /** Converted for one target at least. */
  readonly converted: number;
  readonly page: string;
}

/**
 * docs/coverage.md: for each log source and target how many rules of the folders become queries, how many of these are
 * approximate, and why the others are refused.
 */
export function coverage(folders: readonly string[], title: string): Coverage {
  const results = folders.flatMap(rulesIn).map((rule) => ({ rule, conversions: conversionsOf(rule) }));
  const byLogsource = new Map<string, Result[]>();
  for (const result of results) {
    const name = logsourceName(result.rule);
    byLogsource.set(name, [...(byLogsource.get(name) ?? []), result]);
  }
  const sections = [...byLogsource].sort(([, first], [, second]) => second.length - first.length);
  const converted = results.filter(({ conversions }) => conversions.some(({ query }) => query !== undefined)).length;
  const page = [
    `<!-- Written by \`npm run coverage\`. Do not edit. -->\n# Coverage\n`,
    `${title}: ${results.length} detection rules, of which ${converted} (${percent(converted, results.length)}) become a query for one target at least. In each cell: exact + approximate queries.\n`,
    '| log source | rules | any target | asim | xdr | workspace |',
    '|---|---|---|---|---|---|',
    row('**all**', results),
    ...sections.map(([name, group]) => row(name, group)),
    `\n## Why rules have no query\n`,
    ...sections.flatMap(([name, group]) => refusals(name, group)),
    '',
  ];
  return { rules: results.length, converted, page: page.join('\n') };
}

interface Result {
  readonly rule: DetectionRule;
  readonly conversions: readonly Conversion[];
}

function rulesIn(folder: string): DetectionRule[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.ya?ml$/.test(name));
  return names
    .sort()
    .flatMap((name) => parseSigma(readFileSync(path.join(folder, name), 'utf8')).rules)
    .filter((rule) => rule.kind === 'detection');
}

function conversionsOf(rule: DetectionRule): Conversion[] {
  return targets.map((target) => convertToKql(rule, { target }));
}

function logsourceName({ logsource: { product, category, service } }: DetectionRule): string {
  return [product, category, service].flatMap((part) => part?.value ?? []).join(' / ');
}

function row(name: string, group: readonly Result[]): string {
  const any = group.filter(({ conversions }) => conversions.some(({ query }) => query !== undefined)).length;
  const cells = targets.map((target) => cell(target, group));
  return `| ${name} | ${group.length} | ${any} | ${cells.join(' | ')} |`;
}

function cell(target: Target, group: readonly Result[]): string {
  const converted = group.flatMap(({ conversions }) =>
    conversions.filter((each) => each.target === target && each.query !== undefined),
  );
  const near = converted.filter(({ approximate }) => approximate).length;
  return `${converted.length - near} + ${near}`;
}

/** The reasons by how many rules they stop, for rules that no target has a query for first. */
function refusals(name: string, group: readonly Result[]): string[] {
  const lost = group.filter(({ conversions }) => conversions.every(({ query }) => query === undefined));
  const reasons = targets.flatMap((target) => {
    const counts = new Map<string, number>();
    for (const { conversions } of group) {
      const conversion = conversions.find((each) => each.target === target);
      if (conversion === undefined || conversion.query !== undefined) continue;
      const errors = conversion.problems.filter(({ severity }) => severity === 'error');
      for (const message of new Set(errors.map(({ message }) => message)))
        counts.set(message, (counts.get(message) ?? 0) + 1);
    }
    const sorted = [...counts].sort(([, first], [, second]) => second - first);
    return sorted.slice(0, mostReasons).map(([message, count]) => `- ${target}, ${count}: ${message}`);
  });
  if (reasons.length === 0) return [];
  const heading = lost.length === 0 ? name : `${name} (${lost.length} without any query)`;
  return [`### ${heading}\n`, ...reasons, ''];
}

const mostReasons = 6;

function percent(part: number, whole: number): string {
  return whole === 0 ? '0 %' : `${((100 * part) / whole).toFixed(1)} %`;
}
