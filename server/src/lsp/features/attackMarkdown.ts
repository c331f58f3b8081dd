import { atomicTestsOf, atomicTestsUrl } from '../../catalog/atomics.ts';
import {
  isActive,
  retiredTactic,
  subTechniquesOf,
  type Technique,
  tactic,
  technique,
  techniques,
} from '../../catalog/attack.ts';
import type { AttackObject } from '../../catalog/attackObjects.ts';
import { attackTag } from '../../catalog/attackTag.ts';
import { code, escapeMarkdown, link } from './markdown.ts';

/** What ATT&CK says of a tag; undefined for tags of other namespaces and for names that it doesn't have. */
export function attackMarkdown(tag: string): string | undefined {
  const found = attackTag(tag);
  switch (found?.kind) {
    case 'technique':
      return techniqueMarkdown(found.technique);
    case 'tactic':
      return paragraphs(
        `**${link(`${found.tactic.id} ${found.tactic.name}`, found.tactic.url)}** (tactic)`,
        `${countTechniques(found.tactic.shortname)} techniques belong to it.`,
      );
    case 'retiredTactic': {
      const { name, replacedBy, retiredIn } = found.tactic;
      const successors = replacedBy.map((shortname) => code(`attack.${shortname}`)).join(' or ');
      return paragraphs(
        `**${escapeMarkdown(name)}** (retired tactic)`,
        `ATT&CK ${retiredIn} dropped it. Its techniques are now under ${successors}.`,
      );
    }
    case 'object':
      return objectMarkdown(found.object);
    case 'unknown':
    case undefined:
      return undefined;
  }
}

function techniqueMarkdown(each: Technique): string {
  const { id, name, url, parent, successor, deprecated, formerName } = each;
  const replacement = successor === undefined ? undefined : technique(successor);
  return paragraphs(
    `**${link(`${id} ${name}`, url)}** (${parent === undefined ? 'technique' : 'sub-technique'})`,
    replacement && `⚠ Revoked: its successor is ${techniqueLink(replacement)}, ${code(tagOf(replacement.id))}.`,
    deprecated && '⚠ Deprecated: ATT&CK no longer maintains it.',
    formerName && `Formerly called ${escapeMarkdown(formerName)}.`,
    lines(
      row('Tactics', each.tactics.map(tacticName)),
      row('Platforms', each.platforms.map(escapeMarkdown)),
      row('Part of', parent === undefined ? [] : [techniqueLink(technique(parent), parent)]),
      row(
        'Sub-techniques',
        shortened(
          subTechniquesOf(id).map((sub) => techniqueLink(sub)),
          12,
        ),
      ),
      row('Detection strategies', shortened(each.detections.map(named('detectionstrategies')), 6)),
      row('Mitigations', shortened(each.mitigations.map(named('mitigations')), 8)),
      atomicTests(id),
    ),
  );
}

function objectMarkdown({ id, name, kind, url }: AttackObject): string {
  return `**${link(`${id} ${name}`, url)}** (${kind})`;
}

function atomicTests(id: string): string | undefined {
  const tests = atomicTestsOf(id);
  if (tests.length === 0) return undefined;
  const names = shortened(
    tests.map(({ name }) => escapeMarkdown(name)),
    3,
  );
  return `- ${link(`Atomic tests: ${tests.length}`, atomicTestsUrl(id))}, such as ${names.join('; ')}`;
}

function tacticName(shortname: string): string {
  const current = tactic(shortname);
  return current ? link(current.name, current.url) : escapeMarkdown(retiredTactic(shortname)?.name ?? shortname);
}

function techniqueLink(each: Technique | undefined, fallback = ''): string {
  return each ? link(`${each.id} ${each.name}`, each.url) : escapeMarkdown(fallback);
}

function named(folder: string): (each: { id: string; name: string }) => string {
  return ({ id, name }) => link(`${id} ${name}`, `https://attack.mitre.org/${folder}/${id}/`);
}

function countTechniques(shortname: string): number {
  return [...techniques()].filter(
    (each) => isActive(each) && each.parent === undefined && each.tactics.includes(shortname),
  ).length;
}

function tagOf(id: string): string {
  return `attack.${id.toLowerCase()}`;
}

function row(title: string, items: readonly string[]): string | undefined {
  return items.length === 0 ? undefined : `- ${title}: ${items.join(', ')}`;
}

function shortened(items: readonly string[], limit: number): string[] {
  return items.length <= limit ? [...items] : [...items.slice(0, limit), `${items.length - limit} more`];
}

function lines(...parts: (string | undefined | false)[]): string {
  return parts.filter(Boolean).join('\n');
}

function paragraphs(...parts: (string | undefined | false)[]): string {
  return parts.filter(Boolean).join('\n\n');
}
