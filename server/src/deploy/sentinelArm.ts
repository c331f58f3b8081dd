import type { AnalyticsRule } from './analyticsRule.ts';
import { isoDuration } from './schedule.ts';

/** Analytics rules as one Azure Resource Manager template that takes the name of the workspace. */
export function sentinelArm(rules: readonly AnalyticsRule[]): string {
  const template = {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    parameters: {
      workspace: { type: 'string', metadata: { description: 'The Log Analytics workspace that Sentinel runs on.' } },
    },
    resources: rules.map(resource),
  };
  return `${JSON.stringify(template, undefined, 2)}\n`;
}

/**
 * The version of the interface that the portal exports rules in. Released ones have neither `subTechniques` nor the kind
 * `NRT` (azure-rest-api-specs, securityinsights AlertRules.json: preview/2023-12-01-preview, stable/2025-09-01).
 */
function resource(rule: AnalyticsRule) {
  const scheduled = {
    queryFrequency: isoDuration(rule.schedule.frequency),
    queryPeriod: isoDuration(rule.schedule.period),
    triggerOperator: 'GreaterThan',
    triggerThreshold: 0,
  };
  return {
    type: 'Microsoft.OperationalInsights/workspaces/providers/alertRules',
    apiVersion: '2023-12-01-preview',
    name: `[concat(parameters('workspace'), '/Microsoft.SecurityInsights/${rule.id}')]`,
    kind: rule.kind,
    properties: {
      displayName: literal(rule.name),
      description: literal(rule.description),
      severity: rule.severity,
      enabled: true,
      query: literal(rule.query),
      ...(rule.kind === 'Scheduled' && scheduled),
      suppressionDuration: 'PT5H',
      suppressionEnabled: false,
      tactics: rule.tactics,
      techniques: [...new Set(rule.techniques.map((id) => id.replace(/\..*/, '')))],
      subTechniques: rule.techniques.filter((id) => id.includes('.')),
      entityMappings: rule.entityMappings.length > 0 ? rule.entityMappings : null,
      customDetails: Object.keys(rule.customDetails).length > 0 ? rule.customDetails : null,
      eventGroupingSettings: { aggregationKind: 'SingleAlert' },
    },
  };
}

/**
 * Text between brackets would be read as an expression, and gets a bracket more; where the last one is missing, the
 * bracket would stay (Microsoft, "Syntax and expressions in ARM templates", escape characters).
 */
function literal(text: string): string {
  return text.startsWith('[') && text.endsWith(']') ? `[${text}` : text;
}
