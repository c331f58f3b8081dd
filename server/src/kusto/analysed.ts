import { type Diagnostic, type GlobalState, kusto } from '../kql/validation/kusto.ts';
import type { Problem, Severity } from '../problem.ts';
import { balance } from './balance.ts';
import type { Draft } from './draft.ts';
import type { Syntax } from './syntax.ts';

export interface Analysed {
  /** The bound tree; undefined if there is an error among the problems. */
  readonly syntax: Syntax | undefined;
  readonly problems: readonly Problem[];
}

/**
 * Parses and binds the draft. A chain of hundreds of `or` is deeper than the service binds, so such a draft gets
 * parentheses first.
 */
export function analyseQuery(draft: Draft, globals: GlobalState): Analysed {
  let code = kusto.KustoCode.ParseAndAnalyze(draft.text(), globals);
  if (diagnosticsOf(code).some(({ Code }) => Code === tooDeep)) {
    balance(draft, code.Syntax as unknown as Syntax);
    code = kusto.KustoCode.ParseAndAnalyze(draft.text(), globals);
  }
  const problems = diagnosticsOf(code).flatMap((each) => problemOf(each, draft));
  const wrong = problems.some(({ severity }) => severity === 'error');
  return { syntax: wrong ? undefined : (code.Syntax as unknown as Syntax), problems };
}

/** "Query syntax depth exceeds maximum safe limit". */
const tooDeep = 'KS245';

function diagnosticsOf(code: ReturnType<typeof kusto.KustoCode.ParseAndAnalyze>): Diagnostic[] {
  const found = code.GetDiagnostics();
  return Array.from({ length: found.Count }, (_, index) => found.getItem(index));
}

function problemOf({ Code, Severity, Message, Start, Length }: Diagnostic, draft: Draft): Problem[] {
  const severity = severities.get(Severity);
  if (severity === undefined) return [];
  return [{ code: Code, severity, message: Message, range: draft.original({ start: Start, end: Start + Length }) }];
}

/** Only what keeps the query from running; the editor shows the service's other remarks by itself. */
const severities: ReadonlyMap<string, Severity> = new Map([['Error', 'error']]);
