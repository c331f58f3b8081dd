import { asText } from '../compile/textOperators.ts';
import { type Expression, folded } from '../expression.ts';
import type { Plan, Row } from '../plan.ts';
import { sameShape } from '../plan.ts';
import { regexOf } from '../regex.ts';
import { notImplemented, overRows, refused, type Scope, scalar } from '../scope.ts';
import {
  children,
  kindOf,
  listOf,
  nameOf,
  optionsOf,
  part,
  partOf,
  type Syntax,
  textOf,
  writtenType,
} from '../syntax.ts';
import { conversion } from '../values/convert.ts';
import type { ScalarType, Value } from '../values/value.ts';
import { extended, outputOf } from './columns.ts';
import { type Operator, piped } from './operator.ts';
import { constantText } from './parseKv.ts';

/** `parse` and `parse-where`: columns out of a text, between texts that surround them. */
export const parseOperators: Readonly<Record<string, Operator>> = {
  ParseOperator: piped((node, input, scope) => parse(node, input, scope, false)),
  ParseWhereOperator: piped((node, input, scope) => parse(node, input, scope, true)),
};

type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'skip' }
  | { readonly kind: 'column'; readonly name: string; readonly type: ScalarType };

function parse(node: Syntax, input: Plan, scope: Scope, only: boolean): Plan {
  const inner = overRows(scope, input);
  const options = optionsOf(node);
  const mode = textOf(options.get('kind') ?? node).trim();
  const kind = options.has('kind') ? mode : 'simple';
  const pieces = piecesOf(listOf(node, 'Patterns'), scope);
  const flags = options.has('flags')
    ? textOf(partOf(node, 'Parameters'))
        .replace(/^.*flags\s*=\s*/, '')
        .trim()
    : '';
  const pattern = patternOf(pieces, kind, flags, node, scope);
  const text = asText(scalar(partOf(node, 'Expression'), inner));
  const columns = pieces.flatMap((each) => (each.kind === 'column' ? [each] : []));
  const match = memoized((row) => captured(pattern, text(row), columns, kind === 'relaxed'));
  const made = new Map(columns.map(({ name, type }, index) => [name, fieldOf(match, index, type)]));
  const rows = only ? sameShape(input, () => input.rows().filter((row) => match(row) !== undefined)) : input;
  const named = [...made].map(([name, expression]) => ({ name, expression }));
  return extended(outputOf(node), named, rows, overRows(scope, rows), node);
}

/** Literals, `*`, and columns with their types, as they follow one another. */
function piecesOf(nodes: readonly Syntax[], scope: Scope): Piece[] {
  return nodes.flatMap((node): Piece[] => {
    const kind = kindOf(node);
    if (kind === 'StarExpression') return [{ kind: 'skip' }];
    if (kind === 'NameDeclaration') return [{ kind: 'column', name: nameOf(node), type: 'string' }];
    if (kind === 'NameAndTypeDeclaration')
      return [
        {
          kind: 'column',
          name: nameOf(partOf(node, 'Name')),
          type: writtenType(part(node, 'Type')) ?? 'string',
        },
      ];
    if (kind.endsWith('LiteralExpression')) return [{ kind: 'text', text: constantText(node, scope) }];
    if (children(node).length > 0) return piecesOf(children(node), scope);
    throw notImplemented('This part of the pattern', node, scope);
  });
}

/**
 * A column reaches to the next text, as little as possible, and to the end where none follows; numbers match only
 * digits. Without `*` at its ends the pattern has to reach over the whole text.
 */
function patternOf(pieces: readonly Piece[], kind: string, flags: string, node: Syntax, scope: Scope) {
  const isRegex = kind === 'regex';
  let columns = 0;
  const source = pieces.map((piece) => {
    if (piece.kind === 'skip') return isRegex ? '.*' : '.*?';
    if (piece.kind === 'text') return isRegex ? `(?:${piece.text})` : quoted(piece.text);
    const [before, value] = kind === 'relaxed' ? ['', '.*?'] : valuePattern(piece.type, isRegex);
    return `${before}(?P<${groupOf(columns++)}>${value})${before}`;
  });
  const anchored = `^${source.join('')}$`;
  try {
    return regexOf(`(?s${isRegex ? flags.replace(/[^imsU]/g, '') : ''})${anchored}`);
  } catch (error) {
    throw refused(error instanceof Error ? error.message : String(error), node, scope);
  }
}

/** Blanks around it, and the value itself. In a pattern of regular expressions a text is greedy unless the flags say otherwise. */
function valuePattern(type: ScalarType, isRegex: boolean): [string, string] {
  if (type === 'long' || type === 'int') return ['\\s*', '[-+]?\\d+'];
  if (type === 'real' || type === 'decimal') return ['\\s*', '[-+]?[0-9.]+(?:[eE][-+]?\\d+)?'];
  return ['', isRegex ? '.*' : '.*?'];
}

/** The pattern can have groups of its own, so those of the columns have names. */
function groupOf(column: number): string {
  return `column${column}`;
}

function quoted(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}

/** The converted texts; undefined if the pattern does not fit, or a value its type. */
function captured(
  pattern: ReturnType<typeof regexOf>,
  text: string,
  columns: readonly { readonly type: ScalarType }[],
  relaxed: boolean,
): readonly Value[] | undefined {
  const matcher = pattern.matcher(text);
  if (!matcher.find()) return undefined;
  const values = columns.map(({ type }, index) => conversion('string', type)(matcher.group(groupOf(index)) ?? ''));
  return !relaxed && values.includes(null) ? undefined : values;
}

function memoized(match: (row: Row) => readonly Value[] | undefined): (row: Row) => readonly Value[] | undefined {
  let last: { readonly row: Row; readonly found: readonly Value[] | undefined } | undefined;
  return (row) => {
    if (last?.row !== row) last = { row, found: match(row) };
    return last.found;
  };
}

function fieldOf(match: (row: Row) => readonly Value[] | undefined, index: number, type: ScalarType): Expression {
  const missing = type === 'string' ? '' : null;
  return { ...folded(type, [], () => missing), constant: false, evaluate: (row) => match(row)?.[index] ?? missing };
}
