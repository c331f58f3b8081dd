import { CHOMPING_MODE, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import {
  backslash,
  bar,
  colon,
  dash,
  doubleQuote,
  ended,
  endsWord,
  hash,
  isBreak,
  isItem,
  type LineReader,
  plus,
  quote,
  scalarEvent,
  skipBlanks,
  space,
  tab,
  toLine,
} from './lineReader.ts';

/** A quoted or plain scalar within its line. */
export function readScalar(reader: LineReader, start: number): ScalarEvent | undefined {
  switch (reader.text.charCodeAt(start)) {
    case quote:
      return readSingle(reader, start + 1);
    case doubleQuote:
      return readDouble(reader, start + 1);
    default:
      return readPlain(reader, start);
  }
}

function readSingle(reader: LineReader, start: number): ScalarEvent | undefined {
  const { text } = reader;
  let isSimple = true;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isBreak(code)) return undefined;
    if (code !== quote) continue;
    if (text.charCodeAt(at + 1) !== quote) return quoted(reader, start, at, SCALAR_STYLE.SINGLE_QUOTED, isSimple);
    isSimple = false;
    at++;
  }
  return undefined;
}

function readDouble(reader: LineReader, start: number): ScalarEvent | undefined {
  const { text } = reader;
  let isSimple = true;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isBreak(code)) return undefined;
    if (code === doubleQuote) return quoted(reader, start, at, SCALAR_STYLE.DOUBLE_QUOTED, isSimple);
    if (code !== backslash) continue;
    const escaped = text.charCodeAt(++at);
    if (escaped !== backslash && escaped !== doubleQuote) return undefined;
    isSimple = false;
  }
  return undefined;
}

function quoted(
  reader: LineReader,
  start: number,
  end: number,
  style: ScalarEvent['style'],
  isSimple: boolean,
): ScalarEvent | undefined {
  const { text } = reader;
  reader.at = skipBlanks(text, end + 1);
  // A comment needs a blank before it.
  if (reader.at === end + 1 && text.charCodeAt(reader.at) === hash) return undefined;
  return scalarEvent(start, end, style, isSimple);
}

function readPlain(reader: LineReader, start: number): ScalarEvent | undefined {
  const { text } = reader;
  if (indicators.has(text.charCodeAt(start)) || isItem(text, start)) return undefined;
  let end = start;
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === space) continue;
    if (isBreak(code)) break;
    if (code === tab) return undefined;
    if (code === hash && end < at) break;
    if (code === colon && endsWord(text.charCodeAt(at + 1))) break;
    end = at + 1;
  }
  reader.at = at;
  return scalarEvent(start, end, SCALAR_STYLE.PLAIN, true);
}

/** Of the kind `|` or `>`, with its lines; its content is further in than `column`. */
export function readBlock(reader: LineReader, start: number, column: number): boolean {
  const { text } = reader;
  const mark = text.charCodeAt(start + 1);
  const chomping = mark === dash ? CHOMPING_MODE.STRIP : mark === plus ? CHOMPING_MODE.KEEP : CHOMPING_MODE.CLIP;
  const headerEnd = skipBlanks(text, chomping === CHOMPING_MODE.CLIP ? start + 1 : start + 2);
  if (!isBreak(text.charCodeAt(headerEnd))) return false;
  const valueStart = text.indexOf('\n', headerEnd) + 1;
  let line = valueStart;
  let indent = ended;
  let widestBlank = 0;
  while (line < text.length) {
    const first = skipBlanks(text, line);
    const code = text.charCodeAt(first);
    const width = first - line;
    if (first === text.length) return false;
    if (isBreak(code)) {
      if (indent === ended && width > widestBlank) widestBlank = width;
    } else if (indent === ended) {
      if (code === tab) return false;
      if (width <= column) break;
      if (width < widestBlank) return false;
      indent = width;
    } else if (width < indent) break;
    const lineBreak = text.indexOf('\n', first);
    line = lineBreak < 0 ? text.length : lineBreak + 1;
  }
  const style = text.charCodeAt(start) === bar ? SCALAR_STYLE.LITERAL_BLOCK : SCALAR_STYLE.FOLDED_BLOCK;
  reader.events.push(scalarEvent(valueStart, line, style, false, chomping, indent));
  return toLine(reader, line) && reader.column <= column;
}

/** With what a plain scalar does not begin, or only where js-yaml looks at what follows. */
const indicators: ReadonlySet<number> = new Set([...'\t#&*!|>\'"%@`?:,[]{}'].map((each) => each.charCodeAt(0)));
