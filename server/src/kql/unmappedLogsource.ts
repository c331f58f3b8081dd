import { type Target, targets } from '../catalog/target.ts';
import type { LogsourceKey } from '../catalog/taxonomy.ts';
import { anyOf } from '../enumerate.ts';
import type { Problem } from '../problem.ts';
import type { DetectionRule } from '../sigma/rule.ts';
import { completions, targetsOf } from './mappings.ts';
import type { TableMapping } from './tableMapping.ts';
import { whyWithoutTable } from './unmapped.ts';

/** That no table answers the rule, `known` being those that would if the rule demanded what they hold; with a way out. */
export function unmappedLogsource(
  rule: DetectionRule,
  logsource: LogsourceKey,
  target: Target,
  known: readonly TableMapping[],
): Problem {
  const named = namesOf(logsource).join(' ');
  const others = targetsOf(logsource).filter((other) => other !== target && targets.includes(other));
  const message =
    known.length === 0
      ? `The target \`${target}\` has no table for the log source \`${named}\`. ${hintFor(logsource, others)}`
      : `The target \`${target}\` has no table for those events of the log source \`${named}\` that the rule asks for.`;
  return { code: 'unmapped-logsource', severity: 'error', message, range: rule.logsource.range };
}

function hintFor(logsource: LogsourceKey, others: readonly Target[]): string {
  if (others.length > 0) return `There is one for ${others.map((other) => `\`${other}\``).join(' and ')}.`;
  const fuller = completions(logsource).filter((each) => namesOf(each).length > namesOf(logsource).length);
  const missing = (['product', 'service', 'category'] as const).find(
    (part) => logsource[part] === undefined && fuller.some((each) => each[part] !== undefined),
  );
  const why = whyWithoutTable(logsource);
  if (why !== undefined) return `No other target has one either: ${why}.`;
  if (missing === undefined) return 'No other target has one either.';
  const names = [...new Set(fuller.flatMap((each) => each[missing] ?? []))].slice(0, 6).map((name) => `\`${name}\``);
  return `There are tables for it by ${missing}: name one, such as ${anyOf(names)}.`;
}

function namesOf({ product, category, service }: LogsourceKey): string[] {
  return [product, category, service].filter((name) => name !== undefined);
}
