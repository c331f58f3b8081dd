import type { KqlDiagnostic } from './diagnostic.ts';
import { kusto, type SyntaxElement } from './kusto.ts';

/**
 * Mistakes about types that the language service lets pass:
 * - equality of a string with something that is not one, in `==`, `!=`, `in` and `!in`, which Kusto's engine refuses
 *   ("Cannot compare values of types int and string");
 * - `isnull` and `isnotnull` of a string, which is never null.
 */
export function typeProblems(root: SyntaxElement): KqlDiagnostic[] {
  const problems: KqlDiagnostic[] = [];
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    problems.push(...problemsOf(node));
    for (let index = 0; index < node.ChildCount; index++) {
      const child = node.GetChild(index);
      if (child !== null) waiting.push(child);
    }
  }
  return problems;
}

const { EqualExpression, NotEqualExpression, InExpression, NotInExpression, FunctionCallExpression } =
  kusto.Syntax.SyntaxKind;
const equalities: ReadonlySet<number | undefined> = new Set([EqualExpression, NotEqualExpression]);
const memberships: ReadonlySet<number | undefined> = new Set([InExpression, NotInExpression]);

/** Types that no string equals. A `dynamic` value may hold one, and an unknown type has a diagnostic already. */
const notText: ReadonlySet<string | undefined> = new Set([
  'int',
  'long',
  'real',
  'decimal',
  'bool',
  'datetime',
  'timespan',
  'guid',
]);

function problemsOf(node: SyntaxElement): KqlDiagnostic[] {
  if (node.Kind === FunctionCallExpression) return nullTestProblems(node);
  const { Kind, Left, Right } = node;
  if (Left === undefined || Right === undefined) return [];
  if (equalities.has(Kind)) return compared(Left, Right);
  return memberships.has(Kind) ? elementsOf(Right).flatMap((element) => compared(Left, element)) : [];
}

/** What to write instead, and what the test is for a string. */
const nullTests: ReadonlyMap<string | undefined, { readonly instead: string; readonly always: string }> = new Map([
  ['isnull', { instead: 'isempty', always: 'false' }],
  ['isnotnull', { instead: 'isnotempty', always: 'true' }],
]);

function nullTestProblems({ ReferencedSymbol, ArgumentList, TextStart, Width }: SyntaxElement): KqlDiagnostic[] {
  const test = nullTests.get(ReferencedSymbol?.Name);
  const [argument] = ArgumentList === undefined ? [] : elementsOf(ArgumentList);
  if (test === undefined || argument?.ResultType?.Name !== 'string') return [];
  const message = `A string is never null, so this is always ${test.always}. Use \`${test.instead}\`.`;
  return [{ code: 'null-test-of-string', severity: 'warning', message, start: TextStart, length: Width }];
}

function compared(left: SyntaxElement, right: SyntaxElement): KqlDiagnostic[] {
  const [first, second] = [left.ResultType?.Name, right.ResultType?.Name];
  const differ = (first === 'string' && notText.has(second)) || (second === 'string' && notText.has(first));
  if (!differ) return [];
  return [
    {
      code: 'incomparable-types',
      severity: 'error',
      message: `Kusto cannot compare values of the types ${first} and ${second}.`,
      start: left.TextStart,
      length: right.TextStart + right.Width - left.TextStart,
    },
  ];
}

/** The expressions between the parentheses of `in (…)` or of a call. */
function elementsOf(list: SyntaxElement): SyntaxElement[] {
  const found: SyntaxElement[] = [];
  for (let index = 0; index < list.ChildCount; index++) {
    const child = list.GetChild(index);
    if (child === null) continue;
    if (child.ResultType) found.push(child);
    else found.push(...elementsOf(child));
  }
  return found;
}
