import { type Diagnostic, type GlobalState, type KustoCode, kusto } from '../kql/validation/kusto.ts';
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
  let code = bound(draft.text(), globals);
  if (diagnosticsOf(code).some(({ Code }) => Code === tooDeep)) {
    balance(draft, code.Syntax as unknown as Syntax);
    code = bound(draft.text(), globals);
  }
  const problems = diagnosticsOf(code).flatMap((each) => problemOf(each, draft));
  const wrong = problems.some(({ severity }) => severity === 'error');
  return { syntax: wrong ? undefined : (code.Syntax as unknown as Syntax), problems };
}

/** The last few trees are kept: a query is run again whenever its samples change. */
function bound(text: string, globals: GlobalState): KustoCode {
  const known = trees.get(text);
  if (known?.globals === globals) return known.code;
  const code = kusto.KustoCode.ParseAndAnalyze(text, globals);
  if (trees.size >= mostKept) trees.clear();
  trees.set(text, { globals, code });
  return code;
}

const mostKept = 16;
const trees = new Map<string, { readonly globals: GlobalState; readonly code: KustoCode }>();

/** "Query syntax depth exceeds maximum safe limit". */
const tooDeep = 'KS245';

function diagnosticsOf(code: KustoCode): Diagnostic[] {
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
