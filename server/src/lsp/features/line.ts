/** One step from the top of a document to a place in it: a key and where it starts, or an item of a list. */
export type Step = { readonly kind: 'key'; readonly name: string; readonly start: number } | { readonly kind: 'item' };

/** What one line of block YAML starts with. Columns count from the line's start. */
export interface LineStart {
  /** Columns of the `-` of list items. */
  readonly dashes: readonly number[];
  /** Where the text after indentation and dashes starts. */
  readonly contentColumn: number;
  readonly key?: LineKey;
}

export interface LineKey {
  /** Without quotes. */
  readonly name: string;
  readonly colon: number;
  /** Where the value starts, or would. */
  readonly valueColumn: number;
}

/** Reads a line whose comment has been taken off. */
export function readLine(line: string): LineStart {
  const dashes: number[] = [];
  let column = skipBlanks(line, 0);
  while (line[column] === '-' && (column + 1 === line.length || isBlank(line[column + 1]))) {
    dashes.push(column);
    column = skipBlanks(line, column + 1);
  }
  const key = keyAt(line, column);
  return { dashes, contentColumn: column, ...(key && { key }) };
}

function keyAt(line: string, column: number): LineKey | undefined {
  const quote = line[column];
  let colon: number;
  let name: string;
  if (quote === '"' || quote === "'") {
    const end = closingQuote(line, column);
    if (end < 0) return undefined;
    colon = skipBlanks(line, end + 1);
    name = line.slice(column + 1, end);
    if (line[colon] !== ':' || !endsKey(line, colon)) return undefined;
  } else {
    if (quote === '[' || quote === '{') return undefined;
    colon = line.indexOf(':', column);
    while (colon >= 0 && !endsKey(line, colon)) colon = line.indexOf(':', colon + 1);
    if (colon < 0) return undefined;
    name = line.slice(column, colon).trimEnd();
  }
  return { name, colon, valueColumn: skipBlanks(line, colon + 1) };
}

function endsKey(line: string, colon: number): boolean {
  return colon + 1 === line.length || isBlank(line[colon + 1]);
}

/** Where the line's comment starts, -1 if it has none. */
export function commentStart(line: string): number {
  for (let column = 0; column < line.length; column++) {
    const character = line[column];
    if (character === '#' && (column === 0 || isBlank(line[column - 1]))) return column;
    if ((character === '"' || character === "'") && startsToken(line, column)) {
      const end = closingQuote(line, column);
      if (end < 0) return -1;
      column = end;
    }
  }
  return -1;
}

/** `---` or `...`. */
export function isDocumentMarker(lineText: string): boolean {
  return /^(?:---|\.\.\.)(?:\s|$)/.test(lineText);
}

/** The `|` or `>` that opens a block scalar. */
export function isBlockHeader(value: string): boolean {
  return /^[|>][-+0-9]*\s*$/.test(value);
}

/** Where the cursor is inside `[…]` or `{…}`. */
export interface FlowPlace {
  readonly path: readonly Step[];
  readonly place: 'key' | 'value' | 'item';
  readonly start: number;
  readonly end: number;
  readonly hasColon: boolean;
}

/** Undefined when the value at `valueColumn` is no flow collection, or the cursor is not inside it. */
export function flowPlace(line: string, valueColumn: number, cursor: number): FlowPlace | undefined {
  if ((line[valueColumn] !== '[' && line[valueColumn] !== '{') || cursor <= valueColumn) return undefined;
  const open: { bracket: string; start: number; colon: number }[] = [];
  for (let column = valueColumn; column < cursor; column++) {
    const character = line[column];
    const innermost = open.at(-1);
    if (character === '"' || character === "'") {
      const end = closingQuote(line, column);
      if (end < 0 || end >= cursor) break;
      column = end;
    } else if (character === '[' || character === '{') {
      open.push({ bracket: character, start: column + 1, colon: -1 });
    } else if (character === ']' || character === '}') {
      open.pop();
    } else if (character === ',' && innermost) {
      innermost.start = column + 1;
      innermost.colon = -1;
    } else if (character === ':' && innermost?.bracket === '{' && innermost.colon < 0) {
      innermost.colon = column;
    }
  }
  const innermost = open.at(-1);
  if (!innermost) return undefined;
  const path = open.flatMap(({ bracket, start, colon }): FlowPlace['path'] => {
    if (bracket === '[') return [{ kind: 'item' }];
    return colon < 0 ? [] : [{ kind: 'key', name: line.slice(start, colon).trim(), start: skipBlanks(line, start) }];
  });
  const inValue = innermost.bracket === '{' && innermost.colon >= 0;
  const start = Math.min(cursor, skipBlanks(line, inValue ? innermost.colon + 1 : innermost.start));
  const rest = /^[^,\]}]*/.exec(line.slice(cursor))?.[0] ?? '';
  const colon = innermost.bracket === '{' && !inValue ? rest.indexOf(':') : -1;
  const end = cursor + (colon < 0 ? rest.trimEnd().length : colon);
  const place = innermost.bracket === '[' ? 'item' : inValue ? 'value' : 'key';
  return { path, place, start, end, hasColon: colon >= 0 };
}

function closingQuote(line: string, open: number): number {
  const quote = line[open];
  for (let column = open + 1; column < line.length; column++) {
    if (quote === '"' && line[column] === '\\') column++;
    else if (line[column] === quote) {
      if (quote !== "'" || line[column + 1] !== "'") return column;
      column++;
    }
  }
  return -1;
}

/** Whether a quote at `column` opens a quoted scalar, rather than being a character of a plain one. */
function startsToken(line: string, column: number): boolean {
  return column === 0 || ' \t[{,'.includes(line[column - 1] ?? '');
}

function skipBlanks(line: string, column: number): number {
  let next = column;
  while (next < line.length && isBlank(line[next])) next++;
  return next;
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}
