import type { Check, Documentation } from './check.ts';
import { configProblems } from './configProblems.ts';
import { deployProblems } from './deployProblems.ts';
import { fileProblems } from './fileProblems.ts';
import { kqlFileProblems } from './kqlFileProblems.ts';
import { codesNamed, publishedIds } from './names.ts';
import { parserProblems } from './parserProblems.ts';
import { pipelineProblems } from './pipelineProblems.ts';
import { queryProblems } from './queryProblems.ts';
import { runProblems } from './runProblems.ts';
import { checks } from './table.ts';
import { translationProblems } from './translationProblems.ts';
import { workspaceProblems } from './workspaceProblems.ts';

/** What a problem's code, or an id that pySigma or SigmaHQ publish, stands for; undefined for codes of others, such as those of the Kusto language service. */
export function documentationOf(code: string): Documentation | undefined {
  byCode ??= new Map(everything().map((each) => [each.id, each]));
  return byCode.get(code) ?? byCode.get(codesNamed(code)[0] ?? code);
}

/** Everything that `checkFile` can find in a rule, what the parsers report first. */
export function allChecks(): readonly Documentation[] {
  return [...parserProblems, ...checks.map(documented), ...fileProblems];
}

/** Every name that a setting or a comment can use for a code: our ids and the published ones. */
export function knownNames(): readonly string[] {
  names ??= [...everything().map(({ id }) => id), ...publishedIds()];
  return names;
}

let names: readonly string[] | undefined;

/** What is found in rules, between them, in their translation, and around them, in the order of the documentation. */
function everything(): readonly Documentation[] {
  return [
    ...allChecks(),
    ...workspaceProblems,
    ...translationProblems,
    ...deployProblems,
    ...queryProblems,
    ...kqlFileProblems,
    ...runProblems,
    ...configProblems,
    ...pipelineProblems,
  ];
}

export type { Documentation };

function documented({ run: _, docs, ...rest }: Check): Documentation {
  return { ...rest, ...docs };
}

let byCode: ReadonlyMap<string, Documentation> | undefined;
