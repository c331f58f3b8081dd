import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver';
import type { LineIndex } from '../lineIndex.ts';
import type { OutlineEntry } from './features/symbols.ts';
import { toLspRange } from './positions.ts';

export function toDocumentSymbols(entries: readonly OutlineEntry[], lines: LineIndex): DocumentSymbol[] {
  return entries.map(({ name, detail, kind, range, selection, children }) => ({
    name,
    detail,
    kind: symbolKinds[kind],
    range: toLspRange(lines, range),
    selectionRange: toLspRange(lines, selection),
    children: toDocumentSymbols(children, lines),
  }));
}

const symbolKinds: Record<OutlineEntry['kind'], SymbolKind> = {
  rule: SymbolKind.Class,
  section: SymbolKind.Property,
  selection: SymbolKind.Object,
  field: SymbolKind.Field,
  condition: SymbolKind.Operator,
};
