import { nearest } from '../sigma/nearest.ts';
import type { PathStep } from './lookUp.ts';
import { type TemplateFault, unknownName } from './simpleTemplate.ts';

/** The part of Jinja's language that a text needs: places, `if`, `for`, comments and a few filters. Nothing can be called. */
export type Template = readonly TemplatePart[];
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'for'; readonly name: string; readonly over: Value; readonly body: Template }
  | {
      readonly kind: 'if';
      readonly branches: readonly { readonly test: Value | undefined; readonly body: Template }[];
    };

export interface Value {
  readonly operand:
    | { readonly kind: 'path'; readonly path: readonly PathStep[] }
    | { readonly kind: 'literal'; readonly value: string | number | boolean | null };
  readonly filters: readonly { readonly name: FilterName; readonly parameters: readonly (string | number)[] }[];
  readonly negated: boolean;
  readonly compared?: { readonly operator: '==' | '!='; readonly to: Value };
}

export const filterNames = [
  'lower',
  'upper',
  'trim',
  'length',
  'join',
  'default',
  'replace',
  'tojson',
  'indent',
  'first',
  'last',
] as const;
export type FilterName = (typeof filterNames)[number];

/** The template, or what is wrong with it or beyond what is supported. `names` are what a path may begin with. */
export function readTemplate(text: string, names: readonly string[]): Template | TemplateFault {
  if (text.length > longestText)
    return { fault: `The template is longer than ${longestText} characters.`, start: 0, end: text.length };
  try {
    const reader: Reader = { pieces: piecesOf(text), at: 0, names: [...names], depth: 0 };
    return readBody(reader, []).parts;
  } catch (error) {
    if (error instanceof Fault) return { fault: error.message, start: error.piece.start, end: error.piece.end };
    throw error;
  }
}

/** In UTF-16 units. */
const longestText = 50_000;
const deepest = 50;

/** Carries a fault out of the recursion; caught above. */
class Fault extends Error {
  readonly piece: Piece;
  constructor(message: string, piece: Piece) {
    super(message);
    this.piece = piece;
  }
}

interface Piece {
  readonly kind: 'text' | 'value' | 'tag';
  readonly source: string;
  readonly start: number;
  readonly end: number;
}

interface Reader {
  readonly pieces: readonly Piece[];
  at: number;
  /** What a path may begin with; loops add their variables. */
  readonly names: string[];
  depth: number;
}

/** Jinja leaves a line break at the very end out. */
function piecesOf(given: string): Piece[] {
  const text = given.replace(/\r?\n$/, '');
  const pieces: Piece[] = [];
  let from = 0;
  let trims = false;
  const addText = (end: number, trimsEnd: boolean) => {
    let source = text.slice(from, end);
    if (trims) source = source.trimStart();
    if (trimsEnd) source = source.trimEnd();
    if (source !== '') pieces.push({ kind: 'text', source, start: from, end });
  };
  const opening = /\{[{%#]/g;
  for (let open = opening.exec(text); open !== null; open = opening.exec(text)) {
    const start = open.index;
    const mark = text.charAt(start + 1);
    const close = text.indexOf(mark === '{' ? '}}' : `${mark}}`, start + 2);
    if (close < 0)
      throw new Fault(`\`${open[0]}\` is not closed.`, { kind: 'text', source: '', start, end: start + 2 });
    const inner = text.slice(start + 2, close);
    addText(start, inner.startsWith('-'));
    from = close + 2;
    trims = inner.endsWith('-');
    opening.lastIndex = from;
    const source = inner.replace(/^[-+]/, '').replace(/-$/, '').trim();
    if (mark !== '#') pieces.push({ kind: mark === '{' ? 'value' : 'tag', source, start, end: from });
  }
  addText(text.length, false);
  return pieces;
}

function readBody(reader: Reader, ends: readonly string[]): { parts: TemplatePart[]; end: Piece | undefined } {
  const parts: TemplatePart[] = [];
  reader.depth++;
  for (let piece = reader.pieces[reader.at]; piece !== undefined; piece = reader.pieces[reader.at]) {
    reader.at++;
    if (piece.kind === 'text') parts.push({ kind: 'text', text: piece.source });
    else if (piece.kind === 'value') parts.push({ kind: 'value', value: readValue(piece.source, piece, reader) });
    else {
      const [word = ''] = piece.source.split(/\s/);
      if (/^(?:end\w*|else|elif)$/.test(word)) {
        if (!ends.includes(word)) throw new Fault(`\`${word}\` ends nothing that was begun.`, piece);
        reader.depth--;
        return { parts, end: piece };
      }
      if (reader.depth > deepest) throw new Fault('The template is nested too deeply.', piece);
      if (word === 'if') parts.push(readIf(piece, reader));
      else if (word === 'for') parts.push(readFor(piece, reader));
      else throw new Fault(`\`{% ${word} %}\` is not supported, only \`if\` and \`for\` are.`, piece);
    }
  }
  return { parts, end: undefined };
}

function readIf(start: Piece, reader: Reader): TemplatePart {
  const branches: { test: Value | undefined; body: Template }[] = [];
  let piece = start;
  for (;;) {
    const [, condition] = /^(?:if|elif)\s+([\s\S]+)$/.exec(piece.source) ?? [];
    if (condition === undefined && piece.source !== 'else') throw new Fault('A condition is expected here.', piece);
    const test = condition === undefined ? undefined : readValue(condition, piece, reader);
    const { parts, end } = readBody(reader, test === undefined ? ['endif'] : ['elif', 'else', 'endif']);
    branches.push({ test, body: parts });
    if (end === undefined) throw new Fault('This `if` has no `{% endif %}`.', start);
    if (end.source === 'endif') return { kind: 'if', branches };
    piece = end;
  }
}

function readFor(piece: Piece, reader: Reader): TemplatePart {
  const [, name, source] = /^for\s+(\w+)\s+in\s+([\s\S]+)$/.exec(piece.source) ?? [];
  if (name === undefined || source === undefined)
    throw new Fault('A loop has the form `{% for name in list %}`.', piece);
  const over = readValue(source, piece, reader);
  reader.names.push(name, 'loop');
  const { parts, end } = readBody(reader, ['endfor']);
  reader.names.length -= 2;
  if (end?.source !== 'endfor') throw new Fault('This `for` has no `{% endfor %}`.', piece);
  return { kind: 'for', name, over, body: parts };
}

const step = /^(?:\.(\w+)|\[\s*(?:'([^']*)'|"([^"]*)"|(-?\d+))\s*\])/;
const literal = /^(?:'([^']*)'|"([^"]*)"|(-?\d+(?:\.\d+)?)(?![\w.])|(true|false|none)\b)/i;

/** `not rule.level | default('low') == 'high'`: an operand with its filters, perhaps compared with another. */
function readValue(source: string, piece: Piece, reader: Reader): Value {
  const { value, rest } = readOperand(source.trim(), piece, reader);
  const [, operator, other] = /^(==|!=)([\s\S]+)$/.exec(rest) ?? [];
  if (operator === '==' || operator === '!=') {
    const compared = readOperand(other?.trim() ?? '', piece, reader);
    if (compared.rest === '') return { ...value, compared: { operator, to: compared.value } };
  }
  if (rest !== '')
    throw new Fault(
      `\`${rest}\` is not supported in a template. Write a path such as \`rule.title\`, with filters.`,
      piece,
    );
  return value;
}

function readOperand(source: string, piece: Piece, reader: Reader): { value: Value; rest: string } {
  const [negation = ''] = /^not\s+/.exec(source) ?? [];
  let rest = source.slice(negation.length);
  const operand = readLiteral(rest) ?? readPath(rest, piece, reader);
  rest = rest.slice(operand.length).trimStart();
  const filters: Value['filters'][number][] = [];
  for (let match = filter.exec(rest); match !== null; match = filter.exec(rest)) {
    const [found, name = '', parameters = ''] = match;
    filters.push({ name: filterNamed(name, piece), parameters: readParameters(parameters, piece) });
    rest = rest.slice(found.length).trimStart();
  }
  return { value: { operand: operand.operand, filters, negated: negation !== '' }, rest };
}

const filter = /^\|\s*(\w+)\s*(?:\(((?:[^()'"]|'[^']*'|"[^"]*")*)\))?/;

type Operand = { readonly operand: Value['operand']; readonly length: number };

function readLiteral(source: string): Operand | undefined {
  const match = literal.exec(source);
  if (match === null) return undefined;
  const [found, single, double, number, word] = match;
  const text = single ?? double;
  const value = text ?? (number === undefined ? words[word?.toLowerCase() ?? ''] : Number(number));
  return value === undefined ? undefined : { operand: { kind: 'literal', value }, length: found.length };
}

const words: Readonly<Record<string, boolean | null | undefined>> = { true: true, false: false, none: null };

function readPath(source: string, piece: Piece, reader: Reader): Operand {
  const [name] = /^[A-Za-z_]\w*/.exec(source) ?? [];
  if (name === undefined) throw new Fault('A path such as `rule.title` is expected here.', piece);
  if (!reader.names.includes(name)) throw new Fault(unknownName([name], reader.names).fault, piece);
  const path: PathStep[] = [name];
  let length = name.length;
  for (let match = step.exec(source.slice(length)); match !== null; match = step.exec(source.slice(length))) {
    const [found, member, single, double, index] = match;
    path.push(index === undefined ? (member ?? single ?? double ?? '') : Number(index));
    length += found.length;
  }
  return { operand: { kind: 'path', path }, length };
}

function filterNamed(name: string, piece: Piece): FilterName {
  const known = filterNames.find((each) => each === name);
  if (known !== undefined) return known;
  const near = nearest(name, filterNames);
  const advice = near === undefined ? `Those that are: ${filterNames.join(', ')}.` : `Did you mean \`${near}\`?`;
  throw new Fault(`The filter \`${name}\` is not supported. ${advice}`, piece);
}

function readParameters(source: string, piece: Piece): (string | number)[] {
  const parameters: (string | number)[] = [];
  for (let rest = source.trim(); rest !== ''; ) {
    const found = readLiteral(rest);
    const value = found?.operand.kind === 'literal' ? found.operand.value : undefined;
    if (found === undefined || (typeof value !== 'string' && typeof value !== 'number'))
      throw new Fault('A filter takes texts and numbers.', piece);
    parameters.push(value);
    rest = rest.slice(found.length).replace(/^\s*,?\s*/, '');
  }
  return parameters;
}
