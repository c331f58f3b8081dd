import type { Check, Documentation } from './check.ts';
import { codesNamed } from './names.ts';
import { parserProblems } from './parserProblems.ts';
import { runProblems } from './runProblems.ts';
import { checks } from './table.ts';
import { translationProblems } from './translationProblems.ts';

/** What a problem's code, or an id that pySigma or SigmaHQ publish, stands for; undefined for codes of others, such as those of the Kusto language service. */
export function documentationOf(code: string): Documentation | undefined {
  byCode ??= new Map([...allChecks(), ...translationProblems, ...runProblems].map((each) => [each.id, each]));
  return byCode.get(code) ?? byCode.get(codesNamed(code)[0] ?? code);
}

/** Everything that `checkFile` can find in a rule, what the parsers report first. */
export function allChecks(): readonly Documentation[] {
  return [...parserProblems, ...checks.map(documented)];
}

export type { Documentation };

function documented({ run: _, docs, ...rest }: Check): Documentation {
  return { ...rest, ...docs };
}

let byCode: ReadonlyMap<string, Documentation> | undefined;
