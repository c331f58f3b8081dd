import type { Target } from '../catalog/target.ts';
import type { FileRun } from '../fixtures/result.ts';
import { createQueryRunner } from '../kusto/worker/runner.ts';
import { createLineIndex, type LineIndex } from '../lineIndex.ts';
import type { Pipeline } from '../pipelines/pipeline.ts';
import { processingWith } from '../pipelines/processing.ts';
import type { Placeholders } from '../sigma/placeholders.ts';
import type { SigmaRule } from '../sigma/rule.ts';
import { createComparer, type RuleComparison, type SamplePlace } from '../verdict/compareRuns.ts';
import { disagreementText } from '../verdict/disagreementText.ts';
import type { Reading } from '../verdict/reading.ts';
import { printable } from './finding.ts';
import type { Output } from './output.ts';

export type Engine = 'rule' | 'query' | 'both';
export const engines: readonly Engine[] = ['rule', 'query', 'both'];

/** Where an event or a part of a rule stands; lines and columns count from 1. */
export interface Place {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

export interface EventPosition extends Place {
  /** From 0 in its file. */
  readonly event: number;
}

/** What the rules of a file and their queries say of the events. */
export interface Readings {
  readonly rule: string;
  readonly target: Target;
  /** What the query reads. */
  readonly table?: string;
  /** How many events both have read, and how many are rows of the table that only the query can read. */
  readonly compared: number;
  readonly rows: number;
  /** Events that the query matches. */
  readonly matches: readonly EventPosition[];
  readonly disagreements: readonly (EventPosition & {
    readonly rule: boolean;
    readonly query: boolean;
    readonly message: string;
    /** The item or selection that is read differently. */
    readonly item?: Place & { readonly name: string };
  })[];
  /** Events that were not compared, by the reason. */
  readonly passedOver: readonly { readonly reason: string; readonly events: number; readonly first: EventPosition }[];
  /** Why the query is only near to the rule. */
  readonly reasons: readonly string[];
  /** Why nothing was compared. */
  readonly obstacle?: string;
}

export interface ComparedAs {
  readonly target: Target;
  readonly placeholders: Placeholders;
  readonly pipelines: readonly Pipeline[];
}

/** Runs `work` with comparers of readings, whose queries run in a thread of their own that ends with it. */
export async function withRunner<Result>(
  work: (
    comparing: (as: ComparedAs, rules: readonly SigmaRule[]) => ReturnType<typeof createComparer>,
  ) => Promise<Result>,
): Promise<Result> {
  const runner = createQueryRunner();
  try {
    return await work(({ target, placeholders, pipelines }, rules) =>
      createComparer({
        translating: { target },
        run: runner.run,
        placeholders,
        process: processingWith(pipelines, rules),
      }),
    );
  } finally {
    await runner.dispose();
  }
}

/** The comparisons with places as people count them. */
export function readingsOf(
  comparisons: readonly RuleComparison[],
  target: Target,
  { files }: FileRun,
  rules: { readonly path: string; readonly text: string; readonly rules: readonly SigmaRule[] },
  displayPath: (path: string) => string,
): Readings[] {
  const indexes = new Map(files.map(({ path, text }) => [path, createLineIndex(text ?? '')]));
  const ruleLines = createLineIndex(rules.text);
  const positionOf = ({ path, index, range }: SamplePlace): EventPosition => {
    return { path: displayPath(path), event: index, ...placeIn(indexes.get(path), range.start) };
  };
  return comparisons.map(({ title, places, comparison }): Readings => {
    const { readings, table, obstacle, reasons } = comparison;
    const placed = readings.flatMap((reading, index) => {
      const place = places[index];
      return place === undefined ? [] : [{ reading, place }];
    });
    const disagreements = comparison.disagreements.flatMap((disagreement) => {
      const place = places[disagreement.sample];
      if (place === undefined) return [];
      const { rule, query, culprit } = disagreement;
      const position = positionOf(place);
      const message = disagreementText(`event ${place.index + 1}`, disagreement, comparison);
      const item =
        culprit?.range === undefined
          ? {}
          : { item: { name: culprit.name, path: rules.path, ...placeIn(ruleLines, culprit.range.start) } };
      return [{ ...position, rule, query, message, ...item }];
    });
    return {
      rule: title,
      target,
      ...(table !== undefined && { table }),
      compared: placed.filter(({ reading }) => reading.kind === 'compared').length,
      rows: placed.filter(({ reading }) => reading.kind === 'row').length,
      matches: placed
        .filter(({ reading }) => reading.kind !== 'unplaced' && reading.query)
        .map(({ place }) => positionOf(place)),
      disagreements,
      passedOver: passedOver(placed, positionOf),
      reasons,
      ...(obstacle !== undefined && { obstacle }),
    };
  });
}

function placeIn(lines: LineIndex | undefined, offset: number): { readonly line: number; readonly column: number } {
  const { line, character } = lines?.positionAt(offset) ?? { line: 0, character: 0 };
  return { line: line + 1, column: character + 1 };
}

function passedOver(
  placed: readonly { readonly reading: Reading; readonly place: SamplePlace }[],
  positionOf: (place: SamplePlace) => EventPosition,
): Readings['passedOver'] {
  const reasons = new Map<string, SamplePlace[]>();
  for (const { reading, place } of placed) {
    if (reading.kind !== 'unplaced') continue;
    const known = reasons.get(reading.reason) ?? [];
    known.push(place);
    reasons.set(reading.reason, known);
  }
  return [...reasons].flatMap(([reason, places]) => {
    const [first] = places;
    return first === undefined ? [] : [{ reason, events: places.length, first: positionOf(first) }];
  });
}

/** What there is to say beside the matches, on standard error. */
export function writeReadings(readings: readonly Readings[], engine: Engine, output: Output): void {
  for (const { rule, disagreements } of engine === 'both' ? readings : []) {
    for (const { path, line, column, message, item } of disagreements) {
      output.error(printable(`${path}:${line}:${column}: warning readings-disagree ${rule}: ${message}`));
      if (item !== undefined)
        output.error(printable(`   note: ${item.path}:${item.line}:${item.column}: \`${item.name}\``));
    }
  }
  for (const each of readings) for (const line of summary(each, engine)) output.error(printable(line));
}

function summary(readings: Readings, engine: Engine): string[] {
  const { rule, target, table, compared, rows, matches, disagreements, passedOver: passed, obstacle } = readings;
  if (obstacle !== undefined) return [];
  const on = `${target}, ${table}`;
  const agreed = compared - disagreements.length;
  const first =
    engine === 'both'
      ? `${rule}: both readings agree on ${agreed} of ${count(compared)} (${on})`
      : `${rule}: the query matches ${matches.length} of ${count(compared + rows)} (${on})`;
  const alone = engine === 'both' && rows > 0 ? [`  ${count(rows)} only read by the query: rows of ${table}`] : [];
  const others = passed.map(({ reason, events, first: { path, line, column } }) => {
    return `  ${count(events)} ${engine === 'both' ? 'not compared' : 'not run'}: ${reason} (${path}:${line}:${column})`;
  });
  return [first, ...alone, ...others];
}

function count(events: number): string {
  return `${events} ${events === 1 ? 'event' : 'events'}`;
}
