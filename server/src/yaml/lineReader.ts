import {
  CHOMPING_MODE,
  COLLECTION_STYLE,
  EVENT_ID,
  type Event,
  type MappingEvent,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml';

/** A place in a text that is read line by line, and the events of what was read. */
export interface LineReader {
  readonly text: string;
  readonly events: Event[];
  /** After a scalar the character behind it and its blanks; else the first character of the line that comes next. */
  at: number;
  /** Of that line's first character; `ended` behind the last line. */
  column: number;
}

/** A column behind the last line; an offset of what is not there; an indentation that is not known yet. */
export const ended = -1;

/** To the next line with content, from the end of a line or its comment. */
export function toNextLine(reader: LineReader, from: number): boolean {
  const lineBreak = reader.text.indexOf('\n', from);
  return toLine(reader, lineBreak < 0 ? reader.text.length : lineBreak + 1);
}

/** To the first line with content from the one that starts at `start`. */
export function toLine(reader: LineReader, start: number): boolean {
  const { text } = reader;
  for (let line = start; line < text.length; ) {
    const at = skipBlanks(text, line);
    const code = text.charCodeAt(at);
    if (code === tab) return false;
    if (!endsLine(code)) {
      reader.at = at;
      reader.column = at - line;
      // `---` and `...` part documents.
      return reader.column > 0 || !((code === dash || code === dot) && text.charCodeAt(at + 1) === code);
    }
    const lineBreak = text.indexOf('\n', at);
    if (lineBreak < 0) break;
    line = lineBreak + 1;
  }
  reader.at = text.length;
  reader.column = ended;
  return true;
}

export function isItem(text: string, at: number): boolean {
  return text.charCodeAt(at) === dash && endsWord(text.charCodeAt(at + 1));
}

export function endsKey({ text, at }: LineReader): boolean {
  return text.charCodeAt(at) === colon && endsWord(text.charCodeAt(at + 1));
}

export function isBlockStart(code: number): boolean {
  return code === bar || code === greater;
}

export function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === space) at++;
  return at;
}

export function isBreak(code: number): boolean {
  return code === lineFeed || code === carriageReturn;
}

/** A line break, the end of the text (NaN), or the comment that a blank stands before. */
export function endsLine(code: number): boolean {
  return code === lineFeed || code === carriageReturn || code === hash || Number.isNaN(code);
}

export function endsWord(code: number): boolean {
  return code === space || code === tab || code === lineFeed || code === carriageReturn || Number.isNaN(code);
}

// Codes of characters.
export const tab = 9;
export const lineFeed = 10;
export const carriageReturn = 13;
export const space = 32;
export const doubleQuote = 34;
export const hash = 35;
export const quote = 39;
export const plus = 43;
export const dash = 45;
export const dot = 46;
export const colon = 58;
export const greater = 62;
export const backslash = 92;
export const bar = 124;

export const pop = { type: EVENT_ID.POP } as const;

// Property by property, so that V8 has one shape for them and js-yaml's.

export function mappingEvent(start: number): MappingEvent {
  return {
    type: EVENT_ID.MAPPING,
    start,
    anchorStart: -1,
    anchorEnd: -1,
    tagStart: -1,
    tagEnd: -1,
    style: COLLECTION_STYLE.BLOCK,
  };
}

export function sequenceEvent(start: number): SequenceEvent {
  return {
    type: EVENT_ID.SEQUENCE,
    start,
    anchorStart: -1,
    anchorEnd: -1,
    tagStart: -1,
    tagEnd: -1,
    style: COLLECTION_STYLE.BLOCK,
  };
}

/** `isSimple`: the value is its source. */
export function scalarEvent(
  valueStart: number,
  valueEnd: number,
  style: ScalarEvent['style'],
  isSimple: boolean,
  chomping: ScalarEvent['chomping'] = CHOMPING_MODE.CLIP,
  indent = -1,
): ScalarEvent {
  return {
    type: EVENT_ID.SCALAR,
    valueStart,
    valueEnd,
    anchorStart: -1,
    anchorEnd: -1,
    tagStart: -1,
    tagEnd: -1,
    style,
    chomping,
    indent,
    fast: isSimple,
  };
}
