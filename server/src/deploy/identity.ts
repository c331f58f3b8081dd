import { v5, validate } from 'uuid';
import type { Target } from '../catalog/target.ts';
import type { SigmaRule } from '../sigma/rule.ts';

/**
 * The id of what is deployed: a UUID v5 (RFC 9562) of the rule's id and the target, so that the same rule always
 * replaces itself and no two targets share an id. A rule without a UUID is known by its id as written, or its title.
 */
export function deployedId(rule: SigmaRule, target: Target): string {
  const id = rule.id?.value.toLowerCase();
  if (id !== undefined && validate(id)) return v5(target, id);
  return v5(`${rule.id?.value ?? rule.title?.value ?? ''}/${target}`, namespace);
}

/** A random one, ours. */
const namespace = '0d2e8a51-7b0c-4c0e-9a4f-5f0f6f1f4b6e';
