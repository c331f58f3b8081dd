import { type Event, parseEvents, YAMLException } from 'js-yaml';
import type { Problem } from '../problem.ts';
import { applyEdits, blank, type Draft, type Edit, originalRange } from './draft.ts';
import { limits } from './limits.ts';
import { diagnose, type History, topLevelBlock } from './repair.ts';
import { documentMarkers, lineEnd, lineStart } from './scan.ts';

/** A stretch of the text that could be parsed, perhaps after repairs. */
export interface Reading {
  readonly draft: Draft;
  readonly events: readonly Event[];
}

/**
 * Reads a text that is not valid YAML: document by document, because a fault in one says nothing about the next, each
 * parsed again after every repair. js-yaml stops at the first fault and loses what it had read, hence the repetition.
 */
export function recover(text: string, problems: Problem[]): Reading[] {
  const budget = { characters: Math.max(6_000_000, text.length * 5) };
  return splitDocuments(text).map(({ start, end }) =>
    recoverDocument({ text: text.slice(start, end), base: start, insertions: [] }, budget, problems),
  );
}

function splitDocuments(text: string): { start: number; end: number }[] {
  const starts = [0];
  // A directive belongs to the document marker after it.
  if (!/(?:^|[\r\n])%/.test(text)) {
    for (const marker of documentMarkers(text)) if (marker.explicit && marker.start > 0) starts.push(marker.start);
  }
  return starts.map((start, index) => ({ start, end: starts[index + 1] ?? text.length }));
}

const repairsOfOneDocument = 200;

function recoverDocument(start: Draft, budget: { characters: number }, problems: Problem[]): Reading {
  let draft = start;
  const history: History = { attempts: new Map(), blocks: new Map() };
  let retreats = 0;
  for (let repairs = 0; ; repairs++) {
    try {
      return { draft, events: parseEvents(draft.text, { maxDepth: limits.depth }) };
    } catch (error) {
      if (!(error instanceof YAMLException)) throw error;
      const position = Math.min(error.mark?.position ?? 0, draft.text.length);
      budget.characters -= draft.text.length;
      if (repairs < repairsOfOneDocument && budget.characters > 0) {
        const { problem, edits } = diagnose(draft, { reason: error.reason, position }, history);
        if (problem !== undefined) problems.push(problem);
        draft = applyEdits(draft, edits);
      } else {
        if (retreats === 0) problems.push(givenUp(draft, position));
        draft = applyEdits(draft, [retreat(draft.text, position, retreats)]);
        retreats++;
      }
    }
  }
}

/** Gives up what follows a fault; if that is not enough, what stands before it too, further each time. */
function retreat(text: string, position: number, times: number): Edit {
  if (times > 1) return blank(text, 0, text.length);
  if (times === 1) return blank(text, topLevelBlock(text, position).bodyStart, text.length);
  const line = lineStart(text, position);
  return blank(text, lineStart(text, Math.max(0, line - 1)), text.length);
}

function givenUp(draft: Draft, position: number): Problem {
  return {
    code: 'yaml-syntax',
    severity: 'error',
    message: 'There are too many YAML errors: the rest of the document is not read. Mend those above first.',
    range: originalRange(draft, position, lineEnd(draft.text, position)),
  };
}
