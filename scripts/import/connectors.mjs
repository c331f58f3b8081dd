import { byCode, present, sorted } from './write.mjs';

/** As many connectors of one table as somebody reads in a preview. */
const MOST = 8;

/**
 * Filled by a data collection rule of the agent, for which the content hub has no connector: those that it lists fill it
 * with the logs of one product each.
 */
const WITHOUT_GENERAL_CONNECTOR = new Set(['Event']);

/** Which data connectors fill a table: Microsoft's own first, then the others by name, deprecated ones last. */
export function connectors({ source, tables, connectors }, { tables: known }) {
  const names = Object.keys(known).filter(
    (name) => tables[name]?.connectors.length > 0 && !WITHOUT_GENERAL_CONNECTOR.has(name),
  );
  const chosen = names.map((name) => [
    name,
    ranked(
      name,
      tables[name].connectors.map(([id]) => id),
      connectors,
    ).slice(0, MOST),
  ]);
  const used = [...new Set(chosen.flatMap(([, ids]) => ids))];
  return {
    source,
    tables: Object.fromEntries(sorted(chosen).map(([name, ids]) => [name, ids.join(' ')])),
    connectors: Object.fromEntries(sorted(used.map((id) => [id, entry(connectors[id])]))),
  };
}

function entry({ title, publisher, deprecated }) {
  return present({ title: title.replace(/^\[Deprecated\] /i, ''), publisher, deprecated });
}

function ranked(table, ids, connectors) {
  const key = (id) => {
    const { title } = connectors[id];
    return [rank(connectors[id]), -commonWords(table, title), title.length, title, id];
  };
  return [...ids].sort((first, second) => byEach(key(first), key(second)));
}

function byEach(first, second) {
  const at = first.findIndex((part, index) => part !== second[index]);
  return at === -1 ? 0 : byCode(first[at], second[at]);
}

/** A table's general connector is named like the table: `SecurityEvent`, "Windows Security Events via AMA". */
function commonWords(table, title) {
  return table.split(/(?=[A-Z][a-z])|_/).filter((word) => title.includes(word)).length;
}

/** The legacy agent was retired in 2024, though its connectors are not marked as deprecated. */
function rank({ title, publisher, deprecated }) {
  if (deprecated) return 4;
  if (title.includes('Legacy Agent')) return 3;
  return publisher === 'Microsoft' ? 0 : publisher === 'Any' ? 1 : 2;
}
