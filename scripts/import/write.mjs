/** JSON with one entry of each section a line, so that a new import reads well as a difference; ASCII only. */
export function knowledgeText(knowledge) {
  const sections = Object.entries(knowledge).map(([name, value]) => `${JSON.stringify(name)}: ${section(value)}`);
  return ascii(`{\n${sections.join(',\n')}\n}\n`);
}

function section(value) {
  if (Array.isArray(value)) return `[\n${value.map((entry) => JSON.stringify(entry)).join(',\n')}\n]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const lines = Object.entries(value).map(([name, entry]) => `${JSON.stringify(name)}: ${JSON.stringify(entry)}`);
  return `{\n${lines.join(',\n')}\n}`;
}

function ascii(text) {
  return text.replace(/[^\n -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Columns of `{ name: type }` as `{ type: "name name" }`, which is a third of the size. */
export function byType(columns) {
  const names = {};
  for (const [name, type] of Object.entries(columns)) {
    names[type] ??= [];
    names[type].push(name);
  }
  return Object.fromEntries(sorted(Object.entries(names)).map(([type, list]) => [type, list.sort(byCode).join(' ')]));
}

/** Entries by their key, in the order of code units, which does not depend on the machine's language. */
export function sorted(entries) {
  return [...entries].sort(([first], [second]) => byCode(first, second));
}

export function byCode(first, second) {
  return first < second ? -1 : first > second ? 1 : 0;
}

/** The object without what is undefined, empty or false. */
export function present(object) {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value) {
  if (value === undefined || value === null || value === false || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
