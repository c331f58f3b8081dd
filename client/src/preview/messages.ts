import type {
  KqlTokenKind,
  LspRange,
  PreviewResult,
  TargetName,
  ValidateKqlResult,
} from '../../../server/src/lsp/protocol.ts';

/** What the extension says to the preview's webview. */
export type ToWebview =
  | {
      readonly type: 'preview';
      readonly preview: PreviewResult;
      readonly fileName: string;
      /** The rule has an error now; the query is the one from before. */
      readonly isStale: boolean;
    }
  /** There is nothing to show; `text` says why. */
  | { readonly type: 'empty'; readonly text: string }
  /** The clauses of the query that belong to the cursor in the rule. */
  | { readonly type: 'cursor'; readonly clauses: readonly QueryRange[] }
  | { readonly type: 'validation'; readonly validation: Validation }
  /** Colours of the theme for the kinds of words whose colour is known; the style sheet has one for the others. */
  | { readonly type: 'colours'; readonly colours: Partial<Record<KqlTokenKind, string>> }
  | { readonly type: 'copied' };

/** What the webview says to the extension. */
export type FromWebview =
  /** It can receive messages now. `state` is what an earlier one had saved, `themeId` VS Code's name of the theme. */
  | { readonly type: 'ready'; readonly state: PreviewState; readonly themeId: string | undefined }
  | { readonly type: 'theme'; readonly themeId: string | undefined }
  | { readonly type: 'target'; readonly target: TargetName }
  /** The part of the rule that a clause or a problem comes from is to be highlighted; undefined ends it. */
  | { readonly type: 'highlight'; readonly source: LspRange | undefined; readonly reveal: boolean }
  /** The cursor is to go to that part of the rule. */
  | { readonly type: 'goTo'; readonly source: LspRange }
  /** Another table is to be read where it can answer. */
  | { readonly type: 'table'; readonly table: string }
  | { readonly type: 'copy' | 'export' | 'portal' };

/** What outlives a reload of the window. */
export interface PreviewState {
  readonly uri?: string;
  readonly target?: TargetName;
  readonly wordWrap?: boolean;
}

/** A span of the query in UTF-16 code units, half open. */
export interface QueryRange {
  readonly start: number;
  readonly end: number;
}

/** What Microsoft's parser says of the shown query: not asked, not yet answered, answered, or not available. */
export type Validation =
  | { readonly state: 'off' | 'waiting' | 'failed' }
  | { readonly state: 'done'; readonly diagnostics: ValidateKqlResult['diagnostics'] };
