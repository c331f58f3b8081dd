import { parserProblems } from './parserProblems.ts';
import { checks } from './table.ts';
import { workspaceProblems } from './workspaceProblems.ts';

/**
 * The codes that a name stands for: a code itself, or an id that pySigma or SigmaHQ publish, such as
 * `sigmahq_title_length`, which may be several of our checks. A name that nobody knows stands for itself.
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
  for (const { id, aliases = [] } of [...parserProblems, ...checks, ...workspaceProblems]) {
    for (const name of [id, ...aliases]) found.set(name, [...(found.get(name) ?? []), id]);
  }
  return found;
}
