import { present, sorted } from './write.mjs';

/** ATT&CK for Enterprise: names and relations; parents and sub-techniques follow from the ids. */
export function attack(data) {
  return {
    source: data.source,
    version: data.version,
    tactics: Object.fromEntries(data.tactics.map(({ shortname, id, name }) => [shortname, { id, name }])),
    retiredTactics: Object.fromEntries(data.retiredTactics.map(retired)),
    techniques: technique(data.techniques),
    mitigations: names(data.mitigations),
    detections: names(data.detectionStrategies),
    dataComponents: names(data.dataComponents),
    groups: names(data.groups),
    software: names(data.software),
    campaigns: names(data.campaigns),
  };
}

function retired({ shortname, id, name, replacedBy, retiredIn }) {
  return [shortname, { id, name, replacedBy, retiredIn }];
}

function names(objects) {
  return Object.fromEntries(sorted(objects.map(({ id, name }) => [id, name])));
}

function technique(techniques) {
  const known = new Map(techniques.map((each) => [each.id, each]));
  return Object.fromEntries(sorted(techniques.map((each) => [each.id, compact(each, known)])));
}

function compact(each, known) {
  return present({
    name: each.name,
    tactics: each.tactics.join(' '),
    platforms: each.platforms.join(', '),
    mitigations: each.mitigations?.join(' '),
    detections: each.detections?.join(' '),
    formerName: each.nameV18,
    deprecated: each.deprecated,
    successor: each.revoked && successor(each, known),
  });
}

/** The technique that counts today: a successor may have been revoked in its turn. */
function successor(each, known) {
  const next = known.get(each.revokedBy);
  if (next === undefined) throw new Error(`${each.id} is revoked by ${each.revokedBy}, which is not in the data.`);
  return next.revoked ? successor(next, known) : next.id;
}
