import type { Target } from '../../../server/src/catalog/target.ts';
import { type Conversion, convertToKql } from '../../../server/src/kql/convert.ts';
import { runKql } from '../../../server/src/kusto/runKql.ts';
import { correlate, type TimedEvent } from '../../../server/src/match/correlation/correlate.ts';
import { parseSigma } from '../../../server/src/sigma/parse.ts';

/** An alert without the positions of its events, of which a query knows nothing. */
export interface PlainAlert {
  /** The group's values, in the order of `group-by`. */
  readonly group: readonly string[];
  readonly first: number;
  readonly last: number;
  readonly count: number;
}

/**
 * Rules about the log source `category: test` and these fields are read as rules about the Security log, whose columns of
 * text take whatever an event has.
 */
const columns: Readonly<Record<string, string>> = {
  k: 'DisplayName',
  User: 'ClientName',
  'user.name': 'ClientName',
  g: 'ClientName',
  Host: 'ClientAddress',
  h: 'ClientAddress',
  Src: 'IpAddress',
  bytes: 'AdditionalInfo',
  v: 'AdditionalInfo',
  'source.ip': 'IpAddress',
  'destination.ip': 'ClientIPAddress',
  'http.response.status_code': 'AccessMask',
  'event.category': 'ClassName',
  'event.type': 'ClassId',
};

export function aboutSecurity(rules: string): string {
  const words = Object.keys(columns).map((name) => name.replaceAll('.', '\\.'));
  const field = new RegExp(`(?<![\\w.-])(?:${words.join('|')})(?![\\w.-])`, 'g');
  return rules
    .replace(/logsource:\s*\{\s*category: test\s*\}/g, 'logsource: {product: windows, service: security}')
    .replace(/^ {4}category: test$/gm, '    product: windows\n    service: security')
    .replace(field, (name) => columns[name] ?? name);
}

/** The conversion of the first correlation of that name, or of the first one. */
export function convertCorrelations(text: string, target: Target, name?: string): Conversion {
  const { rules } = parseSigma(text);
  const rule = rules.find((each) => each.kind === 'correlation' && (name === undefined || each.name?.value === name));
  if (rule === undefined) throw new Error(`No correlation in:\n${text}`);
  return convertToKql(rule, { target, rules });
}

/** What the correlation's query finds in the events. Throws where there is none or it cannot be run. */
export async function queriedAlerts(
  rules: string,
  events: readonly TimedEvent[],
  name?: string,
): Promise<{ readonly alerts: PlainAlert[]; readonly query: string }> {
  const { query, columns: shown = [], problems } = convertCorrelations(aboutSecurity(rules), 'workspace', name);
  if (query === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  const result = await runKql(query, { tables: { SecurityEvent: events.map(rowOf) }, target: 'workspace' });
  const errors = result.problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(`${errors.map(({ message }) => message).join('\n')}\n${query}`);
  const groups = shown.slice(0, shown.indexOf('TimeGenerated'));
  const alerts = result.rows.map((row) => ({
    group: groups.map((column) => String(row[column])),
    first: Date.parse(String(row.StartTime)),
    last: Date.parse(String(row.TimeGenerated)),
    count: Number(row.EventCount),
  }));
  return { alerts, query };
}

/** What the matcher finds. */
export function matchedAlerts(rules: string, events: readonly TimedEvent[], name?: string): PlainAlert[] {
  const alerts = correlate(parseSigma(rules).rules, events);
  return alerts
    .filter(({ rule }) => name === undefined || rule === name)
    .map(({ group, first, last, events: indices }) => ({
      group: Object.values(group),
      first: Number(new Date(first)),
      last: Number(new Date(last)),
      count: indices.length,
    }));
}

/** In an order of their own, to be compared. */
export function sortedAlerts(alerts: readonly PlainAlert[]): string[] {
  return alerts.map((alert) => JSON.stringify(alert)).toSorted();
}

function rowOf({ timestamp, event }: TimedEvent): Record<string, unknown> {
  const row: Record<string, unknown> = { TimeGenerated: new Date(timestamp).toISOString() };
  for (const [name, value] of flattened(event)) {
    const column = columns[name] ?? name;
    if (value !== null) row[column] = column === 'EventID' ? Number(value) : String(value);
  }
  return row;
}

function flattened(value: Readonly<Record<string, unknown>>, prefix = ''): [string, unknown][] {
  return Object.entries(value).flatMap(([key, member]): [string, unknown][] =>
    typeof member === 'object' && member !== null
      ? flattened(member as Record<string, unknown>, `${prefix}${key}.`)
      : [[prefix + key, member]],
  );
}
