/**
 * The arguments of a command line as `CommandLineToArgvW` of Windows takes them apart: the first ends at a blank or at
 * its closing quote, with no escapes; in the others 2n backslashes before a quote are n, 2n+1 are n and the quote itself
 * is text, and of three quotes in a row the third is.
 */
export function argumentsOfCommandLine(text: string): string[] {
  if (text === '') return [];
  const first = /^(?:"([^"]*)"?|([^ \t]*))/.exec(text);
  const found = [first?.[1] ?? first?.[2] ?? ''];
  let at = first?.[0].length ?? 0;
  for (;;) {
    at += /^[ \t]*/.exec(text.slice(at))?.[0].length ?? 0;
    if (at >= text.length) return found;
    const { value, end } = argumentAt(text, at);
    found.push(value);
    at = end;
  }
}

function argumentAt(text: string, start: number): { readonly value: string; readonly end: number } {
  let value = '';
  let quoted = false;
  let at = start;
  while (at < text.length && (quoted || !/[ \t]/.test(text.charAt(at)))) {
    const [, backslashes = '', quotes = ''] = /^(\\*)("*)/.exec(text.slice(at)) ?? [];
    if (quotes === '') {
      value += backslashes === '' ? text.charAt(at) : backslashes;
      at += Math.max(1, backslashes.length);
      continue;
    }
    value += '\\'.repeat(Math.floor(backslashes.length / 2));
    const escaped = backslashes.length % 2;
    value += escaped === 1 ? '"' : '';
    const run = closing(quotes.length - escaped, quoted);
    value += '"'.repeat(run.literal);
    quoted = run.quoted;
    at += backslashes.length + quotes.length;
  }
  return { value, end: at };
}

/** What a run of quotes writes, and whether the text behind it is quoted. */
function closing(count: number, quoted: boolean): { readonly literal: number; readonly quoted: boolean } {
  const total = count + (quoted && count > 0 ? 1 : 0);
  if (count === 0) return { literal: 0, quoted };
  return { literal: Math.floor(total / 3), quoted: total % 3 === 1 };
}
