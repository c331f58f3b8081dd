import taxonomyText from '../../../schemas/sigma/taxonomy.json?raw';
import { lazy } from './lazy.ts';
import { windowsService } from './windowsEvents.ts';

/** The three keys that say where events come from. */
export interface LogsourceKey {
  readonly category?: string | undefined;
  readonly product?: string | undefined;
  readonly service?: string | undefined;
}

/** A combination that Sigma's taxonomy or SigmaHQ's rules have. */
export interface KnownLogsource extends LogsourceKey {
  /** How many of SigmaHQ's rules use exactly this combination. */
  readonly rules: number;
  /** Windows event channels. */
  readonly channels: readonly string[];
  readonly eventIds: readonly number[];
}

export interface FieldUse {
  readonly name: string;
  /** How many of SigmaHQ's rules for the logsource use it; 0 for one that is only documented. */
  readonly rules: number;
  /** Modifier chains that were used with it (`''` is none), the most frequent first. */
  readonly modifiers: readonly { readonly chain: string; readonly uses: number }[];
}

/** All combinations, those that most rules use first. */
export function logsources(): readonly KnownLogsource[] {
  return known();
}

/** The combination that says exactly this; undefined if nobody uses it and the taxonomy doesn't have it. */
export function logsource(key: LogsourceKey): KnownLogsource | undefined {
  return byKey().get(keyOf(key));
}

/**
 * Fields that a rule for the logsource can use, those that most rules use first, then the documented ones by name.
 * Without an entry that rules use the nearest are taken together: `category: process_creation` alone has the fields of all products.
 */
export function fieldsOf(key: LogsourceKey): readonly FieldUse[] {
  const cached = fields.get(keyOf(key)) ?? collectFields(key);
  fields.set(keyOf(key), cached);
  return cached;
}

/** How often SigmaHQ's rules use a modifier, for the order of completions. */
export function modifierUses(modifier: string): number {
  return modifierMap().get(modifier) ?? 0;
}

/** How many of SigmaHQ's rules for the logsource name each event id. */
export function eventIdUses(key: LogsourceKey): ReadonlyMap<number, number> {
  const uses = byKey().get(keyOf(key))?.usedEventIds ?? {};
  return new Map(Object.entries(uses).map(([id, count]) => [Number(id), count]));
}

interface TaxonomyFile {
  readonly modifiers: Record<string, number>;
  readonly logsources: PackedLogsource[];
}

interface PackedLogsource extends LogsourceKey {
  readonly rules: number;
  readonly fields?: Record<string, [rules: number, modifiers?: Record<string, number>]>;
  readonly channels?: string[];
  readonly eventIds?: number[];
  readonly usedEventIds?: Record<string, number>;
}

interface Entry extends KnownLogsource {
  readonly fields: readonly FieldUse[];
  readonly usedEventIds: Record<string, number>;
}

const file = lazy((): TaxonomyFile => JSON.parse(taxonomyText));
const known = lazy(() => file().logsources.map(unpack));
const byKey = lazy(() => new Map(known().map((entry) => [keyOf(entry), entry])));
const modifierMap = lazy(() => new Map(Object.entries(file().modifiers)));
const fields = new Map<string, readonly FieldUse[]>();

function unpack({ channels = [], eventIds = [], fields = {}, usedEventIds = {}, ...rest }: PackedLogsource): Entry {
  const uses = Object.entries(fields).map(([name, [rules, modifiers = {}]]) => {
    return { name, rules, modifiers: Object.entries(modifiers).map(([chain, uses]) => ({ chain, uses })) };
  });
  return { ...rest, channels, eventIds, fields: uses, usedEventIds };
}

function collectFields(key: LogsourceKey): FieldUse[] {
  const exact = byKey().get(keyOf(key));
  const near =
    exact && exact.rules > 0 ? [exact] : known().filter((entry) => includes(entry, key) || includes(key, entry));
  const found = new Map<string, FieldUse>();
  for (const use of near.flatMap((entry) => entry.fields)) {
    const earlier = found.get(use.name);
    if (earlier === undefined || earlier.rules < use.rules) found.set(use.name, use);
  }
  for (const name of documented(key)) if (!found.has(name)) found.set(name, { name, rules: 0, modifiers: [] });
  return [...found.values()].sort((first, second) => second.rules - first.rules || (first.name < second.name ? -1 : 1));
}

/** What every event of the product has, and the fields of the Windows service's events. */
function documented({ category, product, service }: LogsourceKey): string[] {
  const common = product === undefined ? [] : (byKey().get(keyOf({ product }))?.fields ?? []);
  const events =
    product === 'windows' && category === undefined && service ? windowsService(service)?.events : undefined;
  return [...common.map(({ name }) => name), ...[...(events?.values() ?? [])].flatMap((event) => event.fields)];
}

/** Whether the first says at least all that the second says. */
function includes(first: LogsourceKey, second: LogsourceKey): boolean {
  if (!second.category && !second.product && !second.service) return false;
  return (['category', 'product', 'service'] as const).every((part) => !second[part] || second[part] === first[part]);
}

function keyOf({ category = '', product = '', service = '' }: LogsourceKey): string {
  return `${category}|${product}|${service}`;
}
