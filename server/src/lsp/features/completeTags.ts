import { isActive, subTechniquesOf, type Technique, tactics, technique, techniques } from '../../catalog/attack.ts';
import { attackObjects } from '../../catalog/attackObjects.ts';
import type { Range } from '../../range.ts';
import type { Proposal } from './completionItem.ts';

/**
 * Tags that a rule can have and doesn't have yet: ATT&CK's tactics and techniques, found by id or by any word of
 * their names, then groups and software once their id is begun, and the small namespaces.
 */
export function completeTags(before: string, range: Range, present: ReadonlySet<string>): Proposal[] {
  const objects = /^attack\.[gsc]\d*$/i.test(before) ? objectTags(range) : [];
  return [...tacticTags(range, present), ...techniqueTags(range, present), ...objects, ...otherTags(range)].filter(
    ({ label }) => !present.has(label),
  );
}

/** The tactics that the rule's techniques belong to come first. */
function tacticTags(range: Range, present: ReadonlySet<string>): Proposal[] {
  const expected = new Set([...present].flatMap((tag) => technique(tag.replace(/^attack\./, ''))?.tactics ?? []));
  const proposals = tactics().map(({ shortname, name, id }): Proposal => {
    const label = `attack.${shortname}`;
    return {
      label,
      kind: 'value',
      range,
      description: id,
      detail: `Tactic ${name}`,
      filterText: `${label} ${name} ${id}`,
      documentation: { kind: 'attack', tag: label },
    };
  });
  return proposals.sort((first, second) => rank(first) - rank(second));

  function rank({ label }: Proposal): number {
    return expected.has(label.slice('attack.'.length)) ? 0 : 1;
  }
}

function techniqueTags(range: Range, present: ReadonlySet<string>): Proposal[] {
  const parents = [...present].flatMap((tag) => subTechniquesOf(tag.replace(/^attack\./, '')).map(({ id }) => id));
  const near = new Set(parents);
  const active = [...techniques()].filter(isActive);
  return [...active.filter(({ id }) => near.has(id)), ...active.filter(({ id }) => !near.has(id))].map((each) =>
    techniqueTag(each, range),
  );
}

function techniqueTag({ id, name, parent }: Technique, range: Range): Proposal {
  const label = `attack.${id.toLowerCase()}`;
  const fullName = parent === undefined ? name : `${technique(parent)?.name ?? parent}: ${name}`;
  return {
    label,
    kind: 'technique',
    range,
    description: fullName,
    filterText: `${label} ${name} ${fullName}`,
    documentation: { kind: 'attack', tag: label },
  };
}

function objectTags(range: Range): Proposal[] {
  return [...attackObjects()]
    .filter(({ kind }) => kind === 'group' || kind === 'software' || kind === 'campaign')
    .map(({ id, name, kind }): Proposal => {
      const label = `attack.${id.toLowerCase()}`;
      return {
        label,
        kind: 'value',
        range,
        description: name,
        detail: kind,
        filterText: `${label} ${name}`,
        documentation: { kind: 'attack', tag: label },
      };
    });
}

function otherTags(range: Range): Proposal[] {
  return namespaces.map(([label, detail]): Proposal => ({ label, kind: 'value', range, detail }));
}

/** The namespaces of the specification's tags appendix beside `attack`. */
const namespaces: readonly (readonly [label: string, detail: string])[] = [
  ['detection.dfir', 'For investigations: too broad for alerts'],
  ['detection.emerging-threats', 'For one campaign or malware family, for a while'],
  ['detection.threat-hunting', 'For hunting: a starting point, not an alert'],
  ['tlp.clear', 'Traffic Light Protocol: may be shared with everyone'],
  ['tlp.green', 'Traffic Light Protocol: within the community'],
  ['tlp.amber', 'Traffic Light Protocol: within the organisation and its clients'],
  ['tlp.amber-strict', 'Traffic Light Protocol: within the organisation'],
  ['tlp.red', 'Traffic Light Protocol: for named recipients only'],
  ['cve.', 'A vulnerability by year and number'],
  ['car.', 'An analytic of the Cyber Analytics Repository, by date and number'],
  ['d3fend.', 'A technique of D3FEND'],
  ['stp.', 'Summiting the Pyramid: how hard the rule is to evade, 1 to 5'],
];
