import type { Fix, TextEdit } from '../problem.ts';
import { deref, keyText } from '../yaml/navigate.ts';
import type { YamlEntry, YamlMapping } from '../yaml/tree.ts';
import type { CheckContext } from './check.ts';
import { listUnder } from './listItems.ts';
import { keysAt } from './schemaDocs.ts';
import { lineStart, removeItem } from './textEdits.ts';

/** An edit that adds a key to a rule where rules usually have it, its value perhaps on lines of its own; undefined if the document is written in one line. */
export function insertKey({ file, rule }: CheckContext, key: string, value: string): TextEdit | undefined {
  if (rule.node.flow) return undefined;
  const order = keysAt(rule.kind, []).map((docs) => docs.key);
  const own = order.indexOf(key);
  const before = rule.node.entries.filter((entry) => {
    const position = order.indexOf(keyText(entry) ?? '');
    return position >= 0 && position < own;
  });
  const previous = before.at(-1) ?? rule.node.entries[0];
  if (previous === undefined) return undefined;
  const end = endOfLines(file.text, previous);
  const indent = ' '.repeat(previous.key.range.start - lineStart(file.text, previous.key.range.start));
  const newline = lineBreak(file.text);
  const lines = `${key}:${value.startsWith('\n') ? '' : ' '}${value}`.split('\n').map((line) => `${indent}${line}`);
  const isAtLineStart = end === 0 || file.text[end - 1] === '\n';
  const text = lines.join(newline);
  return { range: { start: end, end }, text: isAtLineStart ? `${text}${newline}` : `${newline}${text}` };
}

/** An edit that deletes an entry with its lines; undefined unless these are its own. */
export function removeEntry(text: string, mapping: YamlMapping, entry: YamlEntry): TextEdit | undefined {
  const start = lineStart(text, entry.range.start);
  if (mapping.flow || !mapping.entries.includes(entry)) return undefined;
  const end = endOfLines(text, entry);
  const before = text.slice(start, entry.range.start);
  if (/^\s*$/.test(before)) return { range: { start, end }, text: '' };
  // The first key after a dash: the next one takes its place.
  const next = mapping.entries[mapping.entries.indexOf(entry) + 1];
  if (!/^\s*-\s+$/.test(before) || next === undefined) return undefined;
  return { range: { start: entry.range.start, end: next.range.start }, text: '' };
}

/** A fix that deletes an item of a list under a key of the rule, and the key with it if that was all. */
export function removeListed(context: CheckContext, key: string, index: number, title: string): Fix | undefined {
  const { file, rule } = context;
  const list = listUnder(rule.node, key);
  if (list === undefined) return undefined;
  const entry = rule.node.entries.find((each) => keyText(each) === key);
  const edit =
    list.sequence.items.length === 1
      ? entry && deref(entry.value) === list.sequence && removeEntry(file.text, rule.node, entry)
      : removeItem(file.text, list.sequence, index);
  return edit ? { title, edits: [edit] } : undefined;
}

/** Where the line after an entry begins, or the text ends. */
function endOfLines(text: string, { range }: YamlEntry): number {
  if (text[range.end - 1] === '\n') return range.end;
  const newline = text.indexOf('\n', range.end);
  return newline < 0 ? text.length : newline + 1;
}

/** How the file ends its lines. */
export function lineBreak(text: string): '\n' | '\r\n' {
  const newline = text.indexOf('\n');
  return newline > 0 && text[newline - 1] === '\r' ? '\r\n' : '\n';
}
