import { type Target, targets } from '../../catalog/target.ts';
import type { Conversion } from '../../kql/convert.ts';
import type { Problem } from '../../problem.ts';
import type { Range } from '../../range.ts';
import { conversionsOf, isBroken, stateOf, targetTitles } from '../conversions.ts';
import type { SigmaDocument } from '../documents.ts';
import type { Surroundings } from '../surroundings.ts';

/** What a rule becomes in one target, in a few words above it. */
export interface PortabilityLens {
  /** The first line of the rule. */
  readonly range: Range;
  /** The whole rule. */
  readonly rule: Range;
  readonly target: Target;
  readonly title: string;
  /** All reasons. */
  readonly tooltip: string;
}

/** One for each rule that has a meaning and each target. Filters have no query, and broken rules say themselves what is wrong. */
export function portability({ file }: SigmaDocument, around: Surroundings): PortabilityLens[] {
  return file.rules.slice(0, mostRules).flatMap((rule) => {
    if (rule.kind === 'filter' || isBroken(rule)) return [];
    const conversions = conversionsOf(rule, file.rules, around);
    const { start } = rule.node.range;
    const described = targets.map((target) => ({ target, ...describe(conversions.to(target)) }));
    return described.map(({ target, words, reason, tooltip }, index) => {
      // What several targets in a row lack is said behind the last of them: the line is short.
      const isSaidNext = reason !== '' && described[index + 1]?.reason === reason;
      const title = reason === '' || isSaidNext ? words : `${words} ${reason}`;
      return { range: { start, end: start }, rule: rule.node.range, target, title, tooltip };
    });
  });
}

/** Of one file: more lines above rules than this are not read, and cost time. */
const mostRules = 100;

/** `reason`: why there is no query; empty if there is one. */
function describe(conversion: Conversion): { words: string; reason: string; tooltip: string } {
  const { target, problems } = conversion;
  const differences = problems.filter(({ code }) => code === 'approximate-mapping');
  const obstacles = problems.filter(({ severity }) => severity === 'error');
  const warnings = problems.filter(({ severity }) => severity === 'warning');
  switch (stateOf(conversion)) {
    case 'exact':
      return {
        words: warnings.length > 0 ? `${target} ✓ ⚠ ${warnings.length}` : `${target} ✓`,
        reason: '',
        tooltip: listed(`${targetTitles[target]}: the query means what the rule means.`, warnings),
      };
    case 'approximate':
      return {
        words: `${target} ≈ ${differences.length}`,
        reason: '',
        tooltip: listed(`${targetTitles[target]}: the query is near to the rule.`, [...differences, ...warnings]),
      };
    case 'impossible':
      return {
        words: `${target} ✗`,
        reason: obstacles.slice(0, 1).map(shortReason).join(''),
        tooltip: listed(`${targetTitles[target]}: there is no query.`, obstacles),
      };
  }
}

function listed(heading: string, problems: readonly Problem[]): string {
  return [heading, ...problems.map(({ message }) => `• ${plain(message)}`)].join('\n');
}

/** A few words, which the tooltip has in full. */
function shortReason({ code, message }: Problem): string {
  const [, field] = /has no column for `([^`]+)`/.exec(message) ?? [];
  if (code === 'unmapped-field' && field !== undefined) return `no column for ${field}`;
  const known = reasons[code];
  if (known !== undefined) return known;
  const [sentence = ''] = plain(message).split(/(?<=\w)[.:;] /);
  return sentence.length > longestReason ? `${sentence.slice(0, longestReason).trimEnd()}…` : sentence;
}

const reasons: Readonly<Record<string, string | undefined>> = {
  'unmapped-logsource': 'no table for the log source',
  'unmapped-keywords': 'no column for keywords',
  'unresolved-placeholder': 'a placeholder has no value',
  'unresolved-reference': 'a rule is missing',
  'broken-pipeline': 'a pipeline cannot be applied',
};

const longestReason = 60;

function plain(message: string): string {
  return message.replaceAll('`', '');
}
