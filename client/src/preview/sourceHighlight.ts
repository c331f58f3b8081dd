import {
  type Disposable,
  OverviewRulerLane,
  Range,
  Selection,
  type TextEditor,
  TextEditorRevealType,
  ThemeColor,
  Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import type { LspRange } from '../../../server/src/lsp/protocol.ts';

/** Shows in the rule where a clause of the query comes from. */
export interface SourceHighlight extends Disposable {
  /** Highlights `source` in every editor that shows the rule; undefined ends it. */
  show(uri: string | undefined, source: LspRange | undefined, reveal: boolean): void;
  /** Puts the cursor there and gives the editor the focus. */
  goTo(uri: string, source: LspRange): Promise<void>;
}

export function createSourceHighlight(): SourceHighlight {
  const decoration = window.createTextEditorDecorationType({
    backgroundColor: new ThemeColor('editor.wordHighlightStrongBackground'),
    outline: '1px solid',
    outlineColor: new ThemeColor('editor.wordHighlightStrongBorder'),
    overviewRulerColor: new ThemeColor('editorOverviewRuler.wordHighlightStrongForeground'),
    overviewRulerLane: OverviewRulerLane.Center,
  });

  return {
    show: (uri, source, reveal) => {
      for (const editor of window.visibleTextEditors) {
        const isRule = uri !== undefined && editor.document.uri.toString() === uri;
        editor.setDecorations(decoration, isRule && source !== undefined ? [toRange(source)] : []);
        if (isRule && source !== undefined && reveal) {
          editor.revealRange(toRange(source), TextEditorRevealType.InCenterIfOutsideViewport);
        }
      }
    },
    goTo: async (uri, source) => {
      const range = toRange(source);
      const editor = await openEditor(uri);
      editor.selection = new Selection(range.start, range.end);
      editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
    },
    dispose: () => decoration.dispose(),
  };
}

/** The editor that shows the document already, in its own column, or else a new one. */
async function openEditor(uri: string): Promise<TextEditor> {
  const visible = window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri);
  const document = visible?.document ?? (await workspace.openTextDocument(Uri.parse(uri)));
  return window.showTextDocument(document, { viewColumn: visible?.viewColumn ?? ViewColumn.One });
}

function toRange({ start, end }: LspRange): Range {
  return new Range(start.line, start.character, end.line, end.character);
}
