import { nameOf } from '../fixtures/paths.ts';
import type { EventFileRun, EventPlace, FileRun, HitCount, RuleRun } from '../fixtures/result.ts';
import { createLineIndex, type LineIndex } from '../lineIndex.ts';
import type { RuleComparison } from '../verdict/compareRuns.ts';
import { comparisonLines, toComparison } from './comparisonResult.ts';
import type { SigmaDocument } from './documents.ts';
import { escapeMarkdown } from './features/markdown.ts';
import { toLspRange } from './positions.ts';
import type * as protocol from './protocol.ts';
import { uriOfPath } from './uris.ts';

/** The outcome of a run with LSP's positions: those of the rules in the document, those of events in their files. */
export function toRunResult(
  document: SigmaDocument,
  { rules, files, report }: FileRun,
  comparisons: readonly RuleComparison[] = [],
): protocol.RunResult {
  const places = new Map(files.map((file) => [file.path, eventPlaces(file)]));
  return {
    uri: document.uri,
    version: document.version,
    rules: rules.map((rule) => withComparison(document, ruleRun(document, rule, places), rule, comparisons)),
    files: files.map((file) => eventFileRun(document, file, places.get(file.path))),
    report: report + comparisonLines(comparisons),
  };
}

function withComparison(
  document: SigmaDocument,
  run: protocol.RuleRun,
  { index, range }: RuleRun,
  comparisons: readonly RuleComparison[],
): protocol.RuleRun {
  const found = comparisons.find((each) => each.index === index);
  return found === undefined ? run : { ...run, comparison: toComparison(document, found, range) };
}

/** Where a file's events stand. */
interface EventPlaces {
  readonly uri: string;
  readonly lines: LineIndex;
  /** Position of the event -> offset; the events that the run lists. */
  readonly starts: ReadonlyMap<number, number>;
}

function eventPlaces({ path, text, events }: EventFileRun): EventPlaces {
  return {
    uri: uriOfPath(path),
    lines: createLineIndex(text ?? ''),
    starts: new Map(events.map(({ index, range }) => [index, range.start])),
  };
}

function ruleRun(document: SigmaDocument, run: RuleRun, places: ReadonlyMap<string, EventPlaces>): protocol.RuleRun {
  const { index, title, events, hits, obstacle, lacksEvents, matches, range } = run;
  const annotation = (kind: protocol.RunAnnotation['kind'], count: Omit<HitCount, 'name'>): protocol.RunAnnotation => ({
    kind,
    range: toLspRange(document.lines, count.range),
    text: `${count.hits} of ${count.events} ${count.events === 1 ? 'event' : 'events'}`,
    hits: count.hits,
    events: count.events,
    hover: matchesMarkdown(count.matches, count.hits, places),
  });
  const annotations =
    obstacle === undefined
      ? [
          withNotes(
            run.alertCount === undefined
              ? annotation('rule', { range, hits, events, matches })
              : withAlerts(annotation('rule', { range, hits, events, matches }), run, places),
            run,
          ),
          ...run.selections.map((count) => annotation('selection', count)),
          ...run.values.map((count) => annotation('value', count)),
        ]
      : [];
  return {
    index,
    title,
    events,
    hits,
    annotations,
    expectations: run.expectations.map(({ path, description, met, message, ruleRange }) => {
      return { file: uriOfPath(path), description, met, message, range: toLspRange(document.lines, ruleRange) };
    }),
    ...(obstacle !== undefined && { obstacle }),
    ...(lacksEvents && { lacksEvents }),
  };
}

/** Filters that stand in other files are named where the rule's count is looked at. */
function withNotes(annotation: protocol.RunAnnotation, { notes = [] }: RuleRun): protocol.RunAnnotation {
  if (notes.length === 0) return annotation;
  return { ...annotation, hover: [annotation.hover, ...notes].join('\n\n') };
}

/** A correlation's own line tells its alerts. */
function withAlerts(
  annotation: protocol.RunAnnotation,
  { alerts = [], alertCount = 0 }: RuleRun,
  places: ReadonlyMap<string, EventPlaces>,
): protocol.RunAnnotation {
  const shown = alerts.slice(0, shownMatches).map(({ group, events }) => {
    const values = Object.entries(group).map(([field, value]) => `${escapeMarkdown(field)} ${escapeMarkdown(value)}`);
    const [first] = events;
    const start = first === undefined ? [] : [`from ${eventLink(first.path, first.index, places.get(first.path))}`];
    return `- ${[...values, `${events.length} ${events.length === 1 ? 'event' : 'events'}`, ...start].join(', ')}`;
  });
  const more = alertCount > shown.length ? [`- ${alertCount - shown.length} more`] : [];
  return {
    ...annotation,
    text: `${alertCount} ${alertCount === 1 ? 'alert' : 'alerts'}, ${annotation.text}`,
    hover: alertCount === 0 ? 'No alert was raised.' : [...shown, ...more].join('\n'),
  };
}

const shownMatches = 10;

function matchesMarkdown(
  matches: readonly EventPlace[],
  hits: number,
  places: ReadonlyMap<string, EventPlaces>,
): string {
  if (hits === 0) return 'No event matched.';
  const shown = matches
    .slice(0, shownMatches)
    .map(({ path, index }) => `- ${eventLink(path, index, places.get(path))}`);
  const rest = hits - shown.length;
  return [...shown, ...(rest > 0 ? [`- ${rest} more`] : [])].join('\n');
}

function eventLink(path: string, index: number, places: EventPlaces | undefined): string {
  const start = places?.starts.get(index);
  const title = `${escapeMarkdown(nameOf(path))}, event ${index + 1}`;
  if (!places || start === undefined) return title;
  return `[${title}](${places.uri}#L${places.lines.positionAt(start).line + 1})`;
}

function eventFileRun(
  document: SigmaDocument,
  { path, events, problems }: EventFileRun,
  places: EventPlaces | undefined,
): protocol.EventFileRun {
  const uri = places?.uri ?? uriOfPath(path);
  // What is wrong with the rule's own references to events stands in the rule.
  const isRule = uri === document.uri;
  const lines = isRule || !places ? document.lines : places.lines;
  return {
    uri,
    events: events.map(({ index, range, matchedBy, misses }) => ({
      index,
      range: toLspRange(lines, range),
      matchedBy: [...matchedBy],
      misses: misses.map(({ rule, text, item }) => ({ rule, text, item: toLspRange(document.lines, item) })),
    })),
    problems: problems.map(({ message, range }) => ({ message, range: toLspRange(lines, range) })),
  };
}
