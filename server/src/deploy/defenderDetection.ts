import { customDetectionFacts } from '../catalog/customDetections.ts';
import type { Conversion } from '../kql/convert.ts';
import type { Problem } from '../problem.ts';
import type { SigmaRule } from '../sigma/rule.ts';
import { descriptionOf, severityOf, titleOf } from './analyticsRule.ts';
import { attackNames } from './attackNames.ts';
import { resultColumns } from './columns.ts';
import { defenderEntityMappings } from './entities.ts';
import { deployedId } from './identity.ts';
import { detectionFrequency } from './schedule.ts';

/** A custom detection of Defender XDR, as Microsoft Graph takes it (`security/detectionRule`). */
export type DefenderDetection = Readonly<Record<string, unknown>>;

/**
 * A custom detection needs the time and the report id of an event and the device or account that it is about
 * (Microsoft, "Create custom detection rules", required columns).
 */
export function defenderDetection(
  rule: SigmaRule,
  conversion: Conversion & { readonly query: string },
):
  | { readonly kind: 'detection'; readonly detection: DefenderDetection }
  | { readonly kind: 'refused'; readonly problem: Problem } {
  const columns = resultColumns(conversion);
  const entityMappings = defenderEntityMappings(conversion, columns);
  const { event, assets } = customDetectionFacts();
  const missing = ['Timestamp', event].filter((name) => !columns.has(name));
  const isAboutSomebody = entityMappings.hosts !== undefined || entityMappings.accounts !== undefined;
  if (!isAboutSomebody || !assets.some((name) => columns.has(name))) {
    missing.push('a column that identifies a device or an account');
  }
  if (missing.length > 0) return { kind: 'refused', problem: lacks(rule, missing) };
  const { byTactic } = attackNames(rule);
  const title = titleOf(rule);
  const { every } = detectionFrequency(rule) ?? customDetectionFacts().frequencies.at(-1) ?? { every: 'PT24H' };
  const detection = {
    '@odata.type': '#microsoft.graph.security.detectionRule',
    id: deployedId(rule, conversion.target),
    displayName: title,
    description: descriptionOf(rule),
    status: 'enabled',
    queryCondition: { queryText: conversion.query },
    schedule: { frequency: every },
    detectionAction: {
      alertTemplate: {
        title,
        description: rule.description?.value.trim() || title,
        severity: severityOf(rule).toLowerCase(),
        entityMappings,
        tactics: [...byTactic].map(([name, ids]) => ({
          tactic: name,
          techniques: ids.map((id) => ({ technique: id })),
        })),
      },
    },
  };
  return { kind: 'detection', detection };
}

function lacks(rule: SigmaRule, missing: readonly string[]): Problem {
  return {
    code: 'not-deployable',
    severity: 'error',
    message: `A custom detection of Defender needs ${missing.join(', ')} in its result, which this query has not.`,
    range: rule.kind === 'correlation' ? (rule.type?.range ?? rule.range) : rule.logsource.range,
  };
}
