import { type Expression, folded } from '../expression.ts';
import { type Scope, scalar } from '../scope.ts';
import { kindOf, partOf, type Syntax } from '../syntax.ts';

type Compile = (node: Syntax, scope: Scope) => Expression;

/**
 * `and` is true only if both operands are, `or` if either is; null counts as false in both (documentation: "logical
 * operators"). A chain of one of them is one loop, however long it is.
 */
export const logic: Readonly<Record<string, Compile>> = {
  AndExpression: (node, scope) => {
    const operands = chain(node).map((each) => scalar(each, scope));
    const tests = operands.map(({ evaluate }) => evaluate);
    const [first, second] = tests;
    if (tests.length === 2 && first !== undefined && second !== undefined) {
      return folded('bool', operands, (row) => first(row) === true && second(row) === true);
    }
    return folded('bool', operands, (row) => {
      for (const test of tests) if (test(row) !== true) return false;
      return true;
    });
  },
  OrExpression: (node, scope) => {
    const operands = chain(node).map((each) => scalar(each, scope));
    const tests = operands.map(({ evaluate }) => evaluate);
    const [first, second] = tests;
    if (tests.length === 2 && first !== undefined && second !== undefined) {
      return folded('bool', operands, (row) => first(row) === true || second(row) === true);
    }
    return folded('bool', operands, (row) => {
      for (const test of tests) if (test(row) === true) return true;
      return false;
    });
  },
};

/** The operands of a chain of the same operator, from left to right, also through parentheses. */
function chain(node: Syntax): Syntax[] {
  const operands: Syntax[] = [];
  const waiting = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const bare = withoutParentheses(next);
    if (bare.Kind === node.Kind) waiting.push(partOf(bare, 'Right'), partOf(bare, 'Left'));
    else operands.push(bare);
  }
  return operands;
}

function withoutParentheses(node: Syntax): Syntax {
  let bare = node;
  while (kindOf(bare) === 'ParenthesizedExpression') bare = partOf(bare, 'Expression');
  return bare;
}
