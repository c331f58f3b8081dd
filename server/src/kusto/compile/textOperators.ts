import { type Expression, folded, noRow } from '../expression.ts';
import { caseless, fold } from '../fold.ts';
import { regexOf } from '../regex.ts';
import { notImplemented, refused, type Scope, scalar } from '../scope.ts';
import { kindOf, partOf, type Syntax } from '../syntax.ts';
import { hasTerm } from '../terms.ts';
import { toText } from '../values/convert.ts';
import { searchTest } from './anywhere.ts';
import { columnOf } from './names.ts';

type Compile = (node: Syntax, scope: Scope) => Expression;
type Test = (text: string, needle: string) => boolean;

/**
 * The operators on texts (documentation: "string operators"). Operands of other types are taken as `tostring` prints
 * them, so none of them is ever null. `* has "x"` is true if it is for any column.
 */
export const textOperators: Readonly<Record<string, Compile>> = Object.fromEntries(
  Object.entries({
    EqualTilde: [same],
    Contains: [includes],
    StartsWith: [(text, needle) => text.startsWith(needle)],
    EndsWith: [(text, needle) => text.endsWith(needle)],
    Has: [(text, needle) => hasTerm(text, needle, true, true)],
    HasPrefix: [(text, needle) => hasTerm(text, needle, true, false)],
    HasSuffix: [(text, needle) => hasTerm(text, needle, false, true)],
  } satisfies Record<string, [Test]>).flatMap(([name, [test]]) => [
    [`${name}Expression`, operator(test, true, true)],
    [`${name}CsExpression`, operator(test, true, false)],
    [`Not${name}Expression`, operator(test, false, true)],
    [`Not${name}CsExpression`, operator(test, false, false)],
  ]),
);

export const otherTextOperators: Readonly<Record<string, Compile>> = {
  BangTildeExpression: operator(same, false, true),
  SearchExpression: searched,
  MatchesRegexExpression: matches,
};

/** The expression as text. */
export function asText(expression: Expression): (row: object) => string {
  const { type, evaluate } = expression;
  if (type === 'string' || type === 'guid') return evaluate as (row: object) => string;
  return (row) => toText(evaluate(row), type);
}

/** The left side of an operator: one expression, or all columns for `*`. */
export function subjects(node: Syntax, scope: Scope): Expression[] {
  if (kindOf(node) !== 'StarExpression') return [scalar(node, scope)];
  return (scope.input?.columns ?? []).flatMap(({ name }) => columnOf(name, scope.input) ?? []);
}

function same(text: string, needle: string): boolean {
  return text === needle;
}

function includes(text: string, needle: string): boolean {
  return text.includes(needle);
}

function operator(test: Test, wanted: boolean, ignoreCase: boolean): Compile {
  return (node, scope) => {
    const lefts = subjects(partOf(node, 'Left'), scope);
    const right = scalar(partOf(node, 'Right'), scope);
    const folding = ignoreCase && scope.caseSensitive !== true;
    const tests = lefts.map((left) => single(left, right, test, wanted, folding));
    const [only] = tests;
    if (tests.length === 1 && only !== undefined) return only;
    return folded('bool', tests, (row) => tests.some(({ evaluate }) => evaluate(row) === true));
  };
}

function single(left: Expression, right: Expression, test: Test, wanted: boolean, ignoreCase: boolean): Expression {
  const [text, needle] = [asText(left), asText(right)];
  if (!right.constant) {
    if (!ignoreCase) return folded('bool', [left, right], (row) => test(text(row), needle(row)) === wanted);
    return folded('bool', [left, right], (row) => test(fold(text(row)), caseless(needle(row))) === wanted);
  }
  const literal = ignoreCase ? caseless(needle(noRow)) : needle(noRow);
  if (!ignoreCase) return folded('bool', [left], (row) => test(text(row), literal) === wanted);
  return folded('bool', [left], (row) => test(fold(text(row)), literal) === wanted);
}

/** `Column:"text"`, inside of `search`. */
function searched(node: Syntax, scope: Scope): Expression {
  const right = scalar(partOf(node, 'Right'), scope);
  if (!right.constant) throw notImplemented('A search for what is no literal', node, scope);
  const test = searchTest(asText(right)(noRow), scope.caseSensitive === true);
  const left = scalar(partOf(node, 'Left'), scope);
  const text = asText(left);
  return folded('bool', [left], (row) => test(text(row)));
}

function matches(node: Syntax, scope: Scope): Expression {
  const right = scalar(partOf(node, 'Right'), scope);
  if (!right.constant) throw notImplemented('A regular expression that is not a literal', node, scope);
  const pattern = patternOf(asText(right)(noRow), partOf(node, 'Right'), scope);
  const tests = subjects(partOf(node, 'Left'), scope).map((left) => {
    const text = asText(left);
    return folded('bool', [left], (row) => pattern.test(text(row)));
  });
  return folded('bool', tests, (row) => tests.some(({ evaluate }) => evaluate(row) === true));
}

/** The compiled pattern. Throws at the node what RE2 says of one that it cannot read. */
export function patternOf(pattern: string, node: Syntax, scope: Scope): ReturnType<typeof regexOf> {
  try {
    return regexOf(pattern);
  } catch (error) {
    throw refused(error instanceof Error ? error.message : String(error), node, scope);
  }
}
