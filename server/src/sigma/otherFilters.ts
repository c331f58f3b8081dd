import { filterApplies } from './applyFilters.ts';
import type { FilterRule, SigmaRule } from './rule.ts';

/** A filter of another file than the rule's, and how a reader knows that file. */
export interface OtherFilter {
  readonly filter: FilterRule;
  readonly path: string;
}

/** Those that apply to the rule, in the order given. Whoever applies them tells the reader, who does not see them. */
export interface FittingFilters {
  readonly applied: readonly OtherFilter[];
  /** These have an error. They are left out, so that a file elsewhere does not stop the rule. */
  readonly broken: readonly OtherFilter[];
}

export function fittingFilters(rule: SigmaRule, filters: readonly OtherFilter[]): FittingFilters {
  if (rule.kind !== 'detection' || rule.expression === undefined) return { applied: [], broken: [] };
  const fitting = filters.filter(({ filter }) => filterApplies(filter, rule));
  return {
    applied: fitting.filter(({ filter }) => filter.expression !== undefined),
    broken: fitting.filter(({ filter }) => filter.expression === undefined),
  };
}

/** Such as "The filter `Our agent` of `filters/agent.yml`", the start of a sentence. */
export function nameOfFilter({ filter: { title, name, id }, path }: OtherFilter): string {
  const own = title?.value ?? name?.value ?? id?.value;
  return own === undefined ? `A filter of \`${path}\`` : `The filter \`${own}\` of \`${path}\``;
}
