/** The records of comma-separated values. */
export interface CsvFile {
  /** Each by the names of the first line; all values are texts. */
  readonly records: readonly Readonly<Record<string, string>>[];
  /** Why the file is no such table, and where. */
  readonly problem?: { readonly message: string; readonly offset: number };
}

/**
 * Reads RFC 4180, with line breaks of any kind and without empty lines. A record with fewer values than the header lacks
 * the last ones; one with more, or a quote that is not closed, is the problem at which reading ends. The portal's exports
 * name columns of times `TimeGenerated [UTC]`: the addition is left out.
 */
export function readCsv(text: string): CsvFile {
  const records: Record<string, string>[] = [];
  let names: string[] | undefined;
  let position = text.startsWith('\ufeff') ? 1 : 0;
  while (position < text.length) {
    const start = position;
    const line = readLine(text, start);
    if (line === undefined) return { records, problem: { message: 'A quote is not closed.', offset: start } };
    position = line.next;
    if (line.values.length === 1 && line.values[0] === '') continue;
    if (names === undefined) {
      names = line.values.map((name) => name.trim().replace(/ \[[^\]]+\]$/, ''));
      continue;
    }
    if (line.values.length > names.length) {
      const message = `This line has ${line.values.length} values, but the header has ${names.length} names.`;
      return { records, problem: { message, offset: start } };
    }
    const header = names;
    records.push(Object.fromEntries(line.values.map((value, index) => [header[index] ?? '', value])));
  }
  return { records };
}

/** The values up to the end of a line, which may lie behind several breaks within quotes. */
function readLine(text: string, from: number): { values: string[]; next: number } | undefined {
  const values: string[] = [];
  let position = from;
  for (;;) {
    if (text[position] === '"') {
      const end = closingQuote(text, position);
      if (end === undefined) return undefined;
      values.push(text.slice(position + 1, end).replaceAll('""', '"'));
      position = end + 1;
    } else {
      separator.lastIndex = position;
      const end = separator.exec(text)?.index ?? text.length;
      values.push(text.slice(position, end));
      position = end;
    }
    if (text[position] === ',') {
      position++;
      continue;
    }
    if (text[position] === '\r') position++;
    if (text[position] === '\n') position++;
    else if (position < text.length && text[position - 1] !== '\r') return undefined;
    return { values, next: position };
  }
}

const separator = /[,\r\n]/g;

function closingQuote(text: string, start: number): number | undefined {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    if (text[at + 1] !== '"') return at;
    at++;
  }
  return undefined;
}
