export interface JsonError {
  readonly offset: number;
  /** Begins with a small letter, without a full stop. */
  readonly message: string;
}

/** Deeper values are refused: no log has them. */
export const deepestNesting = 500;

/**
 * Where a value that opens with a bracket or a quote closes, looking at brackets and strings only; for other scalars,
 * where the word ends. Undefined if it does not close before a line that begins with `barrier`, or nests too deep.
 */
export function valueEnd(text: string, start: number, barrier?: string): number | undefined {
  const opener = text.charCodeAt(start);
  const isContainer = opener === openBrace || opener === openBracket;
  /** Open brackets of the first one's kind, which in JSON close together, and of both kinds. */
  let depth = 0;
  let nesting = 0;
  for (let position = start; position < text.length; position++) {
    const code = text.charCodeAt(position);
    switch (code) {
      case quote: {
        const end = stringEnd(text, position);
        if (end === undefined) return undefined;
        if (!isContainer) return end;
        position = end - 1;
        break;
      }
      case openBrace:
      case openBracket:
        if (++nesting > deepestNesting) return undefined;
        if (code === opener) depth++;
        break;
      case closeBrace:
      case closeBracket:
        if (!isContainer) return position;
        nesting--;
        // In ASCII and so in Unicode, a closing bracket comes two after its opening one.
        if (code === opener + 2 && --depth === 0) return position + 1;
        break;
      case lineFeed:
        if (!isContainer) return position;
        if (barrier !== undefined && text.startsWith(barrier, position + 1)) return undefined;
        break;
      case comma:
        if (!isContainer) return position;
        break;
    }
  }
  return isContainer ? undefined : text.length;
}

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const lineFeed = 0x0a;
const comma = 0x2c;

/** After the closing quote; undefined if a line ends before it. */
export function stringEnd(text: string, start: number): number | undefined {
  for (let position = start + 1; position < text.length; position++) {
    const code = text.charCodeAt(position);
    if (code === quote) return position + 1;
    if (code === lineFeed) return undefined;
    if (code === backslash && text.charCodeAt(position + 1) !== lineFeed) position++;
  }
  return undefined;
}

type Expected = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'commaOrEnd';

/**
 * Reads one JSON value by the letter of RFC 8259: where it ends, or the first place at which it is wrong. A loop rather
 * than recursion, so that no depth can exhaust the stack.
 */
export function checkJson(text: string, start: number): { readonly end: number } | JsonError {
  const open: ('{' | '[')[] = [];
  let position = start;
  let expected: Expected = 'value';
  for (;;) {
    blanks.lastIndex = position;
    blanks.exec(text);
    position = blanks.lastIndex;
    const character = text[position];
    const container = open.at(-1);
    if (character === undefined)
      return { offset: text.length, message: `the text ends before ${closingOf(container)}` };
    if (container !== undefined && character === closing[container] && expected.endsWith('OrEnd')) {
      open.pop();
      position++;
      if (open.length === 0) return { end: position };
      expected = 'commaOrEnd';
      continue;
    }
    switch (expected) {
      case 'commaOrEnd':
        if (character !== ',')
          return { offset: position, message: `a comma or ${closingOf(container)} is missing here` };
        expected = container === '{' ? 'key' : 'value';
        position++;
        break;
      case 'colon':
        if (character !== ':') return { offset: position, message: 'a colon is missing here' };
        expected = 'value';
        position++;
        break;
      case 'key':
      case 'keyOrEnd': {
        if (character !== '"') return { offset: position, message: 'a name in double quotes is missing here' };
        const end = strictString(text, position);
        if (typeof end !== 'number') return end;
        position = end;
        expected = 'colon';
        break;
      }
      case 'value':
      case 'valueOrEnd': {
        if (character === '{' || character === '[') {
          if (open.length >= deepestNesting) {
            return { offset: position, message: `it nests deeper than ${deepestNesting} levels` };
          }
          open.push(character);
          expected = character === '{' ? 'keyOrEnd' : 'valueOrEnd';
          position++;
          break;
        }
        const end = strictScalar(text, position);
        if (typeof end !== 'number') return end;
        if (open.length === 0) return { end };
        position = end;
        expected = 'commaOrEnd';
      }
    }
  }
}

const closing = { '{': '}', '[': ']' } as const;

function closingOf(container: '{' | '[' | undefined): string {
  return container === undefined ? 'its value' : `the closing \`${closing[container]}\``;
}

function strictScalar(text: string, start: number): number | JsonError {
  if (text[start] === '"') return strictString(text, start);
  scalar.lastIndex = start;
  if (scalar.exec(text) !== null) return scalar.lastIndex;
  return { offset: start, message: 'a value is missing here' };
}

function strictString(text: string, start: number): number | JsonError {
  for (let position = start + 1; position < text.length; position++) {
    const code = text.charCodeAt(position);
    if (code === 0x22) return position + 1;
    if (code < 0x20) break;
    if (code !== backslash) continue;
    escaped.lastIndex = position;
    if (escaped.exec(text) === null) {
      return { offset: position, message: 'JSON has no such escape; a backslash is written `\\\\`' };
    }
    position = escaped.lastIndex - 1;
  }
  return { offset: start, message: 'this text has no closing quote' };
}

const blanks = /[ \t\r\n]*/y;
const escaped = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const scalar = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;
