import type { Range } from '../../range.ts';
import type { AnalysedQuery, KqlDocument } from './document.ts';
import { itemsOf, type Named, type Node, service } from './service.ts';
import { eachQuery, kindOf, nodesOf } from './syntax.ts';

export interface KqlOutlineEntry {
  readonly name: string;
  readonly kind: 'function' | 'table' | 'value' | 'query';
  /** The type of a value, or the columns of a table in words. */
  readonly detail: string;
  readonly range: Range;
  /** The name, or the beginning of a query. */
  readonly selection: Range;
  /** The tables that it reads, each at its first place. */
  readonly children: readonly KqlOutlineEntry[];
}

/** The `let` statements and the queries of a document, with the tables that each reads; what stands in a function's body is part of it. */
export function kqlOutline(document: KqlDocument): KqlOutlineEntry[] {
  return eachQuery(document, (query) => {
    let end = -1;
    return [...nodesOf(query.code.Syntax)].flatMap((node) => {
      if (node.Width === 0 || node.TextStart < end) return [];
      const kind = kindOf(node);
      if (kind !== 'LetStatement' && kind !== 'ExpressionStatement') return [];
      end = node.TextStart + node.Width;
      return kind === 'LetStatement' ? letEntry(node, query) : [queryEntry(node, query)];
    });
  });
}

function letEntry(node: Node, query: AnalysedQuery): KqlOutlineEntry[] {
  const declared = [...nodesOf(node)].find((each) => kindOf(each) === 'NameDeclaration');
  const symbol = declared?.ReferencedSymbol;
  if (declared === undefined || declared.Width === 0) return [];
  const type = symbol?.Type ?? symbol ?? undefined;
  const columns = itemsOf(type?.Columns);
  const isFunction = type?.Kind === symbolKinds.Function;
  const isTable = type?.Kind === symbolKinds.Table;
  const selection = rangeOf(declared, query);
  return [
    {
      name: nameIn(query, declared),
      kind: isFunction ? 'function' : isTable ? 'table' : 'value',
      detail: isFunction ? parametersOf(type) : isTable ? columnCount(columns.length) : (type?.Name ?? ''),
      range: rangeOf(node, query),
      selection,
      children: tablesIn(node, query),
    },
  ];
}

function queryEntry(node: Node, query: AnalysedQuery): KqlOutlineEntry {
  const range = rangeOf(node, query);
  const [firstLine = ''] = query.text.slice(node.TextStart, node.TextStart + node.Width).split(/[\r\n]/, 1);
  const name = firstLine.split('|', 1)[0]?.trim() || firstLine.trim();
  const columns = itemsOf((node.GetChild(0)?.ResultType as Named | undefined)?.Columns);
  return {
    name: name.length > longestName ? `${name.slice(0, longestName)}…` : name,
    kind: 'query',
    detail: columns.length === 0 ? '' : columnCount(columns.length),
    range,
    selection: { start: range.start, end: range.start + firstLine.trimEnd().length },
    children: tablesIn(node, query),
  };
}

const longestName = 60;

function tablesIn(node: Node, query: AnalysedQuery): KqlOutlineEntry[] {
  const found = new Map<string, KqlOutlineEntry>();
  for (const each of nodesOf(node)) {
    const symbol = kindOf(each) === 'NameReference' ? each.ReferencedSymbol : undefined;
    if (!symbol || symbol.Kind !== symbolKinds.Table || found.has(symbol.Name)) continue;
    const range = rangeOf(each, query);
    const detail = columnCount(itemsOf(symbol.Columns).length);
    found.set(symbol.Name, { name: symbol.Name, kind: 'table', detail, range, selection: range, children: [] });
  }
  return [...found.values()];
}

function nameIn({ text }: AnalysedQuery, { TextStart, Width }: Node): string {
  return text.slice(TextStart, TextStart + Width);
}

function rangeOf({ TextStart, Width }: Node, { start }: AnalysedQuery): Range {
  return { start: start + TextStart, end: start + TextStart + Width };
}

function columnCount(count: number): string {
  return count === 1 ? '1 column' : `${count} columns`;
}

function parametersOf(type: Named | undefined): string {
  const [signature] = itemsOf(type?.Signatures);
  return `(${itemsOf(signature?.Parameters)
    .map(({ Name }) => Name)
    .join(', ')})`;
}

const symbolKinds = service.Symbols.SymbolKind;
