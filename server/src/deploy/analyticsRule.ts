import { connectorsOf } from '../catalog/connectors.ts';
import type { Conversion } from '../kql/convert.ts';
import type { SigmaRule } from '../sigma/rule.ts';
import { attackNames } from './attackNames.ts';
import { resultColumns, testedColumns } from './columns.ts';
import { type EntityMapping, entityMappings } from './entities.ts';
import { deployedId } from './identity.ts';
import { type Schedule, scheduleOf } from './schedule.ts';

/** An analytics rule of Microsoft Sentinel, before it is written as YAML or as a template. */
export interface AnalyticsRule {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly severity: 'High' | 'Medium' | 'Low' | 'Informational';
  /** Near real time rules run each minute and have no schedule. */
  readonly kind: 'Scheduled' | 'NRT';
  readonly schedule: Schedule;
  readonly tactics: readonly string[];
  readonly techniques: readonly string[];
  readonly connectors: readonly { readonly connectorId: string; readonly dataTypes: readonly string[] }[];
  readonly query: string;
  readonly entityMappings: readonly EntityMapping[];
  /** Name of the detail -> column. */
  readonly customDetails: Readonly<Record<string, string>>;
}

/** The rule that raises an alert for each row of the query. A correlation needs a schedule, because it looks back. */
export function analyticsRule(
  rule: SigmaRule,
  conversion: Conversion & { readonly query: string },
  { nearRealTime = false }: { readonly nearRealTime?: boolean } = {},
): AnalyticsRule {
  const { query, tables, target } = conversion;
  const columns = resultColumns(conversion);
  const { tactics, techniques } = attackNames(rule);
  return {
    id: deployedId(rule, target),
    name: rule.title?.value ?? 'Untitled rule',
    description: descriptionOf(rule),
    severity: severityOf(rule),
    kind: nearRealTime && rule.kind === 'detection' ? 'NRT' : 'Scheduled',
    schedule: scheduleOf(rule),
    tactics,
    techniques,
    connectors: connectors(tables),
    query,
    entityMappings: entityMappings(tables, columns),
    customDetails: customDetails(testedColumns(conversion, columns)),
  };
}

/** What an analyst reads with the alert: the description, what may raise it wrongly, and where to read more. */
export function descriptionOf(rule: SigmaRule): string {
  const parts = [
    rule.description?.value.trim() ?? '',
    listed('False positives', rule.falsePositives),
    listed('References', rule.references),
    rule.author === undefined ? '' : `Author: ${rule.author.value.trim()}`,
    rule.id === undefined ? '' : `Sigma rule ${rule.id.value}`,
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** Sentinel and Defender have no level above high. */
export function severityOf(rule: SigmaRule): AnalyticsRule['severity'] {
  switch (rule.level?.value) {
    case 'critical':
    case 'high':
      return 'High';
    case 'low':
      return 'Low';
    case 'informational':
      return 'Informational';
    default:
      return 'Medium';
  }
}

function listed(heading: string, items: readonly { readonly value: string }[]): string {
  return items.length === 0 ? '' : [`${heading}:`, ...items.map(({ value }) => `- ${value}`)].join('\n');
}

function connectors(tables: readonly string[]): AnalyticsRule['connectors'] {
  const byId = new Map<string, string[]>();
  for (const name of tables) {
    for (const { id, deprecated } of connectorsOf(name)) {
      if (!deprecated) byId.set(id, [...(byId.get(id) ?? []), name]);
    }
  }
  return [...byId].map(([connectorId, dataTypes]) => ({ connectorId, dataTypes }));
}

/** At most twenty (Microsoft, "Surface custom event details in alerts"), by names of letters, digits and `_`. */
function customDetails(tested: readonly string[]): Record<string, string> {
  return Object.fromEntries(tested.slice(0, 20).map((column) => [column.replace(/^_+/, ''), column]));
}
