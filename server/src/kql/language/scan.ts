/** A stretch of KQL that is more than single characters of code, or a bracket. */
export interface Lexeme {
  readonly kind: 'comment' | 'text' | 'open' | 'close';
  readonly start: number;
  readonly end: number;
}

/**
 * Comments, string literals and brackets of a query, in order. Fast and without recursion, so that it can be asked about
 * any text before Microsoft's parser is. A string that is not closed ends with its line, one of several lines with the text.
 */
export function scan(text: string): Lexeme[] {
  return [...lexemesOf(text)];
}

/** The same one by one, for who may stop early. */
export function* lexemesOf(text: string): Generator<Lexeme> {
  for (const match of text.matchAll(lexeme)) {
    const { comment, literal, open } = match.groups ?? {};
    const start = match.index;
    const kind =
      comment !== undefined ? 'comment' : literal !== undefined ? 'text' : open !== undefined ? 'open' : 'close';
    yield { kind, start, end: start + match[0].length };
  }
}

/** String literals as Kusto's documentation has them ("The string data type"): quoted, verbatim, of several lines. */
const lexeme = new RegExp(
  [
    String.raw`(?<comment>\/\/[^\r\n]*)`,
    String.raw`(?<literal>@"(?:[^"\r\n]|"")*(?:"|$|(?=[\r\n]))|@'(?:[^'\r\n]|'')*(?:'|$|(?=[\r\n]))`,
    String.raw`"(?:[^"\\\r\n]|\\[^\r\n])*(?:\\?$|["\\]|(?=[\r\n]))|'(?:[^'\\\r\n]|\\[^\r\n])*(?:\\?$|['\\]|(?=[\r\n]))`,
    '```[\\s\\S]*?(?:```|$)|~~~[\\s\\S]*?(?:~~~|$))',
    '(?<open>[([{])',
    String.raw`(?<close>[)\]}])`,
  ].join('|'),
  'g',
);

/** The text with blanks instead of comments and quotes instead of strings: what is left are names, operators and numbers. */
export function codeOnly(text: string, lexemes: readonly Lexeme[]): string {
  let code = '';
  let end = 0;
  for (const { kind, start, end: itsEnd } of lexemes) {
    if (kind !== 'comment' && kind !== 'text') continue;
    code += text.slice(end, start) + (kind === 'comment' ? ' ' : '"').repeat(itsEnd - start);
    end = itsEnd;
  }
  return code + text.slice(end);
}
