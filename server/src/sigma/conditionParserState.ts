import type { Fix, Problem, Severity } from '../problem.ts';
import type { Range } from '../range.ts';
import type { ConditionToken } from './conditionLexer.ts';

/** Where the parser of a condition is, and what it has found wrong so far. */
export interface Parser {
  readonly tokens: readonly ConditionToken[];
  at: number;
  depth: number;
  tooDeep: boolean;
  readonly offset: (index: number) => number;
  readonly wrongCase: Severity;
  readonly problems: Problem[];
}

/** Levels of parentheses and `not` that are read; far more than anybody can follow. */
const maximumConditionDepth = 100;

/** The next token; undefined at the end, and where the condition nests too deep to be read on. */
export function peek(parser: Parser): ConditionToken | undefined {
  return parser.tooDeep ? undefined : parser.tokens[parser.at];
}

/** Where a token stands in the file. */
export function range(parser: Parser, token: ConditionToken): Range {
  return { start: parser.offset(token.start), end: parser.offset(token.end) };
}

/** The operator that a token is, in whatever case. */
export function operatorOf(token: ConditionToken): 'and' | 'or' | 'not' | undefined {
  if (token.kind !== 'word' || token.text.length > 3) return undefined;
  const word = token.text.toLowerCase();
  return word === 'and' || word === 'or' || word === 'not' ? word : undefined;
}

/** Goes a level down; false, with a problem, where that is too deep. Whoever went down comes up by `depth--`. */
export function descend(parser: Parser, token: ConditionToken): boolean {
  if (parser.depth < maximumConditionDepth) {
    parser.depth++;
    return true;
  }
  parser.tooDeep = true;
  parser.problems.push({
    code: 'condition-too-deep',
    severity: 'error',
    message: `This nests deeper than ${maximumConditionDepth} levels. Give parts of it a name as selections, or several conditions.`,
    range: range(parser, token),
  });
  return false;
}

/** Reports a word that has to be in lower case. */
export function misspelt(parser: Parser, token: ConditionToken, word: string): void {
  const place = range(parser, token);
  syntax(parser, token, `Write \`${word}\` in lower case.`, replaceWith(word, place), parser.wrongCase);
}

export function replaceWith(word: string, place: Range): Fix[] {
  return [{ title: `Replace with \`${word}\``, edits: [{ range: place, text: word }] }];
}

/** Reports a fault at a token. */
export function syntax(
  parser: Parser,
  token: ConditionToken,
  message: string,
  fixes: readonly Fix[] = [],
  severity: Severity = 'error',
): void {
  parser.problems.push({
    code: 'condition-syntax',
    severity,
    message,
    range: range(parser, token),
    ...(fixes.length === 0 ? {} : { fixes }),
  });
}
