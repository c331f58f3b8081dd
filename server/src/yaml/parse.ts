import { type Event, parseEvents, YAMLException } from 'js-yaml';
import type { Problem } from '../problem.ts';
import { buildDocuments } from './build.ts';
import { applyEdits, type Draft, originalRange, toOriginal } from './draft.ts';
import { limits } from './limits.ts';
import { diagnose } from './repair.ts';
import { lineEnd } from './scan.ts';
import type { YamlDocument } from './tree.ts';

export interface ParsedYaml {
  readonly documents: readonly YamlDocument[];
  readonly problems: readonly Problem[];
}

/**
 * Reads YAML as PyYAML does, into a tree with offsets. Never fails: text that is no YAML is repaired line by line until
 * it is, each repair being a problem (`yaml-syntax`) with its place in the text as given.
 */
export function parseYaml(text: string): ParsedYaml {
  if (text.length > limits.text) return tooLarge(text);
  if (isBinary(text)) return binary(text);
  const problems: Problem[] = [];
  const { draft, events } = readEvents(text, problems);
  const documents = buildDocuments(draft.text, events, toOriginal(draft), problems);
  problems.sort((first, second) => first.range.start - second.range.start);
  return { documents, problems };
}

interface Reading {
  readonly draft: Draft;
  readonly events: readonly Event[];
}

function readEvents(text: string, problems: Problem[]): Reading {
  let draft: Draft = { text, insertions: [] };
  const history = { attempts: new Map<number, number>(), blocks: new Map<number, number>() };
  let repairs = repairsFor(text.length);
  for (;;) {
    try {
      return { draft, events: parseEvents(draft.text, { maxDepth: limits.depth }) };
    } catch (error) {
      if (!(error instanceof YAMLException)) throw error;
      const position = Math.min(error.mark?.position ?? 0, draft.text.length);
      if (repairs > 0) {
        repairs--;
        const { problem, edits } = diagnose(draft, { reason: error.reason, position }, history);
        if (problem !== undefined) problems.push(problem);
        draft = applyEdits(draft, edits);
      } else {
        problems.push(givenUp(draft, position));
        draft = applyEdits(draft, [restBlanked(draft.text, repairs === 0 ? position : 0)]);
        repairs--;
      }
    }
  }
}

/** Each repair means another parse, so a large file gets fewer: a second at most on a slow machine. */
function repairsFor(length: number): number {
  return Math.max(6, Math.min(200, Math.floor(6_000_000 / (length + 1))));
}

function restBlanked(text: string, position: number): { start: number; end: number; text: string } {
  const line = text.lastIndexOf('\n', Math.max(0, position - 1)) + 1;
  const start = position === 0 ? 0 : line;
  return { start, end: text.length, text: text.slice(start).replace(/[^\r\n]/g, ' ') };
}

function givenUp(draft: Draft, position: number): Problem {
  return {
    code: 'yaml-syntax',
    severity: 'error',
    message: 'There are too many YAML errors above: the rest of the file is not read. Mend the first ones first.',
    range: originalRange(draft, position, lineEnd(draft.text, position)),
  };
}

function tooLarge(text: string): ParsedYaml {
  const head = text.slice(0, text.lastIndexOf('\n', limits.head) + 1);
  const problem: Problem = {
    code: 'yaml-too-large',
    severity: 'error',
    message: `This file has ${Math.round(text.length / 1e6)} million characters; only files of up to ${limits.text / 1e6} million are read. Split it.`,
    range: { start: 0, end: lineEnd(text, 0) },
  };
  return { documents: isBinary(head) ? [] : parseYaml(head).documents, problems: [problem] };
}

/** A file that is no text, judged by its beginning. */
function isBinary(text: string): boolean {
  const head = text.slice(0, 1000);
  const strange = head.match(/[^\P{Cc}\t\n\r\f]|\ufffd/gu)?.length ?? 0;
  return strange > head.length / 10;
}

function binary(text: string): ParsedYaml {
  const problem: Problem = {
    code: 'yaml-syntax',
    severity: 'error',
    message: 'This file holds binary data, not text. Open a YAML file in UTF-8 instead.',
    range: { start: 0, end: lineEnd(text, 0) },
  };
  return { documents: [], problems: [problem] };
}
