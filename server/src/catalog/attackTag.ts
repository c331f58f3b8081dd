import { type RetiredTactic, retiredTactic, type Tactic, type Technique, tactic, technique } from './attack.ts';
import { type AttackObject, attackObject } from './attackObjects.ts';

/** What stands behind a tag of the namespace `attack`. */
export type AttackTag =
  | { readonly kind: 'tactic'; readonly tactic: Tactic }
  | { readonly kind: 'retiredTactic'; readonly tactic: RetiredTactic }
  | { readonly kind: 'technique'; readonly technique: Technique }
  | { readonly kind: 'object'; readonly object: AttackObject }
  | { readonly kind: 'unknown'; readonly name: string };

/**
 * Reads `attack.t1553.004`, `attack.defense-impairment`, `attack.g0007` or `attack.s0002`, in any case and with `_` for
 * `-`, as older rules write tactics. Undefined for tags of other namespaces.
 */
export function attackTag(tag: string): AttackTag | undefined {
  const name = /^attack\.(.*)$/i.exec(tag)?.[1];
  if (name === undefined) return undefined;
  const found = technique(name);
  if (found) return { kind: 'technique', technique: found };
  const shortname = name.replaceAll('_', '-');
  const current = tactic(shortname);
  if (current) return { kind: 'tactic', tactic: current };
  const retired = retiredTactic(shortname);
  if (retired) return { kind: 'retiredTactic', tactic: retired };
  const object = attackObject(name);
  return object ? { kind: 'object', object } : { kind: 'unknown', name };
}
