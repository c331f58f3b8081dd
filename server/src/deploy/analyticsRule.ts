import { asimParser } from '../catalog/asim.ts';
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

/**
 * The rule that raises an alert for each row of the query. A correlation needs a schedule, because it looks back; what a
 * query in near real time asks is not restricted otherwise: several tables and several workspaces are allowed (Microsoft,
 * "Near-real-time analytics rules", considerations).
 */
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
    name: cut(titleOf(rule), longestName),
    description: cut(descriptionOf(rule), longestDescription),
    severity: severityOf(rule),
    kind: nearRealTime && rule.kind === 'detection' ? 'NRT' : 'Scheduled',
    schedule: scheduleOf(rule),
    tactics,
    techniques,
    connectors: connectors(tables),
    query,
    entityMappings: entityMappings(conversion, columns),
    customDetails: customDetails(testedColumns(conversion, columns)),
  };
}

export function titleOf(rule: SigmaRule): string {
  return rule.title?.value.trim() || 'Untitled rule';
}

/** In UTF-16 units (AnalyticsTemplateInternalModelBase and QueryBasedTemplateInternalModel of Azure-Sentinel's checks). */
const longestName = 256;
const longestDescription = 5000;
/** One less than Sentinel's, since a file's query ends with a line break. */
export const longestQuery = 9_999;

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '')}…`;
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
  return parts.filter((part) => part !== '').join('\n\n') || titleOf(rule);
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
      if (!deprecated) byId.set(id, [...(byId.get(id) ?? []), ...filledBy(id, name)]);
    }
  }
  return [...byId].map(([connectorId, dataTypes]) => ({ connectorId, dataTypes: [...new Set(dataTypes)] }));
}

/** The tables that a connector fills: of an ASIM parser, which is none itself, those that it reads. */
function filledBy(connector: string, name: string): readonly string[] {
  const parser = asimParser(name);
  if (parser === undefined) return [name];
  return [...parser.sources.keys()].filter((source) => connectorsOf(source).some(({ id }) => id === connector));
}

/**
 * At most twenty, by names of letters, digits and `_` that are no longer than twenty characters (Microsoft, "Surface
 * custom event details in alerts", and `QueryBasedTemplateInternalModel` of Azure-Sentinel's checks).
 */
function customDetails(tested: readonly string[]): Record<string, string> {
  const details = new Map<string, string>();
  for (const column of tested) {
    if (details.size === mostDetails) break;
    // Sentinel takes only columns whose names are plain.
    if (/^[A-Za-z_]\w*$/.test(column)) details.set(detailName(column.replace(/^_+/, ''), details), column);
  }
  return Object.fromEntries(details);
}

const mostDetails = 20;
const longestDetail = 20;

function detailName(wanted: string, taken: ReadonlyMap<string, string>): string {
  const plain = /^[A-Za-z]/.test(wanted) ? wanted : `Column${wanted}`;
  for (let count = 1; ; count++) {
    const ending = count === 1 ? '' : String(count);
    const name = plain.slice(0, longestDetail - ending.length) + ending;
    if (!taken.has(name)) return name;
  }
}
