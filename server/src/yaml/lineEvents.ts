import { EVENT_ID, type Event, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import {
  ended,
  endsKey,
  endsLine,
  isBlockStart,
  isItem,
  type LineReader,
  mappingEvent,
  pop,
  scalarEvent,
  sequenceEvent,
  skipBlanks,
  toLine,
  toNextLine,
} from './lineReader.ts';
import { readBlock, readScalar } from './lineScalars.ts';

/**
 * js-yaml's events for YAML as rules mostly are, in a fraction of the time: one document of block mappings and lists,
 * each key and value in one line, and block scalars. Undefined for anything else, and for whatever is no YAML, which
 * js-yaml has to judge. Offsets and content are those of js-yaml.
 */
export function lineEvents(text: string): Event[] | undefined {
  if (unusual.test(text)) return undefined;
  const reader: LineReader = { text, events: [], at: 0, column: ended };
  reader.events.push({ type: EVENT_ID.DOCUMENT, explicitStart: false, explicitEnd: false, directives: [] });
  if (!toLine(reader, 0) || !readRoot(reader)) return undefined;
  reader.events.push(pop);
  return reader.events;
}

/** Characters that YAML forbids or treats in ways of their own: controls, halves of pairs, marks, lone carriage returns. */
const unusual = /[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]|\r(?!\n)/;

/** Far more than rules have, and less than is too deep. */
const deepest = 50;

// Each of these functions reads one thing and what follows it up to the next line; false: the text is not of this kind.

function readRoot(reader: LineReader): boolean {
  return reader.column === 0 && readNode(reader, 0) && isEnded(reader);
}

function isEnded({ column }: LineReader): boolean {
  return column === ended;
}

function readNode(reader: LineReader, depth: number): boolean {
  if (depth > deepest) return false;
  const { column } = reader;
  if (isItem(reader.text, reader.at)) return readSequence(reader, column, depth);
  reader.events.push(mappingEvent(reader.at));
  return readEntries(reader, column, depth);
}

function readEntries(reader: LineReader, column: number, depth: number): boolean {
  while (reader.column === column) {
    const key = readScalar(reader, reader.at);
    if (key === undefined || !endsKey(reader)) return false;
    reader.events.push(key);
    if (!readValue(reader, column, depth)) return false;
  }
  reader.events.push(pop);
  return reader.column < column;
}

/** The value behind the colon at `reader.at`. */
function readValue(reader: LineReader, column: number, depth: number): boolean {
  const at = skipBlanks(reader.text, reader.at + 1);
  if (endsLine(reader.text.charCodeAt(at))) {
    if (!toNextLine(reader, at)) return false;
    const isInner = reader.column > column || (reader.column === column && isItem(reader.text, reader.at));
    if (isInner) return readNode(reader, depth + 1);
    reader.events.push(scalarEvent(ended, ended, SCALAR_STYLE.PLAIN, false));
    return true;
  }
  return readInline(reader, at, column);
}

function readSequence(reader: LineReader, column: number, depth: number): boolean {
  reader.events.push(sequenceEvent(reader.at));
  while (reader.column === column && isItem(reader.text, reader.at)) {
    if (!readItem(reader, column, depth)) return false;
  }
  reader.events.push(pop);
  return reader.column <= column;
}

function readItem(reader: LineReader, column: number, depth: number): boolean {
  const dash = reader.at;
  const at = skipBlanks(reader.text, dash + 1);
  if (endsLine(reader.text.charCodeAt(at))) {
    if (!toNextLine(reader, at)) return false;
    if (reader.column > column) return readNode(reader, depth + 1);
    reader.events.push(scalarEvent(ended, ended, SCALAR_STYLE.PLAIN, false));
    return true;
  }
  if (isBlockStart(reader.text.charCodeAt(at))) return readBlock(reader, at, column);
  const key = readScalar(reader, at);
  if (key === undefined) return false;
  if (!endsKey(reader)) return endScalar(reader, key, column);
  const inner = column + at - dash;
  reader.events.push(mappingEvent(at), key);
  return depth < deepest && readValue(reader, inner, depth + 1) && readEntries(reader, inner, depth + 1);
}

function readInline(reader: LineReader, at: number, column: number): boolean {
  if (isBlockStart(reader.text.charCodeAt(at))) return readBlock(reader, at, column);
  const value = readScalar(reader, at);
  return value !== undefined && endScalar(reader, value, column);
}

/** Of a scalar that is no key. A plain one would go on in a line that is further in. */
function endScalar(reader: LineReader, event: ScalarEvent, column: number): boolean {
  if (!endsLine(reader.text.charCodeAt(reader.at))) return false;
  reader.events.push(event);
  return toNextLine(reader, reader.at) && reader.column <= column;
}
