import path from 'node:path';
import type { AlertRun, FileRun } from '../fixtures/result.ts';
import { createLineIndex } from '../lineIndex.ts';
import { type Finding, findingLine } from './finding.ts';
import type { Readings } from './matchReadings.ts';

/** What `match` prints as JSON. */
export interface Outcome {
  readonly rules: readonly {
    readonly title: string;
    readonly events: number;
    readonly hits: number;
    /** Of a correlation: how many, and the first hundred of them; events count from 0 in their files. */
    readonly alertCount?: number;
    readonly alerts?: readonly AlertRun[];
  }[];
  /** Lines and columns count from 1, events from 0. */
  readonly matches: readonly {
    readonly path: string;
    readonly event: number;
    readonly line: number;
    readonly column: number;
    readonly rules: readonly string[];
  }[];
  readonly misses: readonly {
    readonly path: string;
    readonly event: number;
    readonly line: number;
    readonly column: number;
    readonly rule: string;
    readonly reason: string;
  }[];
  /** As compilers write them. */
  readonly errors: readonly string[];
  /** With the engines `query` and `both`. */
  readonly readings?: readonly Readings[];
}

/** Of rules that cannot be run at all. */
export function failed(findings: readonly Finding[]): Outcome {
  return { rules: [], matches: [], misses: [], errors: findings.map(findingLine) };
}

/** Paths are shown as the user named them. */
export function outcome(rulePath: string, { rules, files }: FileRun, named: readonly string[]): Outcome {
  const shown = files.map((file) => ({
    ...file,
    path: displayPath(file.path, named),
    lines: createLineIndex(file.text ?? ''),
  }));
  const located = shown.flatMap(({ path: file, lines, events }) =>
    events.map((event) => {
      const { line, character } = lines.positionAt(event.range.start);
      return { ...event, place: { path: file, event: event.index, line: line + 1, column: character + 1 } };
    }),
  );
  const obstacles = rules.flatMap(({ title, obstacle }) =>
    obstacle === undefined ? [] : [`${rulePath}: error: ${title}: ${obstacle}`],
  );
  const broken = shown.flatMap(({ path: file, lines, problems }) =>
    problems.map(({ message, range }) => {
      const { line, character } = lines.positionAt(range.start);
      return `${file}:${line + 1}:${character + 1}: error: ${message}`;
    }),
  );
  return {
    rules: rules.map(({ title, events, hits, alertCount, alerts = [] }) => ({
      title,
      events,
      hits,
      ...(alertCount !== undefined && { alertCount, alerts: alerts.map((alert) => displayAlert(alert, named)) }),
    })),
    matches: located
      .filter(({ matchedBy }) => matchedBy.length > 0)
      .map(({ place, matchedBy }) => ({ ...place, rules: matchedBy })),
    misses: located.flatMap(({ place, misses }) => misses.map(({ rule, text }) => ({ ...place, rule, reason: text }))),
    errors: [...obstacles, ...broken],
  };
}

function displayAlert({ events, ...alert }: AlertRun, named: readonly string[]): AlertRun {
  return { ...alert, events: events.map(({ path: file, index }) => ({ path: displayPath(file, named), index })) };
}

/** As the user wrote it; a file of a named folder below that name. */
export function displayPath(absolute: string, named: readonly string[]): string {
  for (const name of named) {
    const relative = path.relative(path.resolve(name), absolute);
    if (relative === '') return name;
    if (!relative.startsWith('..') && !path.isAbsolute(relative)) return path.join(name, relative);
  }
  return absolute;
}
