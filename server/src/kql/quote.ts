/**
 * The one way to write a string literal of KQL. Text with backslashes and nothing that would have to be escaped becomes
 * a verbatim literal, `@"C:\Windows"`, because that is how people read paths; everything else a regular one.
 * Source: Kusto's documentation, "The string data type".
 */
export function quote(text: string): string {
  if (text.includes('\\') && !mustEscape.test(text)) return `@"${text.replaceAll('"', '""')}"`;
  return `"${text.replace(escaped, escapeOne)}"`;
}

/** Control characters, line separators, and halves of surrogate pairs, which have no place in a query's text. */
const invisible = '\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029\\ufeff';
const loneSurrogate = '[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]';
const mustEscape = new RegExp(`[${invisible}]|${loneSurrogate}`);
const escaped = new RegExp(`["\\\\${invisible}]|${loneSurrogate}`, 'g');

const short: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeOne(character: string): string {
  return short[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
