import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type CompletionItem,
  CompletionItemKind,
  type DocumentSymbol,
  type FoldingRange,
  FoldingRangeKind,
  InsertTextFormat,
  InsertTextMode,
  type SemanticTokens,
  SemanticTokensBuilder,
  SymbolKind,
} from 'vscode-languageserver';
import type { KqlCompletionKind, KqlCompletions } from '../kql/language/completion.ts';
import type { KqlFold } from '../kql/language/folding.ts';
import type { KqlOutlineEntry } from '../kql/language/outline.ts';
import type { KqlToken } from '../kql/language/semanticTokens.ts';
import { kqlTokenTypes } from '../kql/language/tokenTypes.ts';
import type { LineIndex } from '../lineIndex.ts';
import type { CompletionClient } from './completionItems.ts';
import { toLspRange } from './positions.ts';

export function toKqlCompletionItems(
  { range, items }: KqlCompletions,
  lines: LineIndex,
  client: CompletionClient,
): CompletionItem[] {
  const replaced = toLspRange(lines, range);
  return items.map(({ label, parameters, kind, detail, filter, order, text, snippet, isContinued }) => {
    const usesSnippet = snippet !== undefined && client.snippets;
    const item: CompletionItem = {
      label,
      kind: completionKinds[kind],
      filterText: filter,
      sortText: order,
      textEdit: { range: replaced, newText: usesSnippet ? snippet : text },
    };
    if (usesSnippet) item.insertTextFormat = InsertTextFormat.Snippet;
    if (text.includes('\n')) item.insertTextMode = InsertTextMode.adjustIndentation;
    if (client.labelDetails) {
      item.labelDetails = {
        ...(parameters !== undefined && { detail: parameters }),
        ...(detail && { description: detail }),
      };
    } else if (parameters || detail) item.detail = parameters ?? detail ?? '';
    if (isContinued && client.chainCommand !== undefined) item.command = { title: '', command: client.chainCommand };
    return item;
  });
}

const completionKinds: Readonly<Record<KqlCompletionKind, CompletionItemKind>> = {
  keyword: CompletionItemKind.Keyword,
  operator: CompletionItemKind.Operator,
  column: CompletionItemKind.Field,
  table: CompletionItemKind.Class,
  function: CompletionItemKind.Function,
  variable: CompletionItemKind.Variable,
  parameter: CompletionItemKind.Property,
  type: CompletionItemKind.TypeParameter,
  value: CompletionItemKind.EnumMember,
  database: CompletionItemKind.Module,
};

export function toKqlSymbols(entries: readonly KqlOutlineEntry[], lines: LineIndex): DocumentSymbol[] {
  return entries.map(({ name, kind, detail, range, selection, children }) => ({
    name: name === '' ? 'query' : name,
    detail,
    kind: symbolKinds[kind],
    range: toLspRange(lines, range),
    selectionRange: toLspRange(lines, selection),
    children: toKqlSymbols(children, lines),
  }));
}

const symbolKinds: Readonly<Record<KqlOutlineEntry['kind'], SymbolKind>> = {
  function: SymbolKind.Function,
  table: SymbolKind.Class,
  value: SymbolKind.Variable,
  query: SymbolKind.Object,
};

/** Those of several lines, and of several that begin in the same line the longest. */
export function toKqlFoldingRanges(folds: readonly KqlFold[], lines: LineIndex): FoldingRange[] {
  const longest = new Map<number, FoldingRange>();
  for (const { start, end, kind } of folds) {
    const [startLine, endLine] = [lines.positionAt(start).line, lines.positionAt(end).line];
    if (startLine === endLine || (longest.get(startLine)?.endLine ?? -1) >= endLine) continue;
    longest.set(startLine, { startLine, endLine, ...(kind === 'comment' && { kind: FoldingRangeKind.Comment }) });
  }
  return [...longest.values()].sort((first, second) => first.startLine - second.startLine);
}

/** A token of several lines becomes one a line, since few clients can do otherwise. */
export function toSemanticTokens(tokens: readonly KqlToken[], lines: LineIndex): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  for (const { start, end, type } of tokens) {
    const [first, last] = [lines.positionAt(start).line, lines.positionAt(end).line];
    for (let line = first; line <= last; line++) {
      const whole = lines.lineRange(line);
      const from = Math.max(start, whole.start);
      const length = Math.min(end, whole.end) - from;
      if (length > 0) builder.push(line, from - whole.start, length, kqlTokenTypes.indexOf(type), 0);
    }
  }
  return builder.build();
}

/** A replacement for each name that a finding takes for a misspelt one. */
export function kqlCodeActions({ textDocument: { uri }, context }: CodeActionParams): CodeAction[] {
  return context.diagnostics.flatMap((diagnostic) =>
    suggestionsOf(diagnostic.data).map((suggestion) => ({
      title: `Replace with \`${suggestion}\``,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      isPreferred: true,
      edit: { changes: { [uri]: [{ range: diagnostic.range, newText: suggestion }] } },
    })),
  );
}

/** The client sends back what it was given. */
function suggestionsOf(data: unknown): string[] {
  if (typeof data !== 'object' || data === null || !('suggestions' in data) || !Array.isArray(data.suggestions))
    return [];
  return data.suggestions.filter((each) => typeof each === 'string');
}
