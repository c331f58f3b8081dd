import type { LogsourceKey } from '../../catalog/taxonomy.ts';
import type { Range } from '../../range.ts';

/** One proposal, with offsets; `lsp/completionItems.ts` writes it for LSP. */
export interface Proposal {
  readonly label: string;
  readonly kind: ProposalKind;
  /** What is replaced. */
  readonly range: Range;
  /** The text that takes its place, the label if missing. */
  readonly text?: string;
  /** The same with tab stops in LSP's snippet syntax, for clients that know it. */
  readonly snippet?: string;
  /** Shown beside the label, in grey. */
  readonly description?: string;
  /** One line about it. */
  readonly detail?: string;
  /** What typing is compared with, the label if missing. */
  readonly filterText?: string;
  /** Characters that accept the proposal and are then typed. */
  readonly commitCharacters?: readonly string[];
  /** The value can be chosen from a list as well, so a client may open that at once. */
  readonly chain?: boolean;
  readonly documentation?: Documentation;
}

export type ProposalKind =
  | 'key'
  | 'value'
  | 'field'
  | 'modifier'
  | 'selection'
  | 'operator'
  | 'technique'
  | 'logsource';

/** Markdown, or where it is to be fetched from when the client wants to show it. */
export type Documentation =
  | { readonly kind: 'markdown'; readonly markdown: string }
  | { readonly kind: 'attack'; readonly tag: string }
  | { readonly kind: 'modifier'; readonly name: string }
  | { readonly kind: 'field'; readonly field: string; readonly logsource: LogsourceKey };
