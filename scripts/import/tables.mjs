import { byType, present, sorted } from './write.mjs';

const kinds = { 'defender-xdr': 'xdr', 'log-analytics': 'logAnalytics', asim: 'asim', 'custom-log': 'custom' };

/** Tables of Log Analytics and Defender XDR; ASIM's parser functions are in asim.json. */
export function tables({ source, tables }, { logAnalytics }) {
  const real = Object.entries(tables).filter(([, table]) => !table.function);
  const all = [
    ...real.map(([name, table]) => [name, compact(name, table)]),
    ...collected.map((name) => [name, compactCollected(logAnalytics[name])]),
  ];
  return { source, tables: Object.fromEntries(sorted(all)) };
}

/**
 * What custom data collection of Defender for Endpoint fills lies in the workspace and is hunted in like Defender's own
 * tables, with both columns of time (Microsoft, "Custom data collection", supported event tables).
 */
const collected = ['DeviceCustomScriptEvents'];

function compactCollected(columns) {
  return { kind: 'xdr', time: 'Timestamp', columns: byType(columns), logAnalytics: { time: 'TimeGenerated' } };
}

/** The tables of Log Analytics that the mappings do not need: their columns only, for whoever writes KQL by hand. */
export function otherTables({ source, logAnalytics }, { tables }) {
  const others = Object.entries(logAnalytics).filter(
    ([name]) => tables[name] === undefined && !collected.includes(name),
  );
  const { 'la-csv': reference } = source;
  return {
    source: { 'la-csv': reference },
    tables: Object.fromEntries(sorted(others).map(([name, columns]) => [name, byType(columns)])),
  };
}

function compact(name, table) {
  return present({
    kind: kinds[table.kind],
    time: table.timeColumn,
    category: table.category === '-' ? undefined : table.category,
    columns: byType(table.columns),
    logAnalytics: table.logAnalytics && workspaceCopy(name, table.logAnalytics),
    supersededBy: table.supersededBy,
    aliasOf: table.aliasOf,
    actionTypes: table.actionTypes,
  });
}

/** How the copy of a Defender table in a Log Analytics workspace differs from the table in advanced hunting. */
function workspaceCopy(name, { table, timeColumn, missing, extra, typeDiffers }) {
  const retyped = Object.fromEntries(Object.entries(typeDiffers).map(([column, [, type]]) => [column, type]));
  return present({
    name: table === name ? undefined : table,
    time: timeColumn,
    without: missing.join(' '),
    with: byType({ ...extra, ...retyped }),
  });
}
