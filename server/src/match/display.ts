/** A field's value in one line for people, at most about `limit` characters: the start and the end of a long text stay. */
export function displayText(value: unknown, limit = 160): string {
  return shorten(typeof value === 'string' ? value : written(value, limit, 0), limit);
}

export function shorten(text: string, limit: number): string {
  const cut = text.length > limit;
  const headLength = Math.ceil((limit - 1) * 0.7);
  const shown = cut ? `${text.slice(0, headLength)}…${text.slice(text.length - (limit - 1 - headLength))}` : text;
  return shown.replace(/[\p{Cc}\p{Cs}]/gu, (character) => escapes[character] ?? '\u{fffd}');
}

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '\\0' };
const deepest = 4;

/** JSON without its quotes around keys, as far as the limit and a few levels reach. */
function written(value: unknown, limit: number, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value.length > limit ? `${value.slice(0, limit)}…` : value);
  if (typeof value !== 'object' || value === null) return String(value);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (depth >= deepest) return `${open}…${close}`;
  let text = open;
  for (const key of Object.keys(value)) {
    if (text.length > 1) text += ', ';
    if (text.length > limit) return `${text}…${close}`;
    if (!Array.isArray(value)) text += `${key}: `;
    text += written((value as Readonly<Record<string, unknown>>)[key], limit, depth + 1);
  }
  return text + close;
}
