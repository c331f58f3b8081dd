import { attackFile, type NamedObject } from './attack.ts';
import { lazy } from './lazy.ts';

/** What ATT&CK names beside tactics and techniques, and Sigma's tags may name too. */
export interface AttackObject extends NamedObject {
  readonly kind: 'group' | 'software' | 'campaign' | 'mitigation' | 'detection strategy' | 'data component';
  readonly url: string;
}

/** By its id in any case: `G0007`, `S0002`, `C0001`, `M1031`, `DET0056`, `DC0032`. */
export function attackObject(id: string): AttackObject | undefined {
  return objects().get(id.toUpperCase());
}

/** All of them, groups and software first. */
export function attackObjects(): Iterable<AttackObject> {
  return objects().values();
}

const objects = lazy(() => {
  const file = attackFile();
  return new Map([
    ...section(file.groups, 'group', 'groups'),
    ...section(file.software, 'software', 'software'),
    ...section(file.campaigns, 'campaign', 'campaigns'),
    ...section(file.mitigations, 'mitigation', 'mitigations'),
    ...section(file.detections, 'detection strategy', 'detectionstrategies'),
    ...section(file.dataComponents, 'data component', 'datacomponents'),
  ]);
});

function section(names: Record<string, string>, kind: AttackObject['kind'], folder: string): [string, AttackObject][] {
  return Object.entries(names).map(([id, name]) => [
    id,
    { id, name, kind, url: `https://attack.mitre.org/${folder}/${id}/` },
  ]);
}
