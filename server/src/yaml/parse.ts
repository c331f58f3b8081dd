import { type Event, parseEvents, YAMLException } from 'js-yaml';
import type { Problem } from '../problem.ts';
import { bounded } from './bounded.ts';
import { buildDocuments } from './build.ts';
import { toOriginal } from './draft.ts';
import { limits } from './limits.ts';
import { lineEvents } from './lineEvents.ts';
import { recover } from './recover.ts';
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
  const documents = tryRead(text, problems) ?? readBroken(text, problems);
  return { documents, problems: bounded(problems) };
}

function tryRead(text: string, problems: Problem[]): YamlDocument[] | undefined {
  let events: Event[];
  try {
    events = lineEvents(text) ?? parseEvents(text, { maxDepth: limits.depth });
  } catch (error) {
    if (error instanceof YAMLException) return undefined;
    throw error;
  }
  return buildDocuments(text, events, (offset) => offset, problems);
}

function readBroken(text: string, problems: Problem[]): YamlDocument[] {
  return recover(text, problems).flatMap(({ draft, events }) =>
    buildDocuments(draft.text, events, toOriginal(draft), problems),
  );
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
  if (!head.includes('\0') && !head.includes('\ufffd')) return false;
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
