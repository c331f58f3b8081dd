import type { Target } from '../../catalog/target.ts';
import type { KqlDiagnostic } from './diagnostic.ts';
import { type Diagnostic, kusto } from './kusto.ts';
import { globalsOf } from './schema.ts';
import { typeProblems } from './typeProblems.ts';

/**
 * Parses the query and binds it to the target's tables, in this thread: importing this file loads 5 MB of code, and the
 * first call takes a second or two. The language server asks `createValidator` instead. Diagnostics are in the order of
 * their place; an empty query has none.
 */
export function analyse(query: string, target: Target): KqlDiagnostic[] {
  const code = kusto.KustoCode.ParseAndAnalyze(query, globalsOf(target));
  const found = code.GetDiagnostics();
  const diagnostics = Array.from({ length: found.Count }, (_, index) => translate(found.getItem(index)));
  const all = [...diagnostics.filter((each) => each !== undefined), ...typeProblems(code.Syntax)];
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
