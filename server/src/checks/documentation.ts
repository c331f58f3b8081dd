import type { Severity } from '../problem.ts';
import type { CheckDocs } from './check.ts';
import { parserProblems } from './parserProblems.ts';
import { runProblems } from './runProblems.ts';
import { checks } from './table.ts';
import { translationProblems } from './translationProblems.ts';

export interface Documentation extends CheckDocs {
  readonly id: string;
  readonly severity: Severity;
}

/** What a problem's code stands for; undefined for codes of others, such as those of the Kusto language service. */
export function documentationOf(code: string): Documentation | undefined {
  byCode ??= new Map([...allChecks(), ...translationProblems, ...runProblems].map((each) => [each.id, each]));
  return byCode.get(code);
}

/** Everything that `checkFile` can find in a rule, what the parsers report first. */
export function allChecks(): readonly Documentation[] {
  return [...parserProblems, ...checks.map(({ id, severity, docs }) => ({ id, severity, ...docs }))];
}

let byCode: ReadonlyMap<string, Documentation> | undefined;
