import type { Diagnostic, GlobalState } from '../kql/validation/kusto.ts';
import { parseKql, type Refusal } from '../kql/validation/parse.ts';
import type { Problem, Severity } from '../problem.ts';
import { balance } from './balance.ts';
import type { Draft } from './draft.ts';
import { Failure } from './failure.ts';
import { isMistaken } from './serviceMistakes.ts';
import type { Syntax } from './syntax.ts';

export interface Analysed {
  /** The bound tree; undefined if there is an error among the problems. */
  readonly syntax: Syntax | undefined;
  readonly problems: readonly Problem[];
}

/**
 * Parses and binds the draft. A chain of hundreds of `or` is deeper than the service binds, so such a draft gets
 * parentheses first. Throws a `Failure` where the service cannot be asked, or itself throws, as it does for some queries
 * that are half typed.
 */
export function analyseQuery(draft: Draft, globals: GlobalState): Analysed {
  let code = bound(draft.text(), globals);
  if (code.diagnostics.some(({ Code }) => Code === tooDeep)) {
    balance(draft, code.syntax);
    code = bound(draft.text(), globals);
  }
  const text = draft.text();
  const diagnostics = code.diagnostics.filter((each) => !isMistaken(each, text));
  const problems = diagnostics.flatMap((each) => problemOf(each, draft));
  const wrong = problems.some(({ severity }) => severity === 'error');
  return { syntax: wrong ? undefined : code.syntax, problems };
}

interface Bound {
  readonly globals: GlobalState;
  readonly syntax: Syntax;
  readonly diagnostics: readonly Diagnostic[];
}

/** The last few trees are kept: a query is run again whenever its samples change. */
function bound(text: string, globals: GlobalState): Bound {
  const known = trees.get(text);
  if (known?.globals === globals) return known;
  const made = bind(text, globals);
  if (trees.size >= mostKept) trees.clear();
  trees.set(text, made);
  return made;
}

const mostKept = 16;
const trees = new Map<string, Bound>();

/** "Query syntax depth exceeds maximum safe limit". */
const tooDeep = 'KS245';

function bind(text: string, globals: GlobalState): Bound {
  const parsed = parseKql(text, globals);
  if (parsed.kind === 'refused') throw failureOf(parsed.problem);
  return { globals, syntax: parsed.code.Syntax as unknown as Syntax, diagnostics: parsed.diagnostics };
}

function failureOf({ code, message, start, length }: Refusal): Failure {
  const range = { start, end: start + length };
  return new Failure(code === 'kql-too-large' ? 'kql-limit' : 'kql-not-implemented', message, range);
}

function problemOf({ Code, Severity, Message, Start, Length }: Diagnostic, draft: Draft): Problem[] {
  const severity = severities.get(Severity);
  if (severity === undefined) return [];
  return [{ code: Code, severity, message: Message, range: draft.original({ start: Start, end: Start + Length }) }];
}

/** Only what keeps the query from running; the editor shows the service's other remarks by itself. */
const severities: ReadonlyMap<string, Severity> = new Map([['Error', 'error']]);
