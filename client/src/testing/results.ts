import type { LspRange, RunAnnotation, RunResult } from '../../../server/src/lsp/protocol.ts';

/** What is written at the end of one line, with a text for the hover. */
export interface LineNote {
  readonly line: number;
  readonly text: string;
  /** Whether anything on the line matched. */
  readonly hit: boolean;
  /** Markdown. */
  readonly hover: string;
}

/** The notes of a rule's document: what stands on one line is said in one note, in the order of the text. */
export function ruleNotes(result: RunResult): LineNote[] {
  const lines = new Map<number, RunAnnotation[]>();
  for (const annotation of result.rules.flatMap(({ annotations }) => annotations)) {
    const { line } = annotation.range.start;
    lines.set(line, [...(lines.get(line) ?? []), annotation]);
  }
  return [...lines].map(([line, annotations]) => {
    const ordered = annotations.toSorted((first, second) => first.range.start.character - second.range.start.character);
    return {
      line,
      text: [...new Set(ordered.map(({ text }) => text))].join(', '),
      hit: annotations.some(({ hits }) => hits > 0),
      hover: ordered.map(({ hover }) => hover).join('\n\n'),
    };
  });
}

/** What runs say of one event of a file. */
export interface EventNote {
  readonly range: LspRange;
  readonly matchedBy: readonly string[];
  readonly misses: readonly { readonly rule: string; readonly text: string; readonly link: string | undefined }[];
}

/** The notes of an event file: what all runs together say of each of its events, in the order of the file. */
export function eventNotes(results: Iterable<RunResult>, uri: string): EventNote[] {
  const notes = new Map<number, EventNote>();
  for (const result of results) {
    for (const { index, range, matchedBy, misses } of result.files
      .filter((file) => file.uri === uri)
      .flatMap(({ events }) => events)) {
      const earlier = notes.get(index);
      notes.set(index, {
        range,
        matchedBy: [...(earlier?.matchedBy ?? []), ...matchedBy],
        misses: [
          ...(earlier?.misses ?? []),
          ...misses.map(({ rule, text, item }) => ({ rule, text, link: item && linkTo(result.uri, item) })),
        ],
      });
    }
  }
  return [...notes.values()];
}

/** One sentence for the status bar. */
export function summary(result: RunResult): string {
  const [only] = result.rules;
  if (result.rules.every(({ obstacle }) => obstacle !== undefined)) return 'not run';
  const unmet = result.rules.flatMap(({ expectations }) => expectations).filter(({ met }) => !met).length;
  const broken = result.files.filter(({ problems }) => problems.length > 0).length;
  const ending = [
    ...(unmet === 0 ? [] : [`, ${counted(unmet, 'unmet expectation')}`]),
    ...(broken === 0 ? [] : [`, ${counted(broken, 'broken event file')}`]),
  ].join('');
  if (result.rules.length === 1 && only !== undefined) return `${hitCount(only)}${ending}`;
  const matching = result.rules.filter(({ hits }) => hits > 0).length;
  return `${matching} of ${counted(result.rules.length, 'rule')} matched${ending}`;
}

function hitCount({ hits, events }: { readonly hits: number; readonly events: number }): string {
  return `${hits} of ${counted(events, 'event')}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Whether something of it is not as it should be: an expectation that is not met, events that could not be read. */
export function isTroubled({ rules, files }: RunResult): boolean {
  return (
    rules.some(({ expectations }) => expectations.some(({ met }) => !met)) ||
    files.some(({ problems }) => problems.length > 0)
  );
}

/** VS Code takes a line and a column, from 1, behind a file's address. */
function linkTo(uri: string, { start }: LspRange): string {
  return `${uri}#${start.line + 1},${start.character + 1}`;
}
