import type { Target } from '../../catalog/target.ts';
import type { KqlDiagnostic } from './diagnostic.ts';
import type { Diagnostic } from './kusto.ts';
import { parseKql } from './parse.ts';
import { globalsOf } from './schema.ts';
import { typeProblems } from './typeProblems.ts';

/**
 * Parses the query and binds it to the target's tables, in this thread: importing this file loads 5 MB of code, and the
 * first call takes a second or two. The language server asks `createValidator` instead. Diagnostics are in the order of
 * their place; an empty query has none. Where the service cannot be asked about the query, or throws, that is the only one.
 */
export function analyse(query: string, target: Target): KqlDiagnostic[] {
  const parsed = parseKql(query, globalsOf(target));
  if (parsed.kind === 'refused') return [parsed.problem];
  const all = [...parsed.diagnostics.flatMap((each) => translate(each) ?? []), ...typeProblems(parsed.code.Syntax)];
  return all.sort((first, second) => first.start - second.start);
}

function translate({ Code, Severity, Message, Start, Length }: Diagnostic): KqlDiagnostic | undefined {
  const severity = severities.get(Severity);
  return severity && { code: Code, severity, message: Message, start: Start, length: Length };
}

/** `Hidden` ones are for colouring only. */
const severities: ReadonlyMap<string, KqlDiagnostic['severity']> = new Map([
  ['Error', 'error'],
  ['Warning', 'warning'],
  ['Suggestion', 'information'],
  ['Information', 'information'],
]);
