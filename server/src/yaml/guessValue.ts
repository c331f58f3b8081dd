import { blank, type Edit } from './draft.ts';
import type { Guess } from './guess.ts';
import { type Line, lineEnd, lineStart, withoutComment } from './scan.ts';

/** A value that YAML does not take as it stands, such as `a: b: c`, `%name%` or `'it's'`. */
export function quoteValue(text: string, line: Line, position: number): Guess | undefined {
  const content = withoutComment(text.slice(line.start, line.end)).trimEnd();
  const prefix = /^\s*(?:- +)*(?:(?:[^\s'"#][^:]*|'[^']*'|"[^"]*") *:(?: +|$))?(?:- +)*/.exec(content)?.[0] ?? '';
  const value = content.slice(prefix.length);
  const start = line.start + prefix.length;
  const end = line.start + content.length;
  if (value === '' || position < start || position > end || /^[-?](?: |$)/.test(value)) return undefined;
  const quoted = /^'.*'$/s.test(value) && value.length > 1;
  if (/^["']/.test(value) && !quoted) {
    if (position <= start) return undefined;
    return {
      message: 'This stands after the end of the quoted text. Remove it, or put it into the quotes.',
      start: position,
      end,
      edits: [blank(text, position, end)],
    };
  }
  const inner = quoted ? value.slice(1, -1) : value;
  const offset = quoted ? start + 1 : start;
  const edits: Edit[] = quoted ? [] : [{ start, end: start, text: "'" }];
  for (const match of inner.matchAll(/'+/g)) {
    if (match[0].length % 2 === 1) {
      const at = offset + match.index;
      edits.push({ start: at, end: at, text: "'" });
    }
  }
  if (!quoted) edits.push({ start: end, end, text: "'" });
  if (edits.length === 0) return undefined;
  return {
    message: quoted
      ? "A quote inside of single quotes is written twice: `''`."
      : `\`${shorten(value)}\` cannot stand here without quotes. Put the value in quotes.`,
    start,
    end,
    edits,
    title: quoted ? 'Double the inner quotes' : 'Put the value in quotes',
  };
}

function shorten(value: string): string {
  return (value.length > 40 ? `${value.slice(0, 40)}…` : value).replaceAll('`', "'");
}

/** `\W` in double quotes: the backslash was meant as itself. */
export function backslash(text: string, position: number): Guess | undefined {
  const start = text.lastIndexOf('\\', position);
  if (start < 0 || start < lineStart(text, position) || start + 1 >= lineEnd(text, position)) return undefined;
  const written = text.slice(start, start + 2);
  return {
    message: `\`${written}\` means nothing between double quotes. Write \`\\${written}\`, or use single quotes.`,
    start,
    end: start + 2,
    edits: [{ start, end: start, text: '\\' }],
    title: 'Double the backslash',
  };
}
