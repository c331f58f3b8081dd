import type { Problem, Severity } from '../problem.ts';
import { cover } from '../range.ts';
import type { ConditionNode } from './condition.ts';
import { type ConditionToken, tokenizeCondition } from './conditionLexer.ts';
import {
  descend,
  misspelt,
  operatorOf,
  type Parser,
  peek,
  range,
  replaceWith,
  syntax,
} from './conditionParserState.ts';

export interface ParsedCondition {
  /** What could be read, also of a half-typed condition; undefined when that is nothing. */
  readonly tree: ConditionNode | undefined;
  readonly problems: readonly Problem[];
}

/**
 * Parses a condition (specification, "Condition"): `or` binds least, then `and`, then `not`, then `1 of` and `all of`.
 * `offset` turns an index of the text into an offset of the file; `wrongCase` is how much an `AND` or `Of` weighs.
 */
export function parseCondition(
  text: string,
  offset: (index: number) => number,
  wrongCase: Severity = 'error',
): ParsedCondition {
  const problems: Problem[] = [];
  const all = tokenizeCondition(text);
  const pipe = all.findIndex((token) => token.kind === 'pipe' && token.text === '|');
  const parser: Parser = {
    tokens: pipe < 0 ? all : all.slice(0, pipe),
    at: 0,
    depth: 0,
    tooDeep: false,
    offset,
    wrongCase,
    problems,
  };
  const bar = all[pipe];
  if (bar !== undefined) problems.push(aggregation(parser, bar, text.trimEnd().length));
  return { tree: parseUntil(parser, () => false), problems };
}

/** All up to a token, with `and` where operators are missing: side by side, so that a long text makes no deep tree. */
function parseUntil(parser: Parser, isEnd: (token: ConditionToken) => boolean): ConditionNode | undefined {
  const first = parseOr(parser);
  const operands = first === undefined ? [] : [first];
  for (let token = peek(parser); token !== undefined && !isEnd(token); token = peek(parser)) {
    const rest = afterOperand(parser, token, operands.length > 0);
    if (rest !== undefined) operands.push(rest);
  }
  return operands.length > 1 ? join('and', operands) : operands[0];
}

function parseOr(parser: Parser): ConditionNode | undefined {
  return parseChain(parser, 'or', parseAnd);
}

function parseAnd(parser: Parser): ConditionNode | undefined {
  return parseChain(parser, 'and', parseNot);
}

function parseChain(
  parser: Parser,
  operator: 'and' | 'or',
  parseOperand: (parser: Parser) => ConditionNode | undefined,
): ConditionNode | undefined {
  const operands: ConditionNode[] = [];
  const first = parseOperand(parser);
  if (first !== undefined) operands.push(first);
  for (let token = peek(parser); token !== undefined && operatorOf(token) === operator; token = peek(parser)) {
    parser.at++;
    if (token.text !== operator) misspelt(parser, token, operator);
    const before = parser.problems.length;
    const operand = parseOperand(parser);
    if (operand !== undefined) operands.push(operand);
    else if (parser.problems.length === before)
      syntax(parser, token, `A selection is missing after \`${token.text}\`.`);
  }
  return operands.length > 1 ? join(operator, operands) : operands[0];
}

function parseNot(parser: Parser): ConditionNode | undefined {
  const token = peek(parser);
  if (token === undefined || operatorOf(token) !== 'not') return parseOperand(parser);
  parser.at++;
  if (token.text !== 'not') misspelt(parser, token, 'not');
  if (!descend(parser, token)) return undefined;
  const before = parser.problems.length;
  const operand = parseNot(parser);
  parser.depth--;
  if (operand === undefined) {
    if (parser.problems.length === before) syntax(parser, token, 'A selection is missing after `not`.');
    return undefined;
  }
  return { kind: 'not', operand, range: cover(range(parser, token), operand.range) };
}

function parseOperand(parser: Parser): ConditionNode | undefined {
  const token = peek(parser);
  if (token === undefined || token.kind === 'close') return undefined;
  if (token.kind === 'open') return parseGroup(parser, token);
  const operator = operatorOf(token);
  if (operator !== undefined) {
    parser.at++;
    syntax(parser, token, `A selection is missing before \`${token.text}\`.`);
    return operator === 'not' ? undefined : parseNot(parser);
  }
  const next = parser.tokens[parser.at + 1];
  if (next?.kind === 'word' && next.text.toLowerCase() === 'of' && isQuantifier(token.text)) {
    return parseQuantified(parser, token, next);
  }
  parser.at++;
  return { kind: 'identifier', name: token.text, range: range(parser, token) };
}

function parseGroup(parser: Parser, open: ConditionToken): ConditionNode | undefined {
  parser.at++;
  if (!descend(parser, open)) return undefined;
  const before = parser.problems.length;
  const inner = parseUntil(parser, ({ kind }) => kind === 'close');
  parser.depth--;
  const token = peek(parser);
  if (parser.tooDeep) return inner;
  if (token === undefined) {
    syntax(parser, open, 'This parenthesis is not closed. Add `)`.');
    return inner;
  }
  parser.at++;
  if (inner === undefined) {
    if (parser.problems.length === before) syntax(parser, open, 'There is nothing between these parentheses.');
    return undefined;
  }
  return { ...inner, range: { start: parser.offset(open.start), end: parser.offset(token.end) } };
}

function parseQuantified(parser: Parser, quantifier: ConditionToken, of: ConditionToken): ConditionNode | undefined {
  const pattern = parser.tokens[parser.at + 2];
  parser.at += 2;
  if (of.text !== 'of') misspelt(parser, of, 'of');
  const word = quantifier.text.toLowerCase();
  if (/^\d+$/.test(word) && word !== '1') {
    syntax(
      parser,
      quantifier,
      `Sigma knows no \`${word} of\`. Write \`1 of\` or \`all of\`, or list the combinations.`,
    );
  } else if (word !== quantifier.text) misspelt(parser, quantifier, word);
  if (pattern?.kind !== 'word' || operatorOf(pattern) !== undefined) {
    const spot = { ...of, start: quantifier.start };
    syntax(
      parser,
      spot,
      `After \`${quantifier.text} of\` stands \`them\`, or a name with \`*\` such as \`selection_*\`.`,
    );
    return undefined;
  }
  parser.at++;
  const patternRange = range(parser, pattern);
  return {
    kind: 'quantified',
    quantifier: word === 'all' ? 'all' : 'one',
    pattern: pattern.text,
    patternRange,
    range: cover(range(parser, quantifier), patternRange),
  };
}

/** Something stands where only `and`, `or` or the end may stand. Says so, and reads on. */
function afterOperand(parser: Parser, token: ConditionToken, isAfterOperand: boolean): ConditionNode | undefined {
  if (token.kind === 'close') {
    parser.at++;
    syntax(parser, token, 'This parenthesis closes nothing. Remove it, or open one before.');
  } else if (token.kind === 'pipe') {
    parser.at++;
    syntax(parser, token, 'Write `or` instead.', replaceWith('or', range(parser, token)));
  } else if (token.text === '&&' || token.text === '&') {
    parser.at++;
    syntax(parser, token, 'Write `and` instead.', replaceWith('and', range(parser, token)));
  } else if (isAfterOperand) {
    const at = parser.offset(token.start);
    const fixes = ['and ', 'or '].map((text) => ({
      title: `Insert \`${text.trim()}\``,
      edits: [{ range: { start: at, end: at }, text }],
    }));
    syntax(parser, token, `\`and\` or \`or\` is missing before \`${token.text}\`.`, fixes);
  }
  return parseOr(parser);
}

function join(operator: 'and' | 'or', operands: readonly ConditionNode[]): ConditionNode {
  const first = operands[0]?.range ?? { start: 0, end: 0 };
  return { kind: operator, operands, range: cover(first, operands.at(-1)?.range ?? first) };
}

function isQuantifier(text: string): boolean {
  return /^(?:\d+|any|all)$/i.test(text);
}

function aggregation(parser: Parser, pipe: ConditionToken, end: number): Problem {
  return {
    code: 'condition-aggregation',
    severity: 'error',
    message: 'Counting with `|` is no longer part of Sigma. Write a correlation rule, such as `type: event_count`.',
    range: { start: parser.offset(pipe.start), end: parser.offset(end) },
  };
}
