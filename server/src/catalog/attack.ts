import attackText from '../../../schemas/attack/attack.json?raw';
import { words } from './columns.ts';
import { lazy } from './lazy.ts';

/** A tactic of ATT&CK for Enterprise; `shortname` is what Sigma's tags use: `defense-impairment`. */
export interface Tactic {
  readonly shortname: string;
  readonly id: string;
  readonly name: string;
  readonly url: string;
}

/** A tactic that ATT&CK no longer has. */
export interface RetiredTactic {
  readonly shortname: string;
  readonly name: string;
  /** Short names of the tactics that took its place. */
  readonly replacedBy: readonly string[];
  /** The version of ATT&CK that dropped it. */
  readonly retiredIn: string;
}

export interface Technique {
  readonly id: string;
  readonly name: string;
  /** Short names. A revoked or deprecated technique may still have a retired tactic. */
  readonly tactics: readonly string[];
  readonly platforms: readonly string[];
  /** Id of the technique above a sub-technique. */
  readonly parent?: string;
  readonly mitigations: readonly NamedObject[];
  readonly detections: readonly NamedObject[];
  /** Its name before the last version that renamed it. */
  readonly formerName?: string;
  readonly deprecated: boolean;
  /** Id of the technique that replaces it, where it was revoked; that one is active. */
  readonly successor?: string;
  readonly url: string;
}

export interface NamedObject {
  readonly id: string;
  readonly name: string;
}

/** The version of ATT&CK that all of this is from: `19.1`. */
export function attackVersion(): string {
  return attackFile().version;
}

/** All current tactics in the order of the matrix. */
export function tactics(): readonly Tactic[] {
  return [...tacticMap().values()];
}

export function tactic(shortname: string): Tactic | undefined {
  return tacticMap().get(shortname.toLowerCase());
}

export function retiredTactic(shortname: string): RetiredTactic | undefined {
  return retiredMap().get(shortname.toLowerCase());
}

/** A technique or sub-technique by its id in any case, revoked and deprecated ones included. */
export function technique(id: string): Technique | undefined {
  return techniqueMap().get(id.toUpperCase());
}

/** All of them, by id. */
export function techniques(): Iterable<Technique> {
  return techniqueMap().values();
}

/** A technique that neither was revoked nor is deprecated. */
export function isActive({ successor, deprecated }: Technique): boolean {
  return successor === undefined && !deprecated;
}

/** The active sub-techniques of a technique. */
export function subTechniquesOf(id: string): Technique[] {
  return [...techniques()].filter((each) => each.parent === id.toUpperCase() && isActive(each));
}

/** The file as it lies under schemas/, for the parts of the catalogue that read other sections of it. */
export const attackFile = lazy((): AttackFile => JSON.parse(attackText));

interface AttackFile {
  readonly version: string;
  readonly tactics: Record<string, NamedObject>;
  readonly retiredTactics: Record<string, { name: string; replacedBy: string[]; retiredIn: string }>;
  readonly techniques: Record<string, PackedTechnique>;
  readonly mitigations: Record<string, string>;
  readonly detections: Record<string, string>;
  readonly dataComponents: Record<string, string>;
  readonly groups: Record<string, string>;
  readonly software: Record<string, string>;
  readonly campaigns: Record<string, string>;
}

interface PackedTechnique {
  readonly name: string;
  readonly tactics: string;
  readonly platforms: string;
  readonly mitigations?: string;
  readonly detections?: string;
  readonly formerName?: string;
  readonly deprecated?: true;
  readonly successor?: string;
}

const tacticMap = lazy(() => {
  const entries = Object.entries(attackFile().tactics).map(([shortname, { id, name }]): [string, Tactic] => {
    return [shortname, { shortname, id, name, url: `https://attack.mitre.org/tactics/${id}/` }];
  });
  return new Map(entries);
});

const retiredMap = lazy(() => {
  const entries = Object.entries(attackFile().retiredTactics);
  return new Map(entries.map(([shortname, retired]) => [shortname, { shortname, ...retired }]));
});

const techniqueMap = lazy(() => {
  return new Map(Object.entries(attackFile().techniques).map(([id, packed]) => [id, unpack(id, packed)]));
});

function unpack(id: string, packed: PackedTechnique): Technique {
  const [parent, sub] = id.split('.');
  return {
    id,
    name: packed.name,
    tactics: words(packed.tactics),
    platforms: packed.platforms.split(', '),
    ...(parent !== undefined && sub !== undefined && { parent }),
    mitigations: named(packed.mitigations, attackFile().mitigations),
    detections: named(packed.detections, attackFile().detections),
    ...(packed.formerName !== undefined && { formerName: packed.formerName }),
    deprecated: packed.deprecated ?? false,
    ...(packed.successor !== undefined && { successor: packed.successor }),
    url: `https://attack.mitre.org/techniques/${id.replace('.', '/')}/`,
  };
}

function named(ids: string | undefined, names: Record<string, string>): NamedObject[] {
  return words(ids).map((id) => ({ id, name: names[id] ?? id }));
}
