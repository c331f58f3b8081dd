import { applyEdits } from '../edits.ts';
import { createLineIndex } from '../lineIndex.ts';
import type { TextEdit } from '../problem.ts';
import type { Range } from '../range.ts';

/** What edits change in a text, as `diff -u` and `git apply` write it; empty for no edits. `edits` are in order and do not overlap. */
export function unifiedDiff(name: string, text: string, edits: readonly TextEdit[]): string {
  const hunks = hunksOf(text, edits);
  if (hunks.length === 0) return '';
  let shift = 0;
  const written = hunks.map(({ first, last, changes }) => {
    const lines = createChangedLines(text, first, last, changes);
    const oldCount = lines.filter(({ sign }) => sign !== '+').length;
    const newCount = lines.filter(({ sign }) => sign !== '-').length;
    const head = `@@ -${place(first, oldCount)} +${place(first + shift, newCount)} @@\n`;
    shift += newCount - oldCount;
    return head + lines.map(({ sign, line }) => sign + ended(line)).join('');
  });
  return `--- a/${name}\n+++ b/${name}\n${written.join('')}`;
}

const contextLines = 3;

/** Lines that are shown together, counted from 0; the last one included. */
interface Hunk {
  readonly first: number;
  readonly last: number;
  readonly changes: Change[];
}

/** Whole lines that change, with the edits in them. */
interface Change {
  first: number;
  last: number;
  readonly edits: TextEdit[];
}

function hunksOf(text: string, edits: readonly TextEdit[]): Hunk[] {
  const lines = createLineIndex(text);
  const end = lines.lineCount - 1;
  const changes: Change[] = [];
  for (const edit of edits) {
    const first = lines.positionAt(edit.range.start).line;
    const last = lines.positionAt(edit.range.end).line;
    const before = changes.at(-1);
    if (before && first <= before.last) {
      before.last = Math.max(before.last, last);
      before.edits.push(edit);
    } else changes.push({ first, last, edits: [edit] });
  }
  const hunks: Hunk[] = [];
  for (const change of changes) {
    const before = hunks.at(-1);
    const last = Math.min(end, change.last + contextLines);
    if (before && change.first - contextLines <= before.last + 1)
      hunks[hunks.length - 1] = { ...before, last, changes: [...before.changes, change] };
    else hunks.push({ first: Math.max(0, change.first - contextLines), last, changes: [change] });
  }
  return hunks;
}

interface ChangedLine {
  readonly sign: ' ' | '-' | '+';
  /** With its line break, if it has one. */
  readonly line: string;
}

function createChangedLines(text: string, first: number, last: number, changes: readonly Change[]): ChangedLine[] {
  const lines = createLineIndex(text);
  const rangeOf = (from: number, to: number): Range => ({
    start: lines.lineRange(from).start,
    end: to + 1 < lines.lineCount ? lines.lineRange(to + 1).start : text.length,
  });
  const kept = (from: number, to: number): ChangedLine[] =>
    from > to ? [] : splitLines(slice(text, rangeOf(from, to))).map((line) => ({ sign: ' ', line }));
  const result: ChangedLine[] = [];
  let next = first;
  for (const change of changes) {
    const range = rangeOf(change.first, change.last);
    const shifted = change.edits.map((edit) => ({
      text: edit.text,
      range: { start: edit.range.start - range.start, end: edit.range.end - range.start },
    }));
    const before = splitLines(slice(text, range));
    const after = splitLines(applyEdits(slice(text, range), shifted));
    let tail = 0;
    while (tail < Math.min(before.length, after.length) && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
    result.push(...kept(next, change.first - 1));
    result.push(...before.slice(0, before.length - tail).map((line): ChangedLine => ({ sign: '-', line })));
    result.push(...after.slice(0, after.length - tail).map((line): ChangedLine => ({ sign: '+', line })));
    result.push(...before.slice(before.length - tail).map((line): ChangedLine => ({ sign: ' ', line })));
    next = change.last + 1;
  }
  return [...result, ...kept(next, last)];
}

function slice(text: string, { start, end }: Range): string {
  return text.slice(start, end);
}

/** Lines with their breaks; none for an empty text. */
function splitLines(text: string): string[] {
  return text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
}

function ended(line: string): string {
  return /[\r\n]$/.test(line) ? line : `${line}\n\\ No newline at end of file\n`;
}

function place(first: number, count: number): string {
  return count === 0 ? `${first},0` : count === 1 ? `${first + 1}` : `${first + 1},${count}`;
}
