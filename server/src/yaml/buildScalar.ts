import { getScalarValue, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import { add, range, reportTag, type State } from './building.ts';
import { resolvePlain, resolveTagged } from './scalar.ts';
import { skipSpace, skipToBlockHeader } from './scan.ts';
import type { ScalarStyle, YamlScalar } from './tree.ts';

/** A scalar with the place of its content; what was left out (`key:`) has a place, too. */
export function addScalar(state: State, event: ScalarEvent): void {
  const { text } = state;
  const anchor = event.anchorStart < 0 ? undefined : text.slice(event.anchorStart, event.anchorEnd);
  const propertiesEnd = Math.max(event.anchorEnd, event.tagEnd);
  const tag = event.tagStart < 0 ? undefined : text.slice(event.tagStart, event.tagEnd);
  if (event.valueStart < 0) {
    if (tag === undefined && anchor === undefined && state.stack.at(-1)?.kind === 'document') return;
    const at = propertiesEnd >= 0 ? propertiesEnd : emptyPlace(state);
    const place = range(state, at, at);
    const value = tag === undefined ? null : tagged(state, tag, '', event);
    const node: YamlScalar = { kind: 'scalar', range: place, style: 'plain', contentRange: place, text: '', value };
    add(state, node, at, 1, 0, anchor);
    return;
  }
  const content = getScalarValue(text, event);
  const style = styles[event.style] ?? 'plain';
  let start = event.valueStart;
  let end = event.valueEnd;
  let contentStart = start;
  let contentEnd = end;
  if (style === 'single' || style === 'double') {
    start--;
    end++;
  } else if (style !== 'plain') {
    start = skipToBlockHeader(text, Math.max(state.cursor, propertiesEnd));
    contentEnd = trimmedEnd(text, contentStart, end);
    if (contentEnd <= contentStart) contentStart = contentEnd = headerEnd(text, start);
    end = contentEnd;
  }
  const value =
    tag !== undefined ? tagged(state, tag, content, event) : style === 'plain' ? resolvePlain(content) : content;
  const place = range(state, start, end);
  const node: YamlScalar = {
    kind: 'scalar',
    range: place,
    style,
    contentRange: style === 'plain' ? place : range(state, contentStart, contentEnd),
    text: content,
    value,
  };
  add(state, node, end, 1, 0, anchor);
}

const styles: Readonly<Record<number, ScalarStyle>> = {
  [SCALAR_STYLE.PLAIN]: 'plain',
  [SCALAR_STYLE.SINGLE_QUOTED]: 'single',
  [SCALAR_STYLE.DOUBLE_QUOTED]: 'double',
  [SCALAR_STYLE.LITERAL_BLOCK]: 'literal',
  [SCALAR_STYLE.FOLDED_BLOCK]: 'folded',
};

function tagged(state: State, tag: string, text: string, event: ScalarEvent): YamlScalar['value'] {
  const value = resolveTagged(tag, text);
  if (value !== undefined) return value;
  reportTag(state, tag, event.tagStart, event.tagEnd);
  return text;
}

/** Where a value, key or item that was left out would stand. */
function emptyPlace(state: State): number {
  const parent = state.stack.at(-1);
  const next = skipSpace(state.text, state.cursor);
  const character = state.text[next];
  if (parent?.kind === 'mapping' && parent.key === undefined) {
    return character === '?' ? next + 1 : next;
  }
  if (parent?.kind === 'mapping') return endsKey(state.text, next, parent.flow) ? next + 1 : state.cursor;
  return character === '-' ? next + 1 : state.cursor;
}

/** Whether a colon stands there that parts a key from its value, and is not the first character of something else. */
function endsKey(text: string, at: number, flow: boolean): boolean {
  if (text[at] !== ':') return false;
  const following = text.charAt(at + 1);
  return following <= ' ' || (flow && ',[]{}'.includes(following));
}

function trimmedEnd(text: string, start: number, end: number): number {
  let last = end;
  while (last > start && text.charCodeAt(last - 1) <= 32) last--;
  return last;
}

function headerEnd(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && /[-+0-9]/.test(text.charAt(end))) end++;
  return end;
}
