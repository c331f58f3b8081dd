import type { TemplateFault } from './simpleTemplate.ts';
import { ExpressionFault, readExpression, readLoop, type TemplateValue } from './templateExpression.ts';

/** The part of Jinja's language that a text needs: places, `if`, `for`, `set` and comments. Nothing can be called. */
export type Template = readonly TemplatePart[];
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly value: TemplateValue }
  | { readonly kind: 'set'; readonly name: string; readonly value: TemplateValue }
  | {
      readonly kind: 'for';
      readonly name: string;
      readonly over: TemplateValue;
      /** Which of the items count. */
      readonly where?: TemplateValue;
      readonly body: Template;
      /** What stands there when there are none. */
      readonly otherwise: Template;
    }
  | {
      readonly kind: 'if';
      readonly branches: readonly { readonly test: TemplateValue | undefined; readonly body: Template }[];
    };

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
  /** What a path may begin with; loops and `set` add theirs. */
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
      else if (word === 'set') parts.push(readSet(piece, reader));
      else throw new Fault(`\`{% ${word} %}\` is not supported, only \`if\`, \`for\` and \`set\` are.`, piece);
    }
  }
  return { parts, end: undefined };
}

function readIf(start: Piece, reader: Reader): TemplatePart {
  const branches: { test: TemplateValue | undefined; body: Template }[] = [];
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
  const { over, where } = within(piece, () => readLoop(source, name, reader.names));
  const known = reader.names.length;
  reader.names.push(name, 'loop');
  const { parts, end } = readBody(reader, ['else', 'endfor']);
  reader.names.length = known;
  const rest = end?.source === 'else' ? readBody(reader, ['endfor']) : { parts: [], end };
  reader.names.length = known;
  if (rest.end?.source !== 'endfor') throw new Fault('This `for` has no `{% endfor %}`.', piece);
  return { kind: 'for', name, over, ...(where !== undefined && { where }), body: parts, otherwise: rest.parts };
}

function readSet(piece: Piece, reader: Reader): TemplatePart {
  const [, name, source] = /^set\s+([A-Za-z_]\w*)\s*=\s*([\s\S]+)$/.exec(piece.source) ?? [];
  if (name === undefined || source === undefined)
    throw new Fault('A variable is set by `{% set name = value %}`.', piece);
  const value = readValue(source, piece, reader);
  reader.names.push(name);
  return { kind: 'set', name, value };
}

function readValue(source: string, piece: Piece, reader: Reader): TemplateValue {
  return within(piece, () => readExpression(source, reader.names));
}

/** A fault in an expression is that of its piece. */
function within<Result>(piece: Piece, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof ExpressionFault) throw new Fault(error.message, piece);
    throw error;
  }
}
