import { type GlobalState, kusto } from '../kql/validation/kusto.ts';
import type { Range } from '../range.ts';
import { children, type Syntax } from './syntax.ts';

/**
 * The smallest part of a query without which the service can bind it, for a query over which it breaks down: parts are
 * blanked out one by one, from the whole query inwards and from its end.
 */
export function unreadablePart(text: string, globals: GlobalState): Range {
  let left = mostAttempts;
  const breaksOn = ({ TextStart, Width }: Syntax) =>
    left-- > 0 &&
    Width > 0 &&
    binds(text.slice(0, TextStart) + ' '.repeat(Width) + text.slice(TextStart + Width), globals);
  let { Syntax: part } = service.KustoCode.Parse(text, globals);
  for (;;) {
    const inner = children(part).findLast(breaksOn);
    if (inner === undefined) return { start: part.TextStart, end: part.TextStart + part.Width };
    part = inner;
  }
}

function binds(text: string, globals: GlobalState): boolean {
  try {
    kusto.KustoCode.ParseAndAnalyze(text, globals).GetDiagnostics();
    return true;
  } catch {
    return false;
  }
}

const mostAttempts = 200;

const service = kusto as unknown as {
  readonly KustoCode: { Parse(text: string, globals: GlobalState): { readonly Syntax: Syntax } };
};
