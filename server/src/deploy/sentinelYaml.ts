import { dump } from 'js-yaml';
import type { AnalyticsRule } from './analyticsRule.ts';
import { shortDuration } from './schedule.ts';

/** An analytics rule as the YAML that Microsoft's content hub and its repositories of rules are written in. */
export function sentinelYaml(rule: AnalyticsRule): string {
  const scheduled = {
    queryFrequency: shortDuration(rule.schedule.frequency),
    queryPeriod: shortDuration(rule.schedule.period),
    triggerOperator: 'gt',
    triggerThreshold: 0,
  };
  const document = {
    id: rule.id,
    name: rule.name,
    description: rule.description,
    severity: rule.severity,
    requiredDataConnectors: rule.connectors,
    ...(rule.kind === 'Scheduled' && scheduled),
    tactics: rule.tactics,
    relevantTechniques: rule.techniques,
    query: `${rule.query}\n`,
    ...(rule.entityMappings.length > 0 && { entityMappings: rule.entityMappings }),
    ...(Object.keys(rule.customDetails).length > 0 && { customDetails: rule.customDetails }),
    eventGroupingSettings: { aggregationKind: 'SingleAlert' },
    version: '1.0.0',
    kind: rule.kind,
  };
  return dump(document, { lineWidth: -1, noRefs: true });
}
