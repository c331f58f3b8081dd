import type { Conversion } from '../kql/convert.ts';
import type { Problem } from '../problem.ts';
import type { SigmaRule } from '../sigma/rule.ts';
import { analyticsRule } from './analyticsRule.ts';
import { defenderJson } from './defenderJson.ts';
import { fitsSchedule } from './schedule.ts';
import { sentinelArm } from './sentinelArm.ts';
import { sentinelYaml } from './sentinelYaml.ts';

export type DeployFormat = 'sentinel-yaml' | 'sentinel-arm' | 'defender-json';

export const deployFormats: readonly DeployFormat[] = ['sentinel-yaml', 'sentinel-arm', 'defender-json'];

/** What can be handed to Sentinel or Defender; without `text` there is an error among the problems. */
export interface Deployment {
  readonly text: string | undefined;
  readonly problems: readonly Problem[];
}

/** A converted rule in a format that Sentinel or Defender takes. The query's target has to be one that it runs in. */
export function deploy(
  rule: SigmaRule,
  conversion: Conversion,
  format: DeployFormat,
  options: { readonly nearRealTime?: boolean } = {},
): Deployment {
  const { query, target } = conversion;
  if (query === undefined) return { text: undefined, problems: conversion.problems };
  if ((target === 'xdr') !== (format === 'defender-json')) return refused(rule, wrongTarget(format));
  const converted = { ...conversion, query };
  switch (format) {
    case 'defender-json': {
      const detection = defenderJson(rule, converted);
      return detection.kind === 'refused'
        ? { text: undefined, problems: [detection.problem] }
        : { text: detection.text, problems: [] };
    }
    case 'sentinel-yaml':
    case 'sentinel-arm': {
      const described = analyticsRule(rule, converted, options);
      const text = format === 'sentinel-yaml' ? sentinelYaml(described) : sentinelArm([described]);
      return { text, problems: fitsSchedule(rule) ? [] : [tooLong(rule)] };
    }
  }
}

function wrongTarget(format: DeployFormat): string {
  return format === 'defender-json'
    ? 'A custom detection of Defender runs in advanced hunting: choose the target `xdr`.'
    : 'An analytics rule of Sentinel runs in a workspace: choose the target `asim` or `workspace`.';
}

function tooLong(rule: SigmaRule): Problem {
  const message = 'Sentinel looks back 14 days at most, which is less than this window: some alerts will be missed.';
  const range = rule.kind === 'correlation' ? (rule.timespan?.range ?? rule.range) : rule.range;
  return { code: 'not-deployable', severity: 'warning', message, range };
}

function refused(rule: SigmaRule, message: string): Deployment {
  const range = rule.title?.range ?? rule.range;
  return { text: undefined, problems: [{ code: 'not-deployable', severity: 'error', message, range }] };
}
