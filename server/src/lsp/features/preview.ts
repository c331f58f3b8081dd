import { attackTag } from '../../catalog/attackTag.ts';
import { connectorsOf } from '../../catalog/connectors.ts';
import { type Target, targets } from '../../catalog/target.ts';
import { tokenizeKql } from '../../kql/tokens.ts';
import type { Problem } from '../../problem.ts';
import { fittingFilters, nameOfFilter, type OtherFilter } from '../../sigma/otherFilters.ts';
import type { SigmaRule } from '../../sigma/rule.ts';
import { conversionsOf, isBroken, stateOf, targetTitles } from '../conversions.ts';
import type { SigmaDocument } from '../documents.ts';
import { toLspRange } from '../positions.ts';
import type { PreviewProblem, PreviewResult, PreviewRule } from '../protocol.ts';
import { alone, type Surroundings } from '../surroundings.ts';
import { filterNotes } from './filterNotes.ts';
import { ruleAt } from './ruleAt.ts';

/**
 * Everything that the KQL preview shows of the rule at an offset, or of the first one; undefined when there is no rule.
 * `around` is what the rule's own file does not say; `table` is read where it can answer.
 */
export function preview(
  document: SigmaDocument,
  target: Target,
  offset: number,
  around: Surroundings = alone,
  table?: string,
): PreviewResult | undefined {
  const { file, lines, uri, version } = document;
  const rule = ruleAt(file, offset) ?? file.rules[0];
  if (!rule) return undefined;
  const conversions = conversionsOf(rule, file.rules, around);
  const { query, tables, problems, sourceMap } = conversions.to(target, table);
  const choices = conversions.choices(target);
  const notes =
    rule.kind === 'filter'
      ? filterNotes(rule, [...file.rules, ...around.rules], around.isPartial)
      : [...problems, ...filterProblems(rule, around.filters)];
  return {
    uri,
    version,
    target,
    rule: previewRule(rule),
    index: file.rules.indexOf(rule),
    count: file.rules.length,
    targets: (rule.kind === 'filter' ? [] : targets).map((each) => {
      const state = stateOf(conversions.to(each, each === target ? table : undefined));
      return { target: each, title: targetTitles[each], state };
    }),
    broken: isBroken(rule),
    choices: choices.map((each) => ({ table: each.tables.join(), state: each.approximate ? 'approximate' : 'exact' })),
    ...(query !== undefined && { query }),
    tokens: query === undefined ? [] : tokenizeKql(query),
    sourceMap: sourceMap.map(({ query: { start, end }, source }) => ({
      start,
      end,
      source: toLspRange(lines, source),
    })),
    tables: tables.map((name) => ({
      name,
      connectors: connectorsOf(name).map(({ id, title, publisher }) => ({ id, title, publisher })),
    })),
    problems: [...notes.map((each) => previewProblem(document, each)), ...(around.isPartial ? [stillReading] : [])],
  };
}

const stillReading: PreviewProblem = {
  code: 'workspace-unread',
  severity: 'information',
  message: 'The rest of the workspace is still being read: filters and rules of other files may be missing here.',
};

/** A problem as the preview and exports tell of it. */
export function previewProblem({ lines }: SigmaDocument, { code, severity, message, range }: Problem): PreviewProblem {
  return { code, severity, message, source: toLspRange(lines, range) };
}

/** The reader of a rule does not see the filters of other files. */
function filterProblems(rule: SigmaRule, filters: readonly OtherFilter[]): Problem[] {
  const { applied, broken } = fittingFilters(rule, filters);
  const range = rule.title?.range ?? rule.range;
  return [
    ...broken.map((each): Problem => {
      const message = `${nameOfFilter(each)} applies to this rule, has an error and was left out of the query.`;
      return { code: 'filter-left-out', severity: 'warning', message, range };
    }),
    ...applied.map((each): Problem => {
      const message = `${nameOfFilter(each)} applies to this rule and is part of the query.`;
      return { code: 'filter-applied', severity: 'hint', message, range };
    }),
  ];
}

function previewRule(rule: SigmaRule): PreviewRule {
  const { kind, title, id, status, level, description, author, tags, falsePositives, references } = rule;
  const attack = tags.flatMap(({ value }) => attackTag(value) ?? []);
  return {
    kind,
    ...(title && { title: title.value }),
    ...(id && { id: id.value }),
    ...(status && { status: status.value }),
    ...(level && { level: level.value }),
    ...(description && { description: description.value }),
    ...(author && { author: author.value }),
    tactics: attack.flatMap((tag) =>
      tag.kind === 'tactic' ? [{ id: tag.tactic.id, name: tag.tactic.name, url: tag.tactic.url }] : [],
    ),
    techniques: attack.flatMap((tag) =>
      tag.kind === 'technique' ? [{ id: tag.technique.id, name: tag.technique.name, url: tag.technique.url }] : [],
    ),
    falsePositives: falsePositives.map(({ value }) => value),
    references: references.map(({ value }) => value),
  };
}
