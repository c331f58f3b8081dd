import type { Problem, RelatedPlace } from '../problem.ts';
import type { Range } from '../range.ts';
import { type IndexedRule, type NameKind, nameOfFile, type RuleIndex } from './ruleIndex.ts';
import type { Place, Reference, RuleSummary } from './summary.ts';

/**
 * What is wrong with the rules of a file in view of all others, documented in checks/workspaceProblems.ts. References
 * are judged only where the index is complete: where it has all the rules that they may lead to.
 */
export function workspaceFindings(index: RuleIndex, path: string, isComplete: boolean): Problem[] {
  const rules = index.rulesOf(path);
  return [
    ...sameFileName(index, path, rules),
    ...rules.flatMap((rule) => [
      ...twice(index, path, rule, 'id', rule.id),
      ...twice(index, path, rule, 'title', rule.title),
      ...(isComplete ? rule.references.flatMap((reference) => unresolved(index, reference)) : []),
    ]),
  ];
}

function sameFileName(index: RuleIndex, path: string, [first]: readonly RuleSummary[]): Problem[] {
  const name = nameOfFile(path);
  const same = index.having('file', name);
  if (first === undefined || same.length < 2) return [];
  const message = `\`${name}\` is the name of ${same.length === 2 ? 'another rule file' : `${same.length - 1} other rule files`} as well. Rename one of them.`;
  return [problem('duplicate-filename', 'warning', message, first.range, related(path, same, first, 'file'))];
}

function twice(
  index: RuleIndex,
  path: string,
  rule: RuleSummary,
  kind: 'id' | 'title',
  place: Place | undefined,
): Problem[] {
  if (place === undefined) return [];
  const same = index.having(kind, place.value);
  if (same.length < 2) return [];
  const count = same.length === 2 ? 'another rule' : `${same.length - 1} other rules`;
  const advice = kind === 'id' ? 'Give one of them an id of its own.' : 'Say in the title what tells them apart.';
  const message = `This is the ${kind} of ${count} as well. ${advice}`;
  return [
    problem(
      `duplicate-${kind}`,
      kind === 'id' ? 'error' : 'warning',
      message,
      place.range,
      related(path, same, rule, kind),
    ),
  ];
}

function unresolved(index: RuleIndex, reference: Reference): Problem[] {
  if (index.resolves(reference)) return [];
  if (reference.kind === 'related') {
    const message = `No rule of the workspace has the id \`${reference.value}\`.`;
    return [problem('unresolved-related', 'information', message, reference.range, [])];
  }
  const isTitle = index.having('title', reference.value).length > 0;
  const advice = isTitle ? ' It is a title; give that rule a `name`, and name it by that.' : '';
  const message = `No rule of the workspace has the id or name \`${reference.value}\`.${advice}`;
  return [problem('unresolved-reference', 'warning', message, reference.range, [])];
}

/** A few of the others will do: a copied folder would name thousands. */
function related(path: string, same: readonly IndexedRule[], own: RuleSummary, kind: NameKind): RelatedPlace[] {
  const others = same.slice(0, mostRelated + 1).filter(({ rule }) => rule !== own);
  return others.slice(0, mostRelated).map(({ path: otherPath, rule }): RelatedPlace => {
    const place = kind === 'file' ? undefined : rule[kind === 'id' ? 'id' : 'title'];
    const message = place === undefined ? 'This file has the same name.' : 'Here as well.';
    if (otherPath === path) return { message, range: place?.range ?? rule.range };
    const start = place?.start ?? { line: 0, character: 0 };
    return {
      message,
      range: place?.range ?? rule.range,
      elsewhere: { path: otherPath, start, end: place?.end ?? start },
    };
  });
}

const mostRelated = 5;

function problem(
  code: string,
  severity: Problem['severity'],
  message: string,
  range: Range,
  places: readonly RelatedPlace[],
): Problem {
  return { code, severity, message, range, ...(places.length > 0 && { related: places }) };
}
