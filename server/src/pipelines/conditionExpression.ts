import type { Range } from '../range.ts';

/** Named conditions of an item joined by `and`, `or` and `not`, as `rule_cond_expr` and its like have them. */
export type Expression =
  | { readonly kind: 'name'; readonly name: string; readonly range: Range }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Expression[] };

export interface ParsedExpression {
  /** Undefined when the text is no expression. */
  readonly expression: Expression | undefined;
  /** Every name, in order. */
  readonly names: readonly { readonly name: string; readonly range: Range }[];
  /** What is wrong, and where. */
  readonly fault?: { readonly message: string; readonly range: Range };
}

/**
 * Reads an expression; `not` binds strongest, then `and`, then `or`, and names are letters, digits, `_` and `-`
 * (pySigma, `parse_condition_expression`). `offsetOf` gives the place of a character in the document.
 */
export function parseExpression(text: string, offsetOf: (index: number) => number): ParsedExpression {
  const reader: Reader = { tokens: tokensOf(text, offsetOf), at: 0, names: [], depth: 0 };
  const expression = readOr(reader);
  const rest = reader.tokens[reader.at];
  if (expression !== undefined && rest?.kind === 'end') return { expression, names: reader.names };
  const place = rest ?? reader.tokens.at(-1) ?? { text: '', range: { start: offsetOf(0), end: offsetOf(text.length) } };
  const message =
    reader.depth > maximumDepth
      ? 'The expression is nested too deeply.'
      : place.text === ''
        ? 'The expression ends too early. A name of a condition is expected.'
        : `\`${place.text}\` does not belong here. Join the names of conditions with \`and\`, \`or\` and \`not\`.`;
  return { expression: undefined, names: reader.names, fault: { message, range: place.range } };
}

interface Token {
  readonly kind: 'name' | 'and' | 'or' | 'not' | '(' | ')' | 'other' | 'end';
  readonly text: string;
  readonly range: Range;
}

interface Reader {
  readonly tokens: readonly Token[];
  at: number;
  readonly names: { readonly name: string; readonly range: Range }[];
  depth: number;
}

const maximumDepth = 200;

function tokensOf(text: string, offsetOf: (index: number) => number): Token[] {
  const tokens: Token[] = [];
  for (const { 0: word, index } of text.matchAll(/[A-Za-z0-9_-]+|[()]|[^\sA-Za-z0-9_()-]+/g)) {
    const range = { start: offsetOf(index), end: offsetOf(index + word.length) };
    tokens.push({ kind: kindOf(word), text: word, range });
  }
  const end = offsetOf(text.length);
  tokens.push({
    kind: 'end',
    text: '',
    range: { start: Math.min(end, tokens.at(-1)?.range.start ?? offsetOf(0)), end },
  });
  return tokens;
}

function kindOf(word: string): Token['kind'] {
  if (word === 'and' || word === 'or' || word === 'not' || word === '(' || word === ')') return word;
  return /^[A-Za-z0-9_-]+$/.test(word) ? 'name' : 'other';
}

function readOr(reader: Reader): Expression | undefined {
  return readJoined(reader, 'or', () => readJoined(reader, 'and', () => readNot(reader)));
}

function readJoined(
  reader: Reader,
  kind: 'and' | 'or',
  readOperand: () => Expression | undefined,
): Expression | undefined {
  const operands: Expression[] = [];
  do {
    const operand = readOperand();
    if (operand === undefined) return undefined;
    operands.push(operand);
  } while (taken(reader, kind));
  return operands.length === 1 ? operands[0] : { kind, operands };
}

function readNot(reader: Reader): Expression | undefined {
  reader.depth++;
  if (reader.depth > maximumDepth) return undefined;
  const expression = readOperand(reader);
  if (expression !== undefined) reader.depth--;
  return expression;
}

function readOperand(reader: Reader): Expression | undefined {
  if (taken(reader, 'not')) {
    const operand = readNot(reader);
    return operand === undefined ? undefined : { kind: 'not', operand };
  }
  if (taken(reader, '(')) {
    const inner = readOr(reader);
    return inner !== undefined && taken(reader, ')') ? inner : undefined;
  }
  const token = reader.tokens[reader.at];
  if (token?.kind !== 'name') return undefined;
  reader.at++;
  const name = { name: token.text, range: token.range };
  reader.names.push(name);
  return { kind: 'name', ...name };
}

function taken(reader: Reader, kind: Token['kind']): boolean {
  if (reader.tokens[reader.at]?.kind !== kind) return false;
  reader.at++;
  return true;
}
