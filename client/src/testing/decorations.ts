import {
  type DecorationOptions,
  type Disposable,
  MarkdownString,
  OverviewRulerLane,
  Range,
  type TextDocument,
  type TextEditor,
  ThemeColor,
  window,
} from 'vscode';
import type { RunResult } from '../../../server/src/lsp/protocol.ts';
import { type EventNote, eventNotes, ruleNotes } from './results.ts';

/** The marks of the last runs in the visible editors. */
export interface RunDecorations extends Disposable {
  /** Draws the marks of these runs, by the rule document's URI, and removes all others. */
  show(results: ReadonlyMap<string, RunResult>): void;
  /** What is written in the visible editors of a document, by line from 0. */
  shown(uri: string): readonly ShownNote[];
}

export interface ShownNote {
  readonly line: number;
  readonly text: string;
  readonly hit: boolean;
}

/** Longer notes are cut, and shown in full by the hover. */
const longestText = 160;

/** On longer lines, such as those of NDJSON, a note at the end would be out of sight: it stands in front. */
const longestLine = 120;

export function createRunDecorations(): RunDecorations {
  const hit = window.createTextEditorDecorationType({
    before: { color: new ThemeColor('charts.green') },
    after: { color: new ThemeColor('charts.green') },
    overviewRulerColor: new ThemeColor('charts.green'),
    overviewRulerLane: OverviewRulerLane.Right,
  });
  const miss = window.createTextEditorDecorationType({
    before: { color: new ThemeColor('editorCodeLens.foreground') },
    after: { color: new ThemeColor('editorCodeLens.foreground') },
  });
  let results: ReadonlyMap<string, RunResult> = new Map();
  const drawn = new Map<string, readonly ShownNote[]>();

  function draw(editor: TextEditor): void {
    const { document } = editor;
    const uri = document.uri.toString();
    const notes = notesOf(document, results);
    editor.setDecorations(
      hit,
      notes.filter((note) => note.hit).map(({ decoration }) => decoration),
    );
    editor.setDecorations(
      miss,
      notes.filter((note) => !note.hit).map(({ decoration }) => decoration),
    );
    drawn.set(
      uri,
      notes.map(({ line, text, hit: isHit }) => ({ line, text, hit: isHit })),
    );
  }

  function drawAll(): void {
    drawn.clear();
    for (const editor of window.visibleTextEditors) draw(editor);
  }

  const visible = window.onDidChangeVisibleTextEditors(drawAll);
  return {
    show: (shown) => {
      results = shown;
      drawAll();
    },
    shown: (uri) => drawn.get(uri) ?? [],
    dispose: () => {
      visible.dispose();
      hit.dispose();
      miss.dispose();
    },
  };
}

interface Note extends ShownNote {
  readonly decoration: DecorationOptions;
}

function notesOf(document: TextDocument, results: ReadonlyMap<string, RunResult>): Note[] {
  const uri = document.uri.toString();
  const own = results.get(uri);
  const ofRule =
    own === undefined
      ? []
      : ruleNotes(own).map(({ line, text, hit, hover }) => note(document, line, text, hit, new MarkdownString(hover)));
  const ofEvents = eventNotes(results.values(), uri).map((event) =>
    note(document, event.range.start.line, eventText(event), event.matchedBy.length > 0, eventHover(event)),
  );
  return [...ofRule, ...ofEvents];
}

/** The note covers its line's text, so that resting the mouse anywhere on the line shows its hover. */
function note(document: TextDocument, line: number, text: string, hit: boolean, hoverMessage: MarkdownString): Note {
  const { firstNonWhitespaceCharacterIndex, range } = document.lineAt(Math.min(line, document.lineCount - 1));
  const short = text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text;
  const contentText = `${hit ? '✓' : '○'} ${short}`;
  return {
    line,
    text,
    hit,
    decoration: {
      range: new Range(range.start.line, firstNonWhitespaceCharacterIndex, range.end.line, range.end.character),
      hoverMessage,
      renderOptions:
        range.end.character > longestLine
          ? { before: { contentText, margin: '0 3ch 0 0' } }
          : { after: { contentText, margin: '0 0 0 3ch' } },
    },
  };
}

/** A note has one style: the marks around code in the server's sentences are left out. */
function eventText({ matchedBy, misses }: EventNote): string {
  if (matchedBy.length > 0) return `matched by ${matchedBy.join(', ')}`;
  const [first] = misses;
  if (first === undefined) return 'not matched';
  const text = first.text.replaceAll('`', '');
  return misses.length === 1 ? text : `${text} (and ${misses.length - 1} more)`;
}

function eventHover({ matchedBy, misses }: EventNote): MarkdownString {
  const hover = new MarkdownString();
  for (const rule of matchedBy) hover.appendMarkdown('✓ Matched by **').appendText(rule).appendMarkdown('**\n\n');
  for (const { rule, text, link } of misses) {
    hover.appendMarkdown('○ **').appendText(rule).appendMarkdown('**: ').appendText(text);
    if (link !== undefined) hover.appendMarkdown(` ([show in the rule](${link}))`);
    hover.appendMarkdown('\n\n');
  }
  return hover;
}
