import { kusto } from '../validation/kusto.ts';
import type { AnalysedQuery, KqlDocument } from './document.ts';
import { type Node, namesOf } from './service.ts';

/** All nodes and tokens below a node, itself first, in the order of the text; without recursion, since trees are deep. */
export function* nodesOf(root: Node): Generator<Node> {
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    for (let index = node.ChildCount - 1; index >= 0; index--) {
      const child = node.GetChild(index);
      if (child !== null) waiting.push(child);
    }
  }
}

/** The node and the ones around it, innermost first. */
export function* around(node: Node | null): Generator<Node> {
  for (let each = node; each !== null; each = each.Parent) yield each;
}

/** The service's name of what a node is, such as `LetStatement`. */
export function kindOf(node: Node): string {
  return kindNames.get(node.Kind) ?? '';
}

const kindNames = namesOf(kusto.Syntax.SyntaxKind);

/** The word that the place is in or at the end of, or whatever else is there; undefined in blanks and comments. */
export function tokenAt({ code, text }: AnalysedQuery, at: number): Node | undefined {
  const isEnd = /\w/.test(text[at - 1] ?? '') && !/\w/.test(text[at] ?? '');
  const token = code.Syntax.GetTokenAt(isEnd ? at - 1 : at);
  if (token === null || at < token.TextStart || at > token.TextStart + token.Width) return undefined;
  return token;
}

/** Everything that is found in the queries of a document. */
export function eachQuery<Found>(document: KqlDocument, look: (query: AnalysedQuery) => readonly Found[]): Found[] {
  return document.queries.flatMap(({ analysed }) => (analysed === undefined ? [] : look(analysed)));
}
