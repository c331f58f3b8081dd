import type { Severity } from '../problem.ts';
import type { CheckDocs } from './check.ts';
import { parserProblems } from './parserProblems.ts';
import { checks } from './table.ts';

export interface Documentation extends CheckDocs {
  readonly id: string;
  readonly severity: Severity;
}

/** What a problem's code stands for; undefined for codes that no check and no parser of rules uses. */
export function documentationOf(code: string): Documentation | undefined {
  byCode ??= new Map(allChecks().map((each) => [each.id, each]));
  return byCode.get(code);
}

/** All codes that a problem of a rule can have, those of the parsers first. */
export function allChecks(): readonly Documentation[] {
  return [...parserProblems, ...checks.map(({ id, severity, docs }) => ({ id, severity, ...docs }))];
}

let byCode: ReadonlyMap<string, Documentation> | undefined;
