import { applyEdits, composeEdits } from '../edits.ts';
import type { Problem, TextEdit } from '../problem.ts';
import { parseSigma } from '../sigma/parse.ts';
import { type CheckOptions, checkFile } from './checkFile.ts';

export interface FixedText {
  readonly text: string;
  /** The same as edits of the text as it was, in order. */
  readonly edits: readonly TextEdit[];
  /** How many fixes were applied. */
  readonly fixes: number;
}

/**
 * Mends what has exactly one fix; where there is a choice, or the fix is a guess, it is the author's. Fixes that overlap wait for the next
 * round; the rounds end when nothing is left, or when one would make an error of what was none.
 */
export function fixAll(text: string, options: CheckOptions = {}): FixedText {
  let fixed: FixedText = { text, edits: [], fixes: 0 };
  let problems = checkFile(parseSigma(text), options);
  // Only the first round knows the workspace: its places are those of the text as it was.
  const { workspace: _, ...further } = options;
  for (let round = 0; round < mostRounds; round++) {
    const chosen = compatibleFixes(problems);
    const edits = chosen.flat().map((edit) => ({ ...edit, text: withLineBreaksOf(text, edit.text) }));
    if (edits.length === 0) break;
    const next = applyEdits(fixed.text, edits);
    const left = checkFile(parseSigma(next), further);
    if (next === fixed.text || countErrors(left) > countErrors(problems)) break;
    fixed = { text: next, edits: composeEdits(text.length, fixed.edits, edits), fixes: fixed.fixes + chosen.length };
    problems = left;
  }
  return fixed;
}

const mostRounds = 10;

/** The edits of each fix that can be applied together with those before it. */
function compatibleFixes(problems: readonly Problem[]): readonly (readonly TextEdit[])[] {
  const taken: TextEdit[] = [];
  return problems.flatMap(({ fixes = [] }) => {
    const [fix, other] = fixes;
    if (fix === undefined || other !== undefined || fix.isGuess || fix.edits.length === 0) return [];
    if (fix.edits.some((edit) => taken.some((before) => overlap(edit, before)))) return [];
    taken.push(...fix.edits);
    return [fix.edits];
  });
}

/** Edits that touch do so as well: what the second one would mend may be changed by the first. */
function overlap({ range: first }: TextEdit, { range: second }: TextEdit): boolean {
  return first.start <= second.end && second.start <= first.end;
}

function countErrors(problems: readonly Problem[]): number {
  return problems.filter(({ severity }) => severity === 'error').length;
}

function withLineBreaksOf(text: string, inserted: string): string {
  return text.includes('\r\n') ? inserted.replace(/\r?\n/g, '\r\n') : inserted;
}
