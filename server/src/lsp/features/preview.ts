import { attackTag } from '../../catalog/attackTag.ts';
import { connectorsOf } from '../../catalog/connectors.ts';
import { type Target, targets } from '../../catalog/target.ts';
import { type Conversion, convertToKql } from '../../kql/convert.ts';
import { tokenizeKql } from '../../kql/tokens.ts';
import type { Problem } from '../../problem.ts';
import { applyFilters } from '../../sigma/applyFilters.ts';
import { fittingFilters, nameOfFilter, type OtherFilter } from '../../sigma/otherFilters.ts';
import { type Placeholders, withPlaceholders } from '../../sigma/placeholders.ts';
import type { FilterRule, SigmaRule } from '../../sigma/rule.ts';
import type { SigmaDocument } from '../documents.ts';
import { toLspRange } from '../positions.ts';
import type { PreviewResult, PreviewRule } from '../protocol.ts';
import { ruleAt } from './ruleAt.ts';

/** What a rule's meaning takes from outside of its file. */
export interface Surroundings {
  readonly placeholders: Placeholders;
  readonly filters: readonly OtherFilter[];
  /** Rules of other files that the correlations of the file refer to. */
  readonly rules: readonly SigmaRule[];
}

/**
 * Everything that the KQL preview shows of the rule at an offset, or of the first one; undefined when there is no rule.
 * `around` is what the rule's own file does not say.
 */
export function preview(
  document: SigmaDocument,
  target: Target,
  offset: number,
  around: Surroundings = alone,
): PreviewResult | undefined {
  const { file, lines, uri, version } = document;
  const rule = ruleAt(file, offset) ?? file.rules[0];
  if (!rule) return undefined;
  const conversions = conversionsOf(rule, file.rules, around);
  const { query, tables, problems, sourceMap } = conversions[target];
  return {
    uri,
    version,
    target,
    rule: previewRule(rule),
    index: file.rules.indexOf(rule),
    count: file.rules.length,
    targets: targets.map((each) => ({ target: each, title: tabTitles[each], state: stateOf(conversions[each]) })),
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
    problems: [...problems, ...filterProblems(rule, around.filters)].map(({ code, severity, message, range }) => ({
      code,
      severity,
      message,
      source: toLspRange(lines, range),
    })),
  };
}

const alone: Surroundings = { placeholders: {}, filters: [], rules: [] };

const tabTitles: Readonly<Record<Target, string>> = {
  asim: 'Sentinel (ASIM)',
  xdr: 'Defender XDR',
  workspace: 'Sentinel (workspace tables)',
};

/** A document's version is parsed once, so its rules stay the same objects: switching tabs converts nothing again. */
const converted = new WeakMap<
  SigmaRule,
  {
    readonly filters: readonly FilterRule[];
    readonly placeholders: Placeholders;
    readonly others: readonly SigmaRule[];
    readonly conversions: Conversions;
  }
>();

type Conversions = Readonly<Record<Target, Conversion>>;

/** With the filters of the rule's own file, whose places are in it too, and those of others, which take the condition's. */
function conversionsOf(rule: SigmaRule, rules: readonly SigmaRule[], around: Surroundings): Conversions {
  const { placeholders } = around;
  const isCorrelation = rule.kind === 'correlation';
  const named = isCorrelation ? [...rules, ...around.rules] : [rule];
  const fitting = named.flatMap((each) => fittingFilters(each, around.filters).applied.map(({ filter }) => filter));
  const others = [...new Set(fitting)];
  const known = converted.get(rule);
  const isSame =
    known?.placeholders === placeholders &&
    isEqual(known.filters, others) &&
    (!isCorrelation || isEqual(known.others, around.rules));
  if (isSame) return known.conversions;
  const all = [...rules.filter((each) => each.kind === 'filter'), ...others];
  const meant = (each: SigmaRule): SigmaRule => withPlaceholders(applyFilters(each, all, rules), placeholders);
  const options = isCorrelation && {
    rules: rules.filter(({ kind }) => kind !== 'filter').map(meant),
    otherRules: around.rules.map(meant),
  };
  const conversions = {
    asim: convertToKql(meant(rule), { target: 'asim', ...options }),
    xdr: convertToKql(meant(rule), { target: 'xdr', ...options }),
    workspace: convertToKql(meant(rule), { target: 'workspace', ...options }),
  };
  converted.set(rule, { filters: others, placeholders, others: around.rules, conversions });
  return conversions;
}

function isEqual<Each>(some: readonly Each[], others: readonly Each[]): boolean {
  return some.length === others.length && some.every((each, index) => each === others[index]);
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

function stateOf({ query, approximate }: Conversion): PreviewResult['targets'][number]['state'] {
  if (query === undefined) return 'impossible';
  return approximate ? 'approximate' : 'exact';
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
