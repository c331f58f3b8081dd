import { fold } from '../fold.ts';

/**
 * Folded texts of which every text that a regular expression of RE2's language is found in has at least one; undefined
 * where that is not certain. It reads only what is common and gives up at the rest: a missing literal costs time, a wrong
 * one would cost matches.
 */
export function regexLiterals(source: string, ignoresCase: boolean): readonly string[] | undefined {
  const reader: Reader = { source, position: 0, ignoresCase: ignoresCase || /\(\?[a-zA-Z]*i/.test(source) };
  const texts = readAlternatives(reader);
  return reader.position === source.length && texts !== 'unknown' ? texts : undefined;
}

interface Reader {
  readonly source: string;
  position: number;
  readonly ignoresCase: boolean;
}

/** Texts of which one is there; undefined where none is certain; `unknown` where the expression itself is not understood. */
type Texts = readonly string[] | undefined | 'unknown';

/** Up to the closing parenthesis or the end. */
function readAlternatives(reader: Reader): Texts {
  const all: string[] = [];
  let certain = true;
  for (;;) {
    const texts = readSequence(reader);
    if (texts === 'unknown') return 'unknown';
    if (texts === undefined) certain = false;
    else all.push(...texts);
    if (reader.source[reader.position] !== '|') return certain && all.length <= mostTexts ? all : undefined;
    reader.position++;
  }
}

const mostTexts = 100;

function readSequence(reader: Reader): Texts {
  const { source } = reader;
  let best: readonly string[] | undefined;
  let run = '';
  const consider = (texts: readonly string[] | undefined): void => {
    if (texts !== undefined && shortest(texts) > shortest(best)) best = texts;
  };
  const endRun = (): void => {
    if (run !== '') consider([run]);
    run = '';
  };
  while (reader.position < source.length && source[reader.position] !== '|' && source[reader.position] !== ')') {
    const atom = readAtom(reader);
    if (atom === 'unknown') return 'unknown';
    const repeat = readRepeat(reader);
    if (atom.kind === 'character' && repeat === 'once') run += atom.text;
    else if (atom.kind === 'character' && repeat === 'some') {
      run += atom.text;
      endRun();
    } else {
      endRun();
      if (atom.kind === 'group' && repeat !== 'any') consider(atom.texts);
    }
  }
  endRun();
  return best;
}

/** 0 for none: the empty text is always there. */
function shortest(texts: readonly string[] | undefined): number {
  return texts === undefined
    ? 0
    : texts.reduce((least, { length }) => Math.min(least, length), Number.POSITIVE_INFINITY);
}

type Atom =
  | { readonly kind: 'character'; readonly text: string }
  | { readonly kind: 'group'; readonly texts: readonly string[] | undefined }
  | { readonly kind: 'other' };

function readAtom(reader: Reader): Atom | 'unknown' {
  const { source } = reader;
  const character = source[reader.position] ?? '';
  if (character === '(') return readGroup(reader);
  if (character === '[') return readClass(reader);
  reader.position++;
  if (character === '\\') {
    const escaped = source[reader.position++] ?? '';
    if (/[dDwWsSbBAztnrfv]/.test(escaped)) return { kind: 'other' };
    return /[!-/:-@[-`{-~]/.test(escaped) ? { kind: 'character', text: escaped } : 'unknown';
  }
  if ('.^$'.includes(character)) return { kind: 'other' };
  if ('*+?'.includes(character)) return 'unknown';
  return literal(character, reader);
}

/** Regardless of case `s` is also found in a text with `ſ`, which folds to itself. Beyond ASCII there is more of that. */
function literal(character: string, { ignoresCase }: Reader): Atom {
  if (!/[ -~]/.test(character) || (ignoresCase && /s/i.test(character))) return { kind: 'other' };
  return { kind: 'character', text: fold(character) };
}

/** A repetition after `(?i)` belongs to what stands before it. */
function readGroup(reader: Reader): Atom | 'unknown' {
  const opening = /\((?:\?(?:P?<\w+>|[imsU]*(?:-[imsU]+)?[:)]))?/y;
  opening.lastIndex = reader.position;
  const opened = opening.exec(reader.source)?.[0] ?? '(';
  reader.position += opened.length;
  if (opened.endsWith(')')) return /[*+?{]/.test(reader.source[reader.position] ?? '') ? 'unknown' : { kind: 'other' };
  if (opened === '(' && reader.source[reader.position] === '?') return 'unknown';
  const texts = readAlternatives(reader);
  if (texts === 'unknown' || reader.source[reader.position] !== ')') return 'unknown';
  reader.position++;
  return { kind: 'group', texts };
}

/** `[Rr]` is one letter whatever its case; other classes are passed over. */
function readClass(reader: Reader): Atom | 'unknown' {
  const written = /\[\^?\]?(?:\\[^pPxQE\d]|[^\]\\[])*\]/y;
  written.lastIndex = reader.position;
  const found = written.exec(reader.source)?.[0];
  if (found === undefined) return 'unknown';
  reader.position += found.length;
  const [, first = '', second = ''] = /^\[([A-Za-z])([A-Za-z])\]$/.exec(found) ?? [];
  return first !== '' && fold(first) === fold(second) ? literal(first, reader) : { kind: 'other' };
}

/** How often at least: never, once exactly, or once and more. */
function readRepeat(reader: Reader): 'any' | 'once' | 'some' {
  const repeat = /(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/y;
  repeat.lastIndex = reader.position;
  const found = repeat.exec(reader.source);
  if (found === null) return 'once';
  reader.position += found[0].length;
  if (found[1] !== undefined) return Number(found[1]) > 0 ? 'some' : 'any';
  return found[0].startsWith('+') ? 'some' : 'any';
}
