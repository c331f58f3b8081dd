import { type DecorationOptions, type Disposable, Range, type TextEditor, ThemeColor, type Uri, window } from 'vscode';
import type { RunQueryResult } from '../../../server/src/lsp/protocol.ts';
import { type StepNote, stepNotes } from './stepNotes.ts';

/** The row counts inside a query. */
export interface StepDecorations extends Disposable {
  /** Writes the counts of that run, and removes all others; undefined removes them. */
  show(result: RunQueryResult | undefined): void;
  /** What is written in the visible editors of a document. */
  shown(uri: Uri): readonly StepNote[];
}

export function createStepDecorations(): StepDecorations {
  const left = decorationType('editorCodeLens.foreground');
  const none = decorationType('editorWarning.foreground');
  let uri: string | undefined;
  let notes: readonly StepNote[] = [];

  function draw(editor: TextEditor): void {
    const own = editor.document.uri.toString() === uri ? notes : [];
    for (const [type, isEmpty] of [
      [left, false],
      [none, true],
    ] as const)
      editor.setDecorations(
        type,
        own
          .filter((note) => note.isEmpty === isEmpty && note.line < editor.document.lineCount)
          .map((note) => decoration(editor, note)),
      );
  }

  function drawAll(): void {
    for (const editor of window.visibleTextEditors) draw(editor);
  }

  const visible = window.onDidChangeVisibleTextEditors(drawAll);
  return {
    show: (result) => {
      uri = result?.uri;
      notes = result === undefined ? [] : stepNotes(result.steps);
      drawAll();
    },
    shown: (of) => (of.toString() === uri ? notes : []),
    dispose: () => {
      for (const each of [visible, left, none]) each.dispose();
    },
  };
}

function decorationType(colour: string) {
  return window.createTextEditorDecorationType({
    before: { color: new ThemeColor(colour), fontStyle: 'italic' },
    after: { color: new ThemeColor(colour), fontStyle: 'italic' },
  });
}

/** On longer lines a count at the end would be out of sight: it stands in front. */
const longestLine = 110;

function decoration({ document }: TextEditor, { line, text }: StepNote): DecorationOptions {
  const { range, firstNonWhitespaceCharacterIndex } = document.lineAt(line);
  if (range.end.character <= longestLine)
    return {
      range: new Range(range.end, range.end),
      renderOptions: { after: { contentText: text, margin: '0 0 0 3ch' } },
    };
  const start = range.start.translate(0, firstNonWhitespaceCharacterIndex);
  return { range: new Range(start, start), renderOptions: { before: { contentText: text, margin: '0 2ch 0 0' } } };
}
