import type { Problem } from '../../problem.ts';
import type { Range } from '../../range.ts';
import { filterApplies } from '../../sigma/applyFilters.ts';
import { indexRules } from '../../sigma/references.ts';
import type { FilterRule, Logsource, SigmaRule } from '../../sigma/rule.ts';

/**
 * What a filter changes, in the place of a query, which it has none of: its own errors, the rules that it applies to, and
 * those that it names in vain. `rules` are those of its file and of others that it names; if they are only a part, a rule
 * that is not among them may be known later.
 */
export function filterNotes(filter: FilterRule, rules: readonly SigmaRule[], isPartial = false): Problem[] {
  const find = indexRules(rules);
  const errors = filter.problems.filter(({ severity }) => severity === 'error');
  if (filter.isForEveryRule) return [...errors, forEveryRule(filter)];
  const notes = filter.rules.slice(0, mostNamed).flatMap(({ value, range }): Problem[] => {
    const rule = find(value);
    if (rule === undefined) return isPartial ? [] : [vain(`No known rule has the name or id \`${value}\`.`, range)];
    const obstacle = obstacleTo(filter, rule);
    return [obstacle === undefined ? applied(`It applies to ${nameOf(rule)}.`, range) : vain(obstacle, range)];
  });
  const more = filter.rules.length - mostNamed;
  if (more <= 0) return [...errors, ...notes];
  return [...errors, ...notes, applied(`It names ${more} more ${more === 1 ? 'rule' : 'rules'}.`, filter.range)];
}

function applied(message: string, range: Range): Problem {
  return { code: 'filter-applied', severity: 'information', message, range };
}

function vain(message: string, range: Range): Problem {
  return { code: 'filter-without-effect', severity: 'warning', message, range };
}

const mostNamed = 100;

function forEveryRule({ logsource, rules, range }: FilterRule): Problem {
  const words = logsourceInWords(logsource);
  const which = words === '' ? 'every rule' : `every rule whose log source has ${words}`;
  return applied(`It applies to ${which}.`, rules[0]?.range ?? range);
}

/** Why the filter leaves a rule that it names as it is; undefined if it does not. */
function obstacleTo(filter: FilterRule, rule: SigmaRule): string | undefined {
  switch (rule.kind) {
    case 'correlation':
    case 'filter':
      return `${nameOf(rule)} is a ${rule.kind}: a filter applies to detections only.`;
    case 'detection':
      return filterApplies(filter, rule)
        ? undefined
        : `${nameOf(rule)} has another log source than ${logsourceInWords(filter.logsource)}, so the filter does not apply to it.`;
  }
}

function logsourceInWords(logsource: Logsource): string {
  const parts = (['category', 'product', 'service'] as const).flatMap((part) => {
    const value = logsource[part]?.value;
    return value === undefined ? [] : [`\`${part}: ${value}\``];
  });
  return parts.length < 2 ? parts.join() : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

function nameOf({ title, name, id }: SigmaRule): string {
  return `\`${title?.value ?? name?.value ?? id?.value ?? 'a rule without a title'}\``;
}
