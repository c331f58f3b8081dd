import { byType, present, sorted } from './write.mjs';

const kinds = { 'defender-xdr': 'xdr', 'log-analytics': 'logAnalytics', asim: 'asim', 'custom-log': 'custom' };

/** Tables of Log Analytics and Defender XDR; ASIM's parser functions are in asim.json. */
export function tables({ source, tables }) {
  const real = Object.entries(tables).filter(([, table]) => !table.function);
  return { source, tables: Object.fromEntries(sorted(real).map(([name, table]) => [name, compact(name, table)])) };
}

/** The tables of Log Analytics that the mappings do not need: their columns only, for whoever writes KQL by hand. */
export function otherTables({ source, logAnalytics }, { tables }) {
  const others = Object.entries(logAnalytics).filter(([name]) => tables[name] === undefined);
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
