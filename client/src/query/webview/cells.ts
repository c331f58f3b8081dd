import type { QueryCell } from '../../../../server/src/lsp/protocol.ts';

/** A value as a line of text: a datetime without what is always the same, a dynamic text without its quotes. */
export function cellText(cell: QueryCell | undefined, type: string): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell !== 'string') return String(cell);
  if (type === 'datetime') return cell.replace('T', ' ').replace(/\.?0*Z$/, '');
  return type === 'dynamic' && cell.startsWith('"') ? unquoted(cell) : cell;
}

/** A value in full: arrays and bags, also those within texts, on lines of their own. */
export function prettyText(cell: QueryCell, type: string): string {
  if (type === 'datetime' || typeof cell !== 'string') return String(cell ?? '');
  if (!/^\s*[[{]/.test(cell)) return cellText(cell, type);
  return type === 'dynamic' || isJson(cell) ? indented(cell) : cell;
}

function unquoted(json: string): string {
  try {
    return String(JSON.parse(json));
  } catch {
    return json;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** JSON with line breaks. The text is cut and not parsed, so that numbers keep all their digits. */
function indented(json: string): string {
  let depth = 0;
  const lineBreak = () => `\n${'  '.repeat(depth)}`;
  return (json.match(/"(?:[^"\\]|\\.)*"|[[{]\s*[\]}]|[[\]{},:]|[^\s"[\]{},:]+/g) ?? [])
    .map((token) => {
      if (token === '{' || token === '[') {
        depth += 1;
        return `${token}${lineBreak()}`;
      }
      if (token === '}' || token === ']') {
        depth -= 1;
        return `${lineBreak()}${token}`;
      }
      if (token === ',') return `,${lineBreak()}`;
      return token === ':' ? ': ' : token;
    })
    .join('');
}
