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
 * Rules about the log source `category: test` are read as rules about a log source that a table answers, and their fields
 * as some of its fields, whose columns of text take whatever an event has.
 */
export interface Stage {
  readonly target: Target;
  readonly table: string;
  readonly time: string;
  readonly logsource: readonly string[];
  /** Field of the rules -> field of the log source. */
  readonly fields: Readonly<Record<string, string>>;
  /** Field of the log source -> column, where the names differ. */
  readonly columns: Readonly<Record<string, string>>;
  /** Where events are that have the field `k2`. */
  readonly other?: { readonly logsource: readonly string[]; readonly table: string };
  /** What every row has, by the event's position. */
  row(position: number): Readonly<Record<string, unknown>>;
}

export const securityLog: Stage = {
  target: 'workspace',
  table: 'SecurityEvent',
  time: 'TimeGenerated',
  logsource: ['product: windows', 'service: security'],
  fields: {
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
    k2: 'eventName',
    g2: 'awsRegion',
    h2: 'userAgent',
    v2: 'errorMessage',
  },
  columns: { eventName: 'EventName', awsRegion: 'AWSRegion', userAgent: 'UserAgent', errorMessage: 'ErrorMessage' },
  other: { logsource: ['product: aws', 'service: cloudtrail'], table: 'AWSCloudTrail' },
  row: () => ({}),
};

export const huntedProcesses: Stage = {
  target: 'xdr',
  table: 'DeviceProcessEvents',
  time: 'Timestamp',
  logsource: ['product: windows', 'category: process_creation'],
  fields: { k: 'Product', g: 'Company', h: 'Description', v: 'IntegrityLevel' },
  columns: {
    Product: 'ProcessVersionInfoProductName',
    Company: 'ProcessVersionInfoCompanyName',
    Description: 'ProcessVersionInfoFileDescription',
    IntegrityLevel: 'ProcessIntegrityLevel',
  },
  row: (position) => ({
    ActionType: 'ProcessCreated',
    FolderPath: 'C:\\Windows\\a.exe',
    ReportId: position,
    DeviceId: `device-${position}`,
  }),
};

export function staged(rules: string, { fields, logsource, other }: Stage): string {
  const words = Object.keys(fields).map((name) => name.replaceAll('.', '\\.'));
  const field = new RegExp(`(?<![\\w.-])(?:${words.join('|')})(?![\\w.-])`, 'g');
  return rules
    .replace(/logsource:\s*\{\s*category: test\s*\}/g, `logsource: {${logsource.join(', ')}}`)
    .replace(/^ {4}category: test$/gm, logsource.map((line) => `    ${line}`).join('\n'))
    .replace(/^ {4}category: other$/gm, (other?.logsource ?? logsource).map((line) => `    ${line}`).join('\n'))
    .replace(field, (name) => fields[name] ?? name);
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
  stage: Stage = securityLog,
): Promise<{
  readonly alerts: PlainAlert[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly query: string;
}> {
  const { target, table, time } = stage;
  const { query, columns: shown = [], problems } = convertCorrelations(staged(rules, stage), target, name);
  if (query === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  const rows = events.map((event, index) => ({ other: 'k2' in event.event, row: rowOf(event, index, stage) }));
  const rowsOf = (isOther: boolean) => rows.flatMap(({ other, row }) => (other === isOther ? [row] : []));
  const tables = { [table]: rowsOf(false), ...(stage.other && { [stage.other.table]: rowsOf(true) }) };
  const result = await runKql(query, { tables, target });
  const errors = result.problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(`${errors.map(({ message }) => message).join('\n')}\n${query}`);
  const groups = shown.slice(0, shown.indexOf(time));
  const alerts = result.rows.map((row) => ({
    group: groups.map((column) => String(row[column])),
    first: Date.parse(String(row.StartTime)),
    last: Date.parse(String(row[time])),
    count: Number(row.EventCount),
  }));
  return { alerts, rows: result.rows, query };
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

function rowOf({ timestamp, event }: TimedEvent, position: number, stage: Stage): Record<string, unknown> {
  const row: Record<string, unknown> = { ...stage.row(position), [stage.time]: new Date(timestamp).toISOString() };
  for (const [name, value] of flattened(event)) {
    const field = stage.fields[name] ?? name;
    const column = stage.columns[field] ?? field;
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
