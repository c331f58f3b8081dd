import { nearest } from '../sigma/nearest.ts';
import { deref, entriesOf, keyText } from '../yaml/navigate.ts';
import type { YamlEntry, YamlMapping } from '../yaml/tree.ts';
import type { CheckContext } from './check.ts';
import { placesAt } from './plainValue.ts';
import { keysAt } from './schemaDocs.ts';

/** A key that is almost, but not quite, one that the schema knows at its place. */
export interface MisspeltKey {
  readonly entry: YamlEntry;
  readonly key: string;
  readonly suggestion: string;
  /** The path of the mapping that has the key. */
  readonly owner: string;
  /** The rule cannot do without the key that is meant. */
  readonly required: boolean;
  /** The key that is meant is there as well. */
  readonly isTaken: boolean;
}

/** Those of a rule. Found once, though three checks ask. */
export function misspeltKeys(context: CheckContext): readonly MisspeltKey[] {
  const cached = misspeltByContext.get(context);
  if (cached !== undefined) return cached;
  const found = misspeltIn(context, context.rule.node, []);
  const visited = new Set(['']);
  for (const finding of context.schemaFindings) {
    if (finding.cause !== 'missing' && finding.cause !== 'unknown') continue;
    const owner = finding.path.join('/');
    const mapping = ownerMapping(context, finding.path);
    if (mapping === undefined || visited.has(owner)) continue;
    visited.add(owner);
    // Search identifiers have free names: there only a key that stands for one that is missing is misspelt.
    const isOpen = owner === 'detection' || owner === 'filter';
    found.push(...misspeltIn(context, mapping, finding.path).filter(({ required }) => required || !isOpen));
  }
  misspeltByContext.set(context, found);
  return found;
}

const misspeltByContext = new WeakMap<CheckContext, readonly MisspeltKey[]>();

/** The keys of a mapping that are almost known ones, unless that one is there as well; slips that everybody makes are slips even then. */
function misspeltIn(context: CheckContext, mapping: YamlMapping, path: readonly string[]): MisspeltKey[] {
  const known = keysAt(context.rule.kind, path);
  const entries = entriesOf(mapping);
  const names = new Set(known.map((docs) => docs.key));
  const unknown = entries.filter((entry) => !names.has(keyText(entry) ?? ''));
  if (unknown.length === 0) return [];
  const present = new Set(entries.map(keyText));
  const absent = known.map((docs) => docs.key).filter((name) => !present.has(name));
  return unknown.slice(0, maximumOfUnknownKeys).flatMap((entry) => {
    const key = keyText(entry);
    if (key === undefined) return [];
    const suggestion = suggestionFor(key, absent) ?? (path.length === 0 ? commonSlips.get(key) : undefined);
    if (suggestion === undefined) return [];
    const isTaken = present.has(suggestion);
    const required = !isTaken && known.some((docs) => docs.key === suggestion && docs.required);
    return [{ entry, key, suggestion, owner: path.join('/'), required, isTaken }];
  });
}

/** Those that pySigma's `custom_attributes` names. */
const commonSlips: ReadonlyMap<string, string> = new Map([
  ['realted', 'related'],
  ['relatde', 'related'],
  ['relted', 'related'],
  ['rlated', 'related'],
  ['reference', 'references'],
]);

/** A mapping with more of them is no rule, and comparing words takes time. */
const maximumOfUnknownKeys = 50;

function suggestionFor(key: string, candidates: readonly string[]): string | undefined {
  const plain = key.toLowerCase().replaceAll(/[-_ ]/g, '');
  const same = candidates.find((name) => name.replaceAll(/[-_]/g, '') === plain);
  if (same !== undefined) return same;
  const lower = key.toLowerCase();
  const near = nearest(lower, candidates);
  return near !== undefined && isSlip(lower, near) ? near : undefined;
}

/**
 * Keys of one's own are often near to known ones: `created` to `related`, `note` to `name`, `modified_by` to
 * `modified`. So one slip is allowed in five letters, none of them a replaced letter where the word is short.
 */
function isSlip(key: string, name: string): boolean {
  if (/^[-_. ]/.test(key.slice(name.length)) && key.startsWith(name)) return false;
  if (/[-_. ]$/.test(key.slice(0, -name.length)) && key.endsWith(name)) return false;
  if (!isWithin(key, name, Math.max(1, Math.floor(name.length / 5)))) return false;
  return name.length > 5 || key.length !== name.length || [...key].sort().join('') === [...name].sort().join('');
}

/** Whether so many insertions, deletions, replacements and swaps of neighbours make one word of the other. */
function isWithin(first: string, second: string, slips: number): boolean {
  let same = 0;
  while (same < first.length && first[same] === second[same]) same++;
  const [left, right] = [first.slice(same), second.slice(same)];
  if (left === right) return true;
  if (slips === 0) return false;
  const isSwap = left.length > 1 && left[0] === right[1] && left[1] === right[0];
  return (
    isWithin(left.slice(1), right, slips - 1) ||
    isWithin(left, right.slice(1), slips - 1) ||
    isWithin(left.slice(1), right.slice(1), slips - 1) ||
    (isSwap && isWithin(left.slice(2), right.slice(2), slips - 1))
  );
}

/** The mapping at a path of a rule's document; undefined if there is another thing. */
export function ownerMapping(context: CheckContext, path: readonly string[]): YamlMapping | undefined {
  const places = placesAt(context.rule.node, path);
  const node = places.length === path.length + 1 ? deref(places.at(-1)?.node ?? context.rule.node) : undefined;
  return node?.kind === 'mapping' ? node : undefined;
}
