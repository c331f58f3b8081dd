import { lazy } from '../catalog/lazy.ts';
import type { ColumnOrigin, ColumnOrigins } from '../kql/correlations/columnOrigin.ts';
import type { MappedField } from '../kql/tableMapping.ts';
import { tokenizeKql } from '../kql/tokens.ts';
import { deployFacts } from './facts.ts';

/** Whom or what columns that a correlation groups by identify together: identifier -> column of the alert. */
export interface GroupEntity {
  readonly type: string;
  readonly identifiers: ReadonlyMap<string, string>;
}

/**
 * The entities that the group of an alert tells of, weightiest first. A column counts if in all tables its values are the
 * same identifier of the same type. Those of one role are one entity: a name and its domain.
 */
export function groupEntities(origins: ColumnOrigins): GroupEntity[] {
  const byRole = new Map<number, Map<string, string>[]>();
  for (const [column, sources] of origins) {
    const found = common(sources);
    if (found === undefined) continue;
    const entities = byRole.get(found.role) ?? [];
    const free = entities.find((each) => !each.has(found.identifier)) ?? new Map();
    if (free.size === 0) entities.push(free);
    byRole.set(found.role, entities);
    free.set(found.identifier, column);
  }
  return [...byRole]
    .sort(([first], [second]) => first - second)
    .flatMap(([role, entities]) => {
      const { type = '' } = deployFacts().groups[role] ?? {};
      return entities.filter(isIdentified).map((identifiers) => ({ type, identifiers }));
    });
}

/** A domain alone is nobody. */
function isIdentified(identifiers: ReadonlyMap<string, string>): boolean {
  return [...identifiers.keys()].some((name) => name !== 'NTDomain' && name !== 'DnsDomain');
}

/** `role` is the place among the facts' `groups`. */
interface Identifier {
  readonly role: number;
  readonly type: string;
  readonly identifier: string;
}

function common(sources: readonly ColumnOrigin[]): Identifier | undefined {
  const [first, ...others] = sources.map(identifierOf);
  const isSame = others.every((each) => each?.type === first?.type && each?.identifier === first?.identifier);
  return isSame ? first : undefined;
}

function identifierOf({ table, field }: ColumnOrigin): Identifier | undefined {
  switch (field.kind) {
    case 'column':
      return field.type === 'string' && field.holds === undefined ? named(field.column, table) : undefined;
    case 'computed':
      return field.packed === undefined ? ofExpression(field, table) : named(field.packed.path.at(-1) ?? '', table);
    case 'cases':
    case 'hashes':
    case 'registryData':
      return undefined;
  }
}

/**
 * What an expression makes of columns: of domain and name the full name, of a full name either part, of addresses one of
 * them. Anything else, such as the host in an address of the web, is left alone.
 */
function ofExpression(
  { expression }: Extract<MappedField, { kind: 'computed' }>,
  table: string,
): Identifier | undefined {
  const words = tokenizeKql(expression).map(([start, length]) => expression.slice(start, start + length));
  const read = [...new Set(words)].map((name) => named(name, table)).filter((each) => each !== undefined);
  const [first] = read;
  if (first === undefined || read.some(({ type }) => type !== first.type)) return undefined;
  const identifiers = new Set(read.map(({ identifier }) => identifier));
  if (first.type === 'IP') return first;
  if (first.type !== 'Account' || read.some(({ role }) => role !== first.role)) return undefined;
  if (identifiers.size === 2 && identifiers.has('NTDomain') && identifiers.has('Name'))
    return expression.startsWith('strcat(') ? { ...first, identifier: 'FullName' } : undefined;
  if (identifiers.size > 1) return undefined;
  if (first.identifier !== 'FullName') return first;
  const part = partsOfNames.find(({ start }) => expression.startsWith(start))?.identifier;
  return part === undefined ? undefined : { ...first, identifier: part };
}

/** How mappings take `DOMAIN\name` apart. */
const partsOfNames = [
  { start: 'extract(@"([^\\\\]*)$", 1, ', identifier: 'Name' },
  { start: 'extract(@"^(.*)\\\\", 1, ', identifier: 'NTDomain' },
];

function named(name: string, table: string): Identifier | undefined {
  return byName()
    .get(name)
    ?.find(({ tables }) => tables === undefined || tables.includes(table));
}

const byName = lazy(() => {
  const known = new Map<string, (Identifier & { readonly tables: readonly string[] | undefined })[]>();
  for (const [role, { type, tables, identifiers }] of deployFacts().groups.entries()) {
    for (const [identifier, names] of Object.entries(identifiers)) {
      for (const name of names.split(' '))
        known.set(name, [...(known.get(name) ?? []), { role, type, identifier, tables: tables?.split(' ') }]);
    }
  }
  return known;
});
