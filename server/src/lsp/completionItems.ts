import {
  type CompletionItem,
  CompletionItemKind,
  InsertTextFormat,
  InsertTextMode,
  MarkupKind,
} from 'vscode-languageserver';
import type { LineIndex } from '../lineIndex.ts';
import { attackMarkdown } from './features/attackMarkdown.ts';
import type { Documentation, Proposal, ProposalKind } from './features/completionItem.ts';
import { fieldMarkdown } from './features/fieldMarkdown.ts';
import { modifierMarkdown } from './features/modifierMarkdown.ts';
import { toLspRange } from './positions.ts';

/** What the client told about itself when it connected. */
export interface CompletionClient {
  readonly snippets: boolean;
  /** It shows a description beside the label, and the documentation of a field has its columns; otherwise both are in the detail. */
  readonly labelDetails: boolean;
  /** A command that opens the list of proposals again, for keys whose values can be chosen too. */
  readonly chainCommand?: string;
}

/** Proposals for LSP, in the order given. */
export function toCompletionItems(
  proposals: readonly Proposal[],
  lines: LineIndex,
  client: CompletionClient,
): CompletionItem[] {
  return proposals.map((proposal, position) => toCompletionItem(proposal, position, lines, client));
}

function toCompletionItem(
  proposal: Proposal,
  position: number,
  lines: LineIndex,
  client: CompletionClient,
): CompletionItem {
  const { label, kind, range, snippet, description, detail, filterText, commitCharacters, documentation } = proposal;
  const usesSnippet = snippet !== undefined && client.snippets;
  const newText = usesSnippet ? snippet : (proposal.text ?? label);
  const item: CompletionItem = {
    label,
    kind: itemKinds[kind],
    sortText: String(position).padStart(4, '0'),
    textEdit: { range: toLspRange(lines, range), newText },
  };
  if (usesSnippet) item.insertTextFormat = InsertTextFormat.Snippet;
  if (newText.includes('\n'))
    item.insertTextMode = usesSnippet ? InsertTextMode.adjustIndentation : InsertTextMode.asIs;
  if (description && client.labelDetails) item.labelDetails = { description };
  const details = client.labelDetails ? [documentation?.kind === 'field' ? undefined : detail] : [description, detail];
  if (details.some(Boolean)) item.detail = details.filter(Boolean).join(' · ');
  if (filterText !== undefined) item.filterText = filterText;
  if (commitCharacters) item.commitCharacters = [...commitCharacters];
  if (proposal.chain && client.chainCommand !== undefined) item.command = { title: '', command: client.chainCommand };
  if (documentation?.kind === 'markdown') item.documentation = markdown(documentation.markdown);
  else if (documentation) item.data = documentation;
  return item;
}

/** Adds the documentation that `data` names. An item that isn't ours comes back as it is. */
export function resolveCompletionItem(item: CompletionItem): CompletionItem {
  const text = isDocumentation(item.data) ? documentationText(item.data) : undefined;
  return text === undefined ? item : { ...item, documentation: markdown(text) };
}

function documentationText(documentation: Documentation): string | undefined {
  switch (documentation.kind) {
    case 'markdown':
      return documentation.markdown;
    case 'attack':
      return attackMarkdown(documentation.tag);
    case 'modifier':
      return modifierMarkdown(documentation.name);
    case 'field':
      return fieldMarkdown(documentation.field, documentation.logsource, 'list');
  }
}

/** The client sends back what it was given. */
function isDocumentation(data: unknown): data is Documentation {
  return typeof data === 'object' && data !== null && 'kind' in data;
}

function markdown(value: string) {
  return { kind: MarkupKind.Markdown, value };
}

const itemKinds: Record<ProposalKind, CompletionItemKind> = {
  key: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  field: CompletionItemKind.Field,
  modifier: CompletionItemKind.Operator,
  selection: CompletionItemKind.Variable,
  operator: CompletionItemKind.Keyword,
  technique: CompletionItemKind.Reference,
  logsource: CompletionItemKind.Module,
};
