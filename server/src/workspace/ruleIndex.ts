import type { Reference, RuleSummary } from './summary.ts';

/** A rule of a file in the index. */
export interface IndexedRule {
  readonly path: string;
  readonly rule: RuleSummary;
}

/** All rules of a workspace by how they can be named. Paths are absolute, with `/`. */
export interface RuleIndex {
  /** Takes a file's rules in the place of those it had; none takes it out. The answer finds the other files for which that makes a difference, for whoever wants to know. */
  set(path: string, rules: readonly RuleSummary[]): () => ReadonlySet<string>;
  rulesOf(path: string): readonly RuleSummary[];
  paths(): Iterable<string>;
  /** The rules that have the title, id (whatever its case) or name; of the files with a name (without folder), the first rule of each. */
  having(kind: NameKind, value: string): readonly IndexedRule[];
  /** Whether a reference leads somewhere: to an id, or for correlations and filters to a name. */
  resolves(reference: Reference): boolean;
}

export type NameKind = 'title' | 'id' | 'name' | 'file';

export function createRuleIndex(): RuleIndex {
  const files = new Map<string, readonly RuleSummary[]>();
  const definitions = new Map<string, IndexedRule[]>();
  const mentions = new Map<string, Set<string>>();

  const having = (kind: NameKind, value: string): readonly IndexedRule[] => definitions.get(keyOf(kind, value)) ?? [];

  const remove = (path: string, keys: Keys): void => {
    for (const key of keys.defined) {
      const left = definitions.get(key)?.filter((each) => each.path !== path) ?? [];
      if (left.length > 0) definitions.set(key, left);
      else definitions.delete(key);
    }
    for (const key of keys.mentioned) {
      const paths = mentions.get(key);
      paths?.delete(path);
      if (paths?.size === 0) mentions.delete(key);
    }
  };

  const add = (path: string, rules: readonly RuleSummary[], keys: Keys): void => {
    for (const [index, rule] of rules.entries())
      for (const key of [...(index === 0 ? [keyOf('file', nameOfFile(path))] : []), ...definedBy(rule)]) {
        const found = definitions.get(key);
        if (found) found.push({ path, rule });
        else definitions.set(key, [{ path, rule }]);
      }
    for (const key of keys.mentioned) {
      const found = mentions.get(key);
      if (found) found.add(path);
      else mentions.set(key, new Set([path]));
    }
  };

  return {
    set(path, rules) {
      const before = keysOf(path, files.get(path) ?? []);
      const after = keysOf(path, rules);
      remove(path, before);
      add(path, rules, after);
      if (rules.length > 0) files.set(path, rules);
      else files.delete(path);
      return () => {
        const affected = new Set<string>();
        for (const key of differences(before.defined, after.defined)) {
          for (const user of mentions.get(key) ?? []) affected.add(user);
          for (const other of definitions.get(key) ?? []) affected.add(other.path);
        }
        affected.delete(path);
        return affected;
      };
    },
    rulesOf: (path) => files.get(path) ?? [],
    paths: () => files.keys(),
    having,
    resolves: (reference) => mentionedBy(reference).some((key) => definitions.has(key)),
  };
}

interface Keys {
  readonly defined: ReadonlySet<string>;
  readonly mentioned: ReadonlySet<string>;
}

function keysOf(path: string, rules: readonly RuleSummary[]): Keys {
  return {
    defined: new Set([...(rules.length > 0 ? [keyOf('file', nameOfFile(path))] : []), ...rules.flatMap(definedBy)]),
    mentioned: new Set(rules.flatMap(({ references }) => references.flatMap(mentionedBy))),
  };
}

function definedBy({ title, id, name }: RuleSummary): string[] {
  return [
    ...(title ? [keyOf('title', title.value)] : []),
    ...(id ? [keyOf('id', id.value)] : []),
    ...(name ? [keyOf('name', name.value)] : []),
  ];
}

function mentionedBy({ kind, value }: Reference): string[] {
  return kind === 'related' ? [keyOf('id', value)] : [keyOf('id', value), keyOf('name', value)];
}

/** Ids and file names are the same in upper and lower case, the latter because some file systems say so; titles are compared as they are read. */
function keyOf(kind: NameKind, value: string): string {
  const folded = kind === 'name' ? value : value.trim().replace(/\s+/g, ' ').toLowerCase();
  return `${kind}:${folded}`;
}

export function nameOfFile(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function differences(first: ReadonlySet<string>, second: ReadonlySet<string>): string[] {
  return [...[...first].filter((key) => !second.has(key)), ...[...second].filter((key) => !first.has(key))];
}
