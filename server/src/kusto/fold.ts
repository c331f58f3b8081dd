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
  lastFolded = text.toLowerCase();
  return lastFolded;
}

let lastText = '';
let lastFolded = '';
let earlierText = '';
let earlierFolded = '';
