import type { Conversion } from '../kql/convert.ts';
import type { Problem } from '../problem.ts';
import type { CorrelationRule, SigmaRule } from '../sigma/rule.ts';
import { type AnalyticsRule, analyticsRule, longestQuery } from './analyticsRule.ts';
import { type DefenderDetection, defenderDetection } from './defenderDetection.ts';
import { detectionFrequency, fitsSchedule } from './schedule.ts';
import { sentinelArm } from './sentinelArm.ts';
import { sentinelYaml } from './sentinelYaml.ts';

export type DeployFormat = 'sentinel-yaml' | 'sentinel-arm' | 'defender-json';

export const deployFormats: readonly DeployFormat[] = ['sentinel-yaml', 'sentinel-arm', 'defender-json'];

/** A rule that Sentinel or Defender can take, before it is written. */
export type Deployable =
  | { readonly product: 'sentinel'; readonly rule: AnalyticsRule }
  | { readonly product: 'defender'; readonly detection: DefenderDetection };

/** Without `deployable` there is an error among the problems. */
export interface Preparation {
  readonly deployable: Deployable | undefined;
  readonly problems: readonly Problem[];
}

/** What a converted rule becomes in the product that the format is for. The query's target has to be one that runs there. */
export function prepare(
  rule: SigmaRule,
  conversion: Conversion,
  format: DeployFormat,
  options: { readonly nearRealTime?: boolean } = {},
): Preparation {
  const { query, target } = conversion;
  if (query === undefined) return { deployable: undefined, problems: conversion.problems };
  if ((target === 'xdr') !== (format === 'defender-json')) return refused(rule, wrongTarget(format));
  const converted = { ...conversion, query };
  if (format !== 'defender-json') {
    if (query.length > longestQuery) return refused(rule, tooLongQuery(query));
    const described = analyticsRule(rule, converted, options);
    return {
      deployable: { product: 'sentinel', rule: described },
      problems: [
        ...(fitsSchedule(rule) ? [] : [tooLong(rule, 'Sentinel looks back 14 days')]),
        ...(rule.kind === 'correlation' && described.entityMappings.length === 0 ? [withoutEntities(rule)] : []),
      ],
    };
  }
  const made = defenderDetection(rule, converted);
  return made.kind === 'refused'
    ? { deployable: undefined, problems: [made.problem] }
    : {
        deployable: { product: 'defender', detection: made.detection },
        problems: detectionFrequency(rule) === undefined ? [tooLong(rule, 'Defender looks back 30 days')] : [],
      };
}

/** The text of what was prepared for that format: YAML documents, one template, or one object, an array of several. */
export function written(deployables: readonly Deployable[], format: DeployFormat): string {
  const rules = deployables.flatMap((each) => (each.product === 'sentinel' ? [each.rule] : []));
  const detections = deployables.flatMap((each) => (each.product === 'defender' ? [each.detection] : []));
  switch (format) {
    case 'sentinel-yaml':
      return rules.map(sentinelYaml).join('---\n');
    case 'sentinel-arm':
      return sentinelArm(rules);
    case 'defender-json':
      return `${JSON.stringify(detections.length === 1 ? detections[0] : detections, undefined, 2)}\n`;
  }
}

function wrongTarget(format: DeployFormat): string {
  return format === 'defender-json'
    ? 'A custom detection of Defender runs in advanced hunting: choose the target `xdr`.'
    : 'An analytics rule of Sentinel runs in a workspace: choose the target `asim` or `workspace`.';
}

function tooLongQuery(query: string): string {
  return `The query has ${query.length.toLocaleString('en')} characters, and Sentinel takes ${longestQuery.toLocaleString('en')}. Divide the rule into several, or keep its values in a watchlist.`;
}

function tooLong(rule: SigmaRule, limit: string): Problem {
  const message = `${limit} at most, which a run over this window needs more than: some alerts will be missed.`;
  const range = rule.kind === 'correlation' ? (rule.timespan?.range ?? rule.range) : rule.range;
  return { code: 'not-deployable', severity: 'warning', message, range };
}

/** Lists of values (`make_set`) are no entities: Sentinel takes one value a column. */
function withoutEntities({ groupBy, type, range }: CorrelationRule): Problem {
  const reason =
    groupBy.length === 0
      ? 'this correlation groups by none'
      : 'no column that it is grouped by is known as one of these';
  const message = `The alert has no entities. Sentinel takes them from columns of single values, such as the account, the host or the address that the events have in common, and ${reason}. Counts and lists of values cannot be entities.`;
  return {
    code: 'alert-without-entities',
    severity: 'information',
    message,
    range: (groupBy[0] ?? type)?.range ?? range,
  };
}

function refused(rule: SigmaRule, message: string): Preparation {
  const range = rule.title?.range ?? rule.range;
  return { deployable: undefined, problems: [{ code: 'not-deployable', severity: 'error', message, range }] };
}
