/** A value as Python's `str` writes it, which is what templates show: `None`, `True`, `['a', 'b']`. */
export function pythonText(value: unknown): string {
  return typeof value === 'string' ? value : represented(value);
}

/** A value as `json.dumps` writes it: blanks after commas and colons, everything beyond ASCII escaped. */
export function pythonJson(value: unknown, indent?: number): string {
  return escapeBeyondAscii(dumped(value, indent, ''));
}

/** A list of texts as YAML; each text in quotes, which every YAML parser reads alike. */
export function yamlList(texts: readonly string[]): string {
  return texts.length === 0 ? '[]\n' : texts.map((text) => `- ${escapeBeyondAscii(JSON.stringify(text))}\n`).join('');
}

function represented(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return value.includes("'") && !value.includes('"') ? `"${value}"` : quoted(value);
  if (Array.isArray(value)) return `[${value.map(represented).join(', ')}]`;
  if (typeof value === 'object')
    return `{${Object.entries(value)
      .map(([key, each]) => `${represented(key)}: ${represented(each)}`)
      .join(', ')}}`;
  return String(value);
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
}

function dumped(value: unknown, indent: number | undefined, margin: string): string {
  if (typeof value === 'bigint') return String(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const inner = indent === undefined ? '' : `${margin}${' '.repeat(indent)}`;
  const members = Array.isArray(value)
    ? value.map((each) => dumped(each, indent, inner))
    : Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${dumped(each, indent, inner)}`);
  if (members.length === 0) return `${open}${close}`;
  return indent === undefined
    ? `${open}${members.join(', ')}${close}`
    : `${open}\n${inner}${members.join(`,\n${inner}`)}\n${margin}${close}`;
}

function escapeBeyondAscii(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
