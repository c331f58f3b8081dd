import { type Technique, technique } from '../catalog/attack.ts';
import { attackTag } from '../catalog/attackTag.ts';
import type { SigmaRule } from '../sigma/rule.ts';
import { deployFacts } from './facts.ts';

/** A rule's tactics and techniques as Sentinel and Defender know them; each name once. */
export interface AttackNames {
  /** `DefenseEvasion` for the two tactics that took its place in ATT&CK v19. */
  readonly tactics: readonly string[];
  /** Ids, those of sub-techniques as `T1059.001`. */
  readonly techniques: readonly string[];
  /** By tactic, the techniques of the rule that belong to it. */
  readonly byTactic: ReadonlyMap<string, readonly string[]>;
}

/**
 * The tactics are those of the tags; a rule that tags techniques only has the tactics of these. Sentinel refuses a
 * technique without any of its tactics (`NoTechniquesWithoutMatchingTactics` of Azure-Sentinel's checks), so that such a
 * one brings its first tactic along; one that has none is left out.
 */
export function attackNames(rule: SigmaRule): AttackNames {
  const techniques: Technique[] = [];
  const tagged: string[] = [];
  for (const { value } of rule.tags) {
    const tag = attackTag(value);
    if (tag?.kind === 'technique') techniques.push(successorOf(tag.technique));
    else if (tag?.kind === 'tactic' || tag?.kind === 'retiredTactic') tagged.push(...nameOf(tag.tactic.shortname));
  }
  const tactics = new Set(tagged.length > 0 ? tagged : techniques.flatMap(tacticsOf));
  const placed = techniques.filter((each) => tacticsOf(each).length > 0);
  for (const each of placed) {
    const own = tacticsOf(each);
    if (!own.some((name) => tactics.has(name))) for (const name of own.slice(0, 1)) tactics.add(name);
  }
  return {
    tactics: [...tactics],
    techniques: idsOf(placed),
    byTactic: new Map(
      [...tactics].map((name) => [name, idsOf(placed.filter((each) => tacticsOf(each).includes(name)))]),
    ),
  };
}

function successorOf(found: Technique): Technique {
  return (found.successor === undefined ? undefined : technique(found.successor)) ?? found;
}

function tacticsOf({ tactics }: Technique): string[] {
  return tactics.flatMap(nameOf);
}

function nameOf(shortname: string): string[] {
  const name = deployFacts().tactics[shortname];
  return name === undefined ? [] : [name];
}

function idsOf(techniques: readonly Technique[]): string[] {
  const known = deployFacts().techniques;
  return [...new Set(techniques.flatMap(({ id }) => (id in known ? (known[id] ?? []) : id)))];
}
