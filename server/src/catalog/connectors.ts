import connectorsText from '../../../schemas/sentinel/connectors.json?raw';
import { asimParser } from './asim.ts';
import { words } from './columns.ts';
import { lazy } from './lazy.ts';

/** A data connector of Microsoft Sentinel, by the names that its content hub shows. */
export interface Connector {
  readonly id: string;
  readonly title: string;
  readonly publisher: string;
  readonly deprecated: boolean;
}

/**
 * Connectors that fill a table, the most general one first and deprecated ones last, at most eight; for an ASIM parser
 * the first current one of each table that it reads, those of the workspace's own tables first. Empty for tables that
 * need none or that nobody has described.
 */
export function connectorsOf(table: string): Connector[] {
  const parser = asimParser(table);
  if (parser === undefined) return ofTable(table);
  const sources = [...parser.sources.keys()].sort((first, second) => remoteness(first) - remoteness(second));
  const found = sources.flatMap((source) => ofTable(source).filter(isCurrent).slice(0, 1));
  return [...new Map(found.map((connector) => [connector.id, connector])).values()];
}

/** How unlikely a workspace has the table: the product's own before ASIM's native ones before those of other vendors. */
function remoteness(table: string): number {
  if (table.endsWith('_CL')) return 2;
  return table.startsWith('ASim') ? 1 : 0;
}

interface ConnectorsFile {
  readonly tables: Record<string, string>;
  readonly connectors: Record<string, { title: string; publisher: string; deprecated?: true }>;
}

const file = lazy(() => {
  const { tables, connectors }: ConnectorsFile = JSON.parse(connectorsText);
  return { tables: new Map(Object.entries(tables)), connectors: new Map(Object.entries(connectors)) };
});

function ofTable(table: string): Connector[] {
  return words(file().tables.get(table)).flatMap((id) => {
    const found = file().connectors.get(id);
    return found === undefined ? [] : [{ id, ...found, deprecated: found.deprecated ?? false }];
  });
}

function isCurrent({ deprecated }: Connector): boolean {
  return !deprecated;
}
