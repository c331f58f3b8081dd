/**
 * The text in lower case, for comparisons without case. Conditions of a rule ask for the same few columns of a row again
 * and again, so the last answers are kept.
 */
export function fold(text: string): string {
  if (text === lastText) return lastFolded;
  if (text === earlierText) return earlierFolded;
  earlierText = lastText;
  earlierFolded = lastFolded;
  lastText = text;
  lastFolded = caseless(text);
  return lastFolded;
}

/**
 * The same without a memory. Every character folds by itself, as in an ordinal comparison: a Greek sigma alike at the end
 * of a word, and the dotted capital I to nothing shorter or longer.
 */
export function caseless(text: string): string {
  if (!unusual.test(text)) return text.toLowerCase();
  return text.replace(/[^İ]+/g, (part) => part.toLowerCase()).replaceAll('ς', 'σ');
}

const unusual = /[İΣς]/;

let lastText = '';
let lastFolded = '';
let earlierText = '';
let earlierFolded = '';
