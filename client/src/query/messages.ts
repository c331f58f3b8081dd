import type { LspRange, RunQueryResult } from '../../../server/src/lsp/protocol.ts';

/** What the extension says to the webview that shows results. */
export type ToWebview =
  | { readonly type: 'result'; readonly result: RunQueryResult; readonly fileName: string }
  /** A query is running; `text` says how far it is. The result of before stays. */
  | { readonly type: 'running'; readonly text: string }
  /** There is nothing to show, and nothing running; `text` says why. */
  | { readonly type: 'empty'; readonly text: string }
  | { readonly type: 'copied'; readonly text: string };

/** What the webview says to the extension. */
export type FromWebview =
  /** It can receive messages now. `state` is what an earlier one had saved. */
  | { readonly type: 'ready'; readonly state: QueryPanelState }
  /** The cursor is to go to that part of the query. */
  | { readonly type: 'goTo'; readonly range: LspRange }
  /** A file of sample rows is to be opened. */
  | { readonly type: 'open'; readonly uri: string }
  | { readonly type: 'copy'; readonly text: string; readonly rows: number }
  /** The run is to be ended. */
  | { readonly type: 'cancel' };

/** What outlives a reload of the window. */
export interface QueryPanelState {
  readonly uri?: string;
  /** Columns that no shown row has a value in are shown as well. */
  readonly showsEmpty?: boolean;
}
