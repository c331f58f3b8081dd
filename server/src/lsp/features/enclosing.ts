import type { LineIndex } from '../../lineIndex.ts';
import { commentStart, isBlockHeader, isDocumentMarker, type LineStart, readLine, type Step } from './line.ts';

/** What a line belongs to. */
export interface Enclosing {
  /** Keys and items, outermost first; starts are offsets. */
  readonly path: readonly Step[];
  /** The innermost key already has a value that starts on its own line, so this line can only continue it. */
  readonly continues: boolean;
  readonly insideBlockScalar: boolean;
}

/** Walks upwards from a line, which starts as `here` says, to the keys and items that it belongs to. */
export function enclosing(text: string, lines: LineIndex, line: number, here: LineStart): Enclosing {
  const path: Step[] = [];
  let continues = false;
  let insideBlockScalar = false;
  // A list may stand at its key's own indentation, so the parent of a dash is a key at its column or further left.
  let childColumn = here.dashes[0] ?? here.contentColumn;
  let childIsItem = here.dashes.length > 0;
  let innermost = true;
  for (let above = line - 1; above >= 0 && (childColumn > 0 || childIsItem); above--) {
    const { start, end } = lines.lineRange(above);
    const indentation = indentationOf(text, start, end);
    if (indentation === undefined || indentation > childColumn || text[start + indentation] === '#') continue;
    const lineText = text.slice(start, end);
    if (isDocumentMarker(lineText)) break;
    const comment = commentStart(lineText);
    const parent = readLine(comment < 0 ? lineText : lineText.slice(0, comment));
    const { key } = parent;
    if (key && (parent.contentColumn < childColumn || (childIsItem && parent.contentColumn === childColumn))) {
      path.unshift({ kind: 'key', name: key.name, start: start + parent.contentColumn });
      const value = lineText.slice(key.valueColumn, comment < 0 ? undefined : comment).trim();
      if (isBlockHeader(value)) {
        if (key.name !== 'condition') insideBlockScalar = true;
        continues = true;
      } else if (innermost && value !== '' && !/^[&!]\S*$/.test(value)) {
        continues = true;
      }
      innermost = false;
      childColumn = parent.contentColumn;
      childIsItem = false;
    } else if (!key && !childIsItem && parent.dashes.length > 0 && parent.contentColumn < childColumn) {
      // Text below a list item that is a scalar: it continues the item.
      continues = true;
    }
    for (const dash of [...parent.dashes].reverse()) {
      if (dash >= childColumn) continue;
      path.unshift({ kind: 'item' });
      innermost = false;
      childColumn = dash;
      childIsItem = true;
    }
  }
  return { path, continues, insideBlockScalar };
}

/** Undefined for a blank line. */
function indentationOf(text: string, start: number, end: number): number | undefined {
  for (let offset = start; offset < end; offset++) {
    const character = text[offset];
    if (character !== ' ' && character !== '\t') return offset - start;
  }
  return undefined;
}
