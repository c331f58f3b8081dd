import type { Draft } from './draft.ts';
import { children, kindOf, partOf, type Syntax } from './syntax.ts';

/**
 * Puts parentheses around the halves of long chains of `or` and `and`, and the halves of those, so that a chain of a
 * thousand is ten deep. Only their grouping changes, which means nothing.
 */
export function balance(draft: Draft, root: Syntax): void {
  const places: { readonly at: number; readonly text: string }[] = [];
  const waiting: Syntax[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const kind = kindOf(node);
    if (kind !== 'OrExpression' && kind !== 'AndExpression') {
      waiting.push(...children(node));
      continue;
    }
    const operands = chain(node);
    waiting.push(...operands);
    if (operands.length > longest) halve(operands, places);
  }
  places.sort((left, right) => right.at - left.at);
  for (const { at, text } of places) draft.insert(at, text);
}

const longest = 64;

function chain(node: Syntax): Syntax[] {
  const operands: Syntax[] = [];
  let left = node;
  while (left.Kind === node.Kind) {
    operands.push(partOf(left, 'Right'));
    left = partOf(left, 'Left');
  }
  return [...operands, left].reverse();
}

function halve(operands: readonly Syntax[], places: { at: number; text: string }[]): void {
  if (operands.length <= 2) return;
  const middle = Math.ceil(operands.length / 2);
  for (const half of [operands.slice(0, middle), operands.slice(middle)]) {
    const [first, last] = [half[0], half.at(-1)];
    if (first === undefined || last === undefined || half.length < 2) continue;
    places.push({ at: first.TextStart, text: '(' }, { at: last.End, text: ')' });
    halve(half, places);
  }
}
