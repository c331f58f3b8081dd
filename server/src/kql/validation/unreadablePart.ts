import type { Range } from '../../range.ts';
import { type GlobalState, kusto, type SyntaxElement } from './kusto.ts';

/**
 * The smallest part of a query without which the service can bind it, for a query over which it breaks down: parts are
 * blanked out one by one, from the whole query inwards and from its end. The whole text where the service cannot even
 * parse it.
 */
export function unreadablePart(text: string, globals: GlobalState): Range {
  let left = Math.min(mostAttempts, Math.ceil(mostRead / (text.length + 1)));
  const breaksOn = ({ TextStart, Width }: SyntaxElement) =>
    left-- > 0 &&
    Width > 0 &&
    binds(text.slice(0, TextStart) + ' '.repeat(Width) + text.slice(TextStart + Width), globals);
  let place: Range = { start: 0, end: text.length };
  for (let part = parsed(text, globals); part !== undefined; part = childrenOf(part).findLast(breaksOn))
    place = { start: part.TextStart, end: part.TextStart + part.Width };
  return place;
}

/** In UTF-16 units: for a long query the search ends early, at a part that is larger. */
const mostRead = 1_000_000;
const mostAttempts = 200;

function parsed(text: string, globals: GlobalState): SyntaxElement | undefined {
  try {
    return service.KustoCode.Parse(text, globals).Syntax;
  } catch {
    return undefined;
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

function childrenOf(node: SyntaxElement): SyntaxElement[] {
  return Array.from({ length: node.ChildCount }, (_, index) => node.GetChild(index)).filter((child) => child !== null);
}

const service = kusto as unknown as {
  readonly KustoCode: { Parse(text: string, globals: GlobalState): { readonly Syntax: SyntaxElement } };
};
