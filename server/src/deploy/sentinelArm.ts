import type { AnalyticsRule } from './analyticsRule.ts';

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

function resource(rule: AnalyticsRule) {
  const scheduled = {
    queryFrequency: rule.schedule.frequency,
    queryPeriod: rule.schedule.period,
    triggerOperator: 'GreaterThan',
    triggerThreshold: 0,
  };
  return {
    type: 'Microsoft.OperationalInsights/workspaces/providers/alertRules',
    apiVersion: '2024-03-01',
    name: `[concat(parameters('workspace'), '/Microsoft.SecurityInsights/${rule.id}')]`,
    kind: rule.kind,
    properties: {
      displayName: literal(rule.name),
      description: literal(rule.description.slice(0, longestDescription)),
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

/** Sentinel refuses longer ones. */
const longestDescription = 5000;

/** Text that begins with a bracket would be read as an expression of the template. */
function literal(text: string): string {
  return text.startsWith('[') ? `[${text}` : text;
}
