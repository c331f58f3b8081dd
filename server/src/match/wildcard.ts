import type { Pattern } from '../sigma/pattern.ts';

export type TextPredicate = (text: string) => boolean;

/**
 * Matches a whole text against a pattern with `*` and `?`. Each literal run between two `*` is looked for once from left
 * to right, so that no text makes it backtrack. `?` is one code point. The caller has folded both sides if case is to be
 * ignored. A placeholder has no value here and matches nothing.
 */
export function compileWildcards(pattern: Pattern): TextPredicate {
  const runs = splitAtAny(pattern);
  const [first = []] = runs;
  if (runs.length === 1) return (text) => matchForward(first, text, 0) === text.length;
  const last = runs.at(-1) ?? [];
  const middle = runs.slice(1, -1).filter((run) => run.length > 0);
  return (text) => {
    let position = matchForward(first, text, 0);
    if (position < 0) return false;
    const end = matchBackward(last, text);
    if (end < position) return false;
    for (const run of middle) {
      position = find(run, text, position, end);
      if (position < 0) return false;
    }
    return true;
  };
}

/** Literal text, or `undefined` for one character whatever it is. */
type Step = string | undefined;
type Run = readonly Step[];

function splitAtAny(pattern: Pattern): Run[] {
  const runs: Step[][] = [[]];
  for (const part of pattern) {
    const run = runs.at(-1);
    if (part.kind === 'any') runs.push([]);
    else if (part.kind === 'text') run?.push(part.text);
    else if (part.kind === 'one') run?.push(undefined);
    else throw new Error(`The placeholder %${part.name}% has no value.`);
  }
  return runs;
}

/** Where the run ends when it starts at `position`, or -1. */
function matchForward(run: Run, text: string, position: number): number {
  let at = position;
  for (const step of run) {
    if (step === undefined) {
      if (at >= text.length) return -1;
      at += isPair(text, at) ? 2 : 1;
    } else {
      if (!text.startsWith(step, at)) return -1;
      at += step.length;
    }
  }
  return at;
}

/** Where the run starts when it ends with the text, or -1. */
function matchBackward(run: Run, text: string): number {
  let at = text.length;
  for (let index = run.length - 1; index >= 0; index--) {
    const step = run[index];
    if (step === undefined) {
      if (at <= 0) return -1;
      at -= at >= 2 && isPair(text, at - 2) ? 2 : 1;
    } else {
      if (!text.endsWith(step, at)) return -1;
      at -= step.length;
    }
  }
  return at;
}

/** Where the leftmost occurrence of the run between `from` and `to` ends, or -1. */
function find(run: Run, text: string, from: number, to: number): number {
  const [literal] = run;
  let start = from;
  while (start <= to) {
    if (literal === undefined) {
      if (start > 0 && isPair(text, start - 1)) start++;
    } else {
      start = text.indexOf(literal, start);
      if (start < 0 || start > to) return -1;
    }
    const end = matchForward(run, text, start);
    if (end >= 0 && end <= to) return end;
    start++;
  }
  return -1;
}

function isPair(text: string, index: number): boolean {
  const high = text.charCodeAt(index);
  if (high < 0xd800 || high > 0xdbff) return false;
  const low = text.charCodeAt(index + 1);
  return low >= 0xdc00 && low <= 0xdfff;
}
