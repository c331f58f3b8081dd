import type { Fix, Problem } from '../problem.ts';
import type { Range } from '../range.ts';
import { nearest } from '../sigma/nearest.ts';
import type { SigmaFile } from '../sigma/parse.ts';
import type { Located } from '../sigma/rule.ts';
import { documentationOf, knownNames } from './documentation.ts';
import { codesNamed } from './names.ts';
import { type Suppression, suppressionsOf } from './suppressions.ts';

/**
 * The problems without those that a comment silences, and with what is wrong with such comments. `isJudged` tells
 * whether a code would have been reported: only then a comment that silences nothing is superfluous.
 */
export function suppress(
  file: SigmaFile,
  problems: readonly Problem[],
  isJudged: (code: string) => boolean,
): readonly Problem[] {
  const suppressions = suppressionsOf(file);
  if (suppressions.length === 0) return problems;
  const meant = rememberNearest();
  const ids = suppressions.flatMap((suppression) =>
    suppression.names.map((name): SuppressedId => ({ suppression, name, codes: codesNamed(name.value), used: false })),
  );
  const byCode = new Map<string, SuppressedId[]>();
  for (const id of ids) {
    for (const code of id.codes) {
      const sharing = byCode.get(code);
      if (sharing === undefined) byCode.set(code, [id]);
      else sharing.push(id);
    }
  }
  const left = problems.filter((problem) => {
    const silencing = byCode.get(problem.code)?.filter(({ suppression }) => isIn(problem, suppression)) ?? [];
    for (const id of silencing) id.used = true;
    return silencing.length === 0;
  });
  // What hides behind a fault of the YAML is not found, so nothing can be said about what silences it.
  const isReadable = !problems.some(({ code }) => code.startsWith('yaml-'));
  const own = [
    ...suppressions.filter(({ names }) => names.length === 0).map((each) => nameless(file.text, each)),
    ...ids.flatMap((id) => {
      if (documentationOf(id.name.value) === undefined) return [unknown(file.text, id, meant(id.name.value))];
      return isReadable && !id.used && id.codes.some(isJudged) ? [unused(file.text, id)] : [];
    }),
  ];
  return [...left, ...own];
}

interface SuppressedId {
  readonly suppression: Suppression;
  readonly name: Located<string>;
  readonly codes: readonly string[];
  used: boolean;
}

function isIn({ range }: Problem, { scope, target }: Suppression): boolean {
  return scope === 'file' || (target.start <= range.start && range.start <= target.end);
}

function nameless(text: string, suppression: Suppression): Problem {
  const message = 'This comment silences nothing. Name the checks that it is about, such as `unused-selection`.';
  const edits = [{ range: commentWithSpace(text, suppression.range), text: '' }];
  const fixes: Fix[] = [{ title: 'Remove the comment', edits, isGuess: true }];
  return { code: 'unknown-suppression', severity: 'warning', message, range: suppression.range, fixes };
}

/** Looking for a name takes a while, and a comment that is wrong is often wrong in many places. */
function rememberNearest(): (name: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (name) => {
    if (!known.has(name)) known.set(name, nearest(name, knownNames()));
    return known.get(name);
  };
}

function unknown(text: string, { suppression, name }: SuppressedId, meant: string | undefined): Problem {
  const message = `There is no check \`${name.value}\`.${meant === undefined ? '' : ` Did you mean \`${meant}\`?`}`;
  const replacement: Fix = { title: `Replace with \`${meant}\``, edits: [{ range: name.range, text: meant ?? '' }] };
  // What was meant may stand in the comment as well.
  const fixes = [meant === undefined ? { ...removal(text, suppression, name), isGuess: true as const } : replacement];
  return { code: 'unknown-suppression', severity: 'warning', message, range: name.range, fixes };
}

function unused(text: string, { suppression, name }: SuppressedId): Problem {
  const place = suppression.scope === 'file' ? 'this file' : 'this line';
  return {
    code: 'unused-suppression',
    severity: 'warning',
    message: `\`${name.value}\` finds nothing in ${place}, so there is nothing to silence.`,
    range: name.range,
    fixes: [removal(text, suppression, name)],
  };
}

/** Takes one id out of a comment, and with the last one the comment. */
function removal(text: string, { names, range }: Suppression, name: Located<string>): Fix {
  const index = names.indexOf(name);
  const [previous, next] = [names[index - 1], names[index + 1]];
  if (previous === undefined && next === undefined)
    return { title: 'Remove the comment', edits: [{ range: commentWithSpace(text, range), text: '' }] };
  const gap = previous
    ? { start: previous.range.end, end: name.range.end }
    : { start: name.range.start, end: next?.range.start ?? name.range.end };
  return { title: `Remove \`${name.value}\``, edits: [{ range: gap, text: '' }] };
}

/** A comment with its line, if it has one to itself, otherwise with the blanks before it. */
function commentWithSpace(text: string, { start, end }: Range): Range {
  let first = start;
  while (text[first - 1] === ' ' || text[first - 1] === '\t') first--;
  const isAlone = first === 0 || /[\n\r\ufeff]/.test(text.charAt(first - 1));
  const lineBreak = /^(?:\r\n|\r|\n)/.exec(text.slice(end, end + 2))?.[0] ?? '';
  return { start: first, end: isAlone ? end + lineBreak.length : end };
}
