import { tokenizeKql } from '../tokens.ts';

/** KQL as mappings write it, as far as rows can be made for it. */
export type RowExpression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  /** `Column`, `Column.key["other key"]`. */
  | { readonly kind: 'path'; readonly column: string; readonly keys: readonly string[] }
  /** `parse_json(Column).key`. */
  | { readonly kind: 'member'; readonly of: RowExpression; readonly keys: readonly string[] }
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly RowExpression[] }
  /** `a == "b"`, `a in ("b", "c")`, `a and b`. */
  | { readonly kind: 'operator'; readonly operator: string; readonly operands: readonly RowExpression[] };

/** Undefined where something is used that rows cannot be made for, such as a query within the expression. */
export function parseExpression(text: string): RowExpression | undefined {
  const words = tokenizeKql(text).map(([start, length, kind]): Word => ({ text: text.substr(start, length), kind }));
  const reader: Reader = { words, position: 0 };
  const expression = readOr(reader);
  return reader.position === words.length ? expression : undefined;
}

interface Word {
  readonly text: string;
  readonly kind: string;
}

interface Reader {
  readonly words: readonly Word[];
  position: number;
}

function readOr(reader: Reader): RowExpression | undefined {
  return readChain(reader, 'or', () => readChain(reader, 'and', () => readComparison(reader)));
}

function readChain(reader: Reader, word: string, operand: () => RowExpression | undefined): RowExpression | undefined {
  const operands: (RowExpression | undefined)[] = [operand()];
  while (take(reader, word)) operands.push(operand());
  const known = operands.filter((each) => each !== undefined);
  if (known.length < operands.length) return undefined;
  return known.length === 1 ? known[0] : { kind: 'operator', operator: word, operands: known };
}

function readComparison(reader: Reader): RowExpression | undefined {
  const left = readOperand(reader);
  const operator = reader.words[reader.position];
  if (left === undefined || operator?.kind !== 'operator' || operator.text === 'and' || operator.text === 'or')
    return left;
  reader.position++;
  const operands = isListOperator(operator.text) ? readList(reader) : [readOperand(reader)];
  const known = (operands ?? []).filter((each) => each !== undefined);
  if (known.length === 0 || known.length < (operands ?? []).length) return undefined;
  return { kind: 'operator', operator: operator.text, operands: [left, ...known] };
}

function isListOperator(operator: string): boolean {
  return /^!?(?:in~?|has_any|has_all)$/.test(operator);
}

function readOperand(reader: Reader): RowExpression | undefined {
  const word = reader.words[reader.position];
  if (word === undefined) return undefined;
  reader.position++;
  if (word.text === '(') {
    const inner = readOr(reader);
    return take(reader, ')') ? inner : undefined;
  }
  if (word.kind === 'string') return { kind: 'literal', value: unquoted(word.text) };
  if (word.kind === 'number') return { kind: 'literal', value: Number(word.text) };
  if (word.text === 'true' || word.text === 'false') return { kind: 'literal', value: word.text === 'true' };
  if (!/^[A-Za-z_]\w*$/.test(word.text)) return undefined;
  return withKeys(reader, word.text);
}

function withKeys(reader: Reader, name: string): RowExpression | undefined {
  if (reader.words[reader.position]?.text !== '(') {
    return { kind: 'path', column: name, keys: readKeys(reader) };
  }
  const operands = readList(reader);
  if (operands === undefined) return undefined;
  const call: RowExpression = { kind: 'call', name, operands };
  const keys = readKeys(reader);
  return keys.length === 0 ? call : { kind: 'member', of: call, keys };
}

function readList(reader: Reader): RowExpression[] | undefined {
  if (!take(reader, '(')) return undefined;
  const items: RowExpression[] = [];
  while (!take(reader, ')')) {
    if (items.length > 0 && !take(reader, ',')) return undefined;
    const item = readOr(reader);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return items;
}

function readKeys(reader: Reader): string[] {
  const keys: string[] = [];
  for (;;) {
    const [first, second, third] = reader.words.slice(reader.position, reader.position + 3);
    if (first?.text === '.' && second !== undefined) {
      keys.push(second.text);
      reader.position += 2;
    } else if (first?.text === '[' && second?.kind === 'string' && third?.text === ']') {
      keys.push(unquoted(second.text));
      reader.position += 3;
    } else return keys;
  }
}

function take(reader: Reader, text: string): boolean {
  if (reader.words[reader.position]?.text !== text) return false;
  reader.position++;
  return true;
}

function unquoted(literal: string): string {
  const text = literal.replace(/^[hH]/, '');
  if (text.startsWith('@')) return text.slice(2, -1).replaceAll(text.charAt(1).repeat(2), text.charAt(1));
  return text
    .slice(1, -1)
    .replace(/\\(.)/g, (_, character: string) => ({ n: '\n', r: '\r', t: '\t' })[character] ?? character);
}
