import { blank } from './draft.ts';
import type { Guess } from './guess.ts';
import { type Line, lineBefore } from './scan.ts';

/**
 * A key that is only half typed: a word without a colon, or without the space after it. A fault is often found only some
 * lines later, because YAML reads on as if those lines continued the word; so lines before it are looked at too.
 */
export function guessKey(text: string, line: Line): Guess | undefined {
  const faulty = text.slice(line.start, line.end);
  const own = loneDash(text, line, faulty) ?? missingColon(text, line, faulty, undefined) ?? missingSpace(text, line);
  if (own !== undefined) return own;
  let before = lineBefore(text, line.start);
  for (let count = 0; count < 40 && before !== undefined; count++) {
    const content = text.slice(before.start, before.end);
    if (!isComment(content)) {
      const guess = missingColon(text, before, content, faulty) ?? earlierMissingSpace(text, before, content, faulty);
      if (guess !== undefined) return guess;
      if (hasKey(content)) return undefined;
    }
    before = lineBefore(text, before.start);
  }
  return undefined;
}

function indentation(content: string): number {
  return content.search(/[^ ]/);
}

function isComment(content: string): boolean {
  return /^\s*#/.test(content);
}

/** `key: value`, `- key: value` or `key:`. */
function hasKey(content: string): boolean {
  return /^\s*(?:- +)*(?:[^\s'"#[{][^#]*?|'[^']*'|"[^"]*")\s*:(?:\s|$)/.test(content);
}

const bareWord = /^( *(?:- +)*)([\w.|-]*[\w|]|'\|[^']*'|"\|[^"\\]*")( +[^\s#:].*?)?\s*(?:#.*)?$/;

/** `after` is the faulty line, if this is another one before it. */
function missingColon(text: string, line: Line, content: string, after: string | undefined): Guess | undefined {
  const match = bareWord.exec(content);
  if (match === null || /: |:$/.test(content)) return undefined;
  const [, prefix = '', word = '', value] = match;
  const column = prefix.length;
  if (after === undefined) {
    if (prefix.includes('-') || !isWordLike(word)) return undefined;
  } else {
    const sibling = indentation(after) === column && hasKey(after);
    const parent = indentation(after) >= column && !prefix.includes('-') && value === undefined;
    if ((!sibling && !parent) || (value !== undefined && !/^[a-z_]+$/.test(word) && !word.includes('|')))
      return undefined;
  }
  if (continuesText(text, line, column)) return undefined;
  const start = line.start + column;
  const end = start + word.length;
  return {
    message:
      value === undefined
        ? `\`${word}\` is no entry yet. Add a colon and a value.`
        : `The colon after \`${word}\` is missing. Add it.`,
    start,
    end,
    edits: [{ start: end, end, text: ':' }],
    title: 'Add a colon',
  };
}

function isWordLike(word: string): boolean {
  return !/^[-.\d]+$/.test(word);
}

/** Whether the line continues the text of the entry before it, as the lines of a long description do. */
function continuesText(text: string, line: Line, column: number): boolean {
  let before = lineBefore(text, line.start);
  while (before !== undefined && isComment(text.slice(before.start, before.end))) {
    before = lineBefore(text, before.start);
  }
  if (before === undefined) return false;
  const content = text.slice(before.start, before.end);
  return column > indentation(content) && /^\s*(?:- +)*[\w.|-]+: +[^\s#]/.test(content) && !/^\s*- /.test(content);
}

/** `key:value`: the space after the colon is missing. */
function missingSpace(text: string, line: Line): Guess | undefined {
  const content = text.slice(line.start, line.end);
  const match = /^ *(?:- +)*[\w.|-]+:(?=[^\s:/\\])/.exec(content);
  if (match === null) return undefined;
  const at = line.start + match[0].length;
  return {
    message: 'The space after the colon is missing. Add it.',
    start: at - 1,
    end: at,
    edits: [{ start: at, end: at, text: ' ' }],
    title: 'Add a space',
  };
}

function earlierMissingSpace(text: string, line: Line, content: string, after: string): Guess | undefined {
  return indentation(content) <= indentation(after) && !/^\s*- /.test(content) ? missingSpace(text, line) : undefined;
}

/** A dash without an item, and then a key at the same depth: one of the two is too much, and the dash holds nothing. */
function loneDash(text: string, line: Line, faulty: string): Guess | undefined {
  const before = lineBefore(text, line.start);
  if (before === undefined || !hasKey(faulty)) return undefined;
  const content = text.slice(before.start, before.end);
  if (content.trim() !== '-' || indentation(content) !== indentation(faulty)) return undefined;
  const start = before.start + indentation(content);
  return {
    message: 'An item of a list and a key cannot stand side by side. Remove the dash.',
    start,
    end: start + 1,
    edits: [blank(text, start, start + 1)],
  };
}
