import { parserProblems } from './parserProblems.ts';
import { checks } from './table.ts';
import { workspaceProblems } from './workspaceProblems.ts';

/**
 * The codes that a name stands for: a code itself, or an id that pySigma or SigmaHQ publish, such as
 * `sigmahq_title_length`, which may be several of our checks; first those whose main name it is. A name that nobody
 * knows stands for itself.
 */
export function codesNamed(name: string): readonly string[] {
  codes ??= collect();
  return codes.get(name) ?? [name];
}

/** All ids that pySigma and SigmaHQ publish and some check implements. */
export function publishedIds(): readonly string[] {
  return [...new Set([...parserProblems, ...checks, ...workspaceProblems].flatMap(({ aliases = [] }) => aliases))];
}

let codes: ReadonlyMap<string, readonly string[]> | undefined;

function collect(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const add = (name: string, id: string): void => void found.set(name, [...(found.get(name) ?? []), id]);
  const all = [...parserProblems, ...checks, ...workspaceProblems];
  for (const { id, aliases: [main] = [] } of all) for (const name of [id, main ?? []].flat()) add(name, id);
  for (const { id, aliases: [, ...others] = [] } of all) for (const name of others) add(name, id);
  return found;
}

/**
 * The ids that pySigma and SigmaHQ publish for what a code finds, the main one first: who finds less under a name of his
 * own, because one cause is one finding here, comes after it.
 */
export function publishedNamesOf(code: string): readonly string[] {
  published ??= new Map([...parserProblems, ...checks, ...workspaceProblems].map(({ id, aliases }) => [id, aliases]));
  return published.get(code) ?? [];
}

let published: ReadonlyMap<string, readonly string[] | undefined> | undefined;
