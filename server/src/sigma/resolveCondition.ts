import type { Problem } from '../problem.ts';
import type { ConditionNode } from './condition.ts';
import type { Expression } from './expression.ts';
import { nearest } from './nearest.ts';
import type { Selection } from './rule.ts';

/** A bound on `Resolver.work`, against 10,000 patterns over 10,000 selections. */
const maximumWork = 1_000_000;

export interface Resolver {
  readonly selections: ReadonlyMap<string, Selection>;
  readonly problems: Problem[];
  /** Names that some condition uses. */
  readonly used: Set<string>;
  readonly patterns: Map<string, readonly Selection[]>;
  /** How many selections patterns have named or been compared with so far. */
  work: number;
  /** How many names may still be compared to find what was meant. */
  comparisons: number;
}

export function createResolver(selections: readonly Selection[], problems: Problem[]): Resolver {
  const byName = new Map(selections.map((selection) => [selection.name, selection]));
  return { selections: byName, problems, used: new Set(), patterns: new Map(), work: 0, comparisons: 20_000 };
}

/** The condition's meaning; undefined when it names something that does not exist or has no meaning. */
export function resolveCondition(node: ConditionNode, resolver: Resolver): Expression | undefined {
  switch (node.kind) {
    case 'and':
    case 'or': {
      const operands: Expression[] = [];
      for (const operand of node.operands) {
        const resolved = resolveCondition(operand, resolver);
        if (resolved !== undefined) operands.push(resolved);
      }
      return operands.length < node.operands.length ? undefined : { kind: node.kind, operands, range: node.range };
    }
    case 'not': {
      const operand = resolveCondition(node.operand, resolver);
      return operand === undefined ? undefined : { kind: 'not', operand, range: node.range };
    }
    case 'identifier':
      return resolveName(node.name, node, resolver);
    case 'quantified':
      return resolvePattern(node, resolver);
  }
}

function resolveName(name: string, node: ConditionNode, resolver: Resolver): Expression | undefined {
  const selection = resolver.selections.get(name);
  if (selection === undefined) {
    resolver.problems.push(unknownSelection(name, node, resolver));
    return undefined;
  }
  resolver.used.add(name);
  if (selection.expression === undefined) return undefined;
  return { kind: 'selection', name, range: node.range, operand: selection.expression };
}

function resolvePattern(
  node: Extract<ConditionNode, { kind: 'quantified' }>,
  resolver: Resolver,
): Expression | undefined {
  if (resolver.work > maximumWork) return undefined;
  if (!resolver.patterns.has(node.pattern)) resolver.work += resolver.selections.size;
  const selections = resolver.work > maximumWork ? [] : matching(node.pattern, resolver);
  resolver.work += selections.length;
  if (resolver.work > maximumWork) {
    const message = 'This condition names too many selections. Use fewer patterns.';
    resolver.problems.push({ code: 'condition-too-deep', severity: 'error', message, range: node.range });
    return undefined;
  }
  if (selections.length === 0) {
    resolver.problems.push(unmatchedPattern(node, resolver));
    return { kind: 'or', operands: [], range: node.range };
  }
  const operands: Expression[] = [];
  for (const { name, expression } of selections) {
    resolver.used.add(name);
    if (expression !== undefined)
      operands.push({ kind: 'selection', name, range: node.patternRange, operand: expression });
  }
  if (operands.length < selections.length) return undefined;
  return { kind: node.quantifier === 'all' ? 'and' : 'or', operands, range: node.range };
}

function matching(pattern: string, resolver: Resolver): readonly Selection[] {
  const known = resolver.patterns.get(pattern);
  if (known !== undefined) return known;
  const matches = selectionTest(pattern);
  const found = [...resolver.selections.values()].filter(({ name }) => matches(name));
  resolver.patterns.set(pattern, found);
  return found;
}

/**
 * Whether `them` or a name with `*` names a selection; one that begins with an underscore only if the pattern does, too
 * (specification, "1/all of them"; pySigma for patterns).
 */
export function selectionTest(pattern: string): (name: string) => boolean {
  const matches = patternTest(pattern);
  return (name) => (!name.startsWith('_') || pattern.startsWith('_')) && matches(name);
}

/** Whether a name fits `them` or a name with `*`. Linear, whatever the pattern is. */
export function patternTest(pattern: string): (name: string) => boolean {
  if (pattern === 'them') return () => true;
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return (name) => name === pattern;
  return (name) => {
    if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false;
    let from = first.length;
    for (const part of rest) {
      const at = name.indexOf(part, from);
      if (at < 0 || at + part.length > name.length - last.length) return false;
      from = at + part.length;
    }
    return true;
  };
}

function unknownSelection(name: string, node: ConditionNode, resolver: Resolver): Problem {
  const { range } = node;
  const base = { code: 'unknown-selection', severity: 'error', range } as const;
  const near = nearestName(name, resolver);
  if (near === undefined) {
    return { ...base, message: `There is no selection \`${name}\`. Add it, or correct the name.` };
  }
  return {
    ...base,
    message: `There is no selection \`${name}\`. Did you mean \`${near}\`?`,
    fixes: [{ title: `Replace with \`${near}\``, edits: [{ range, text: near }] }],
  };
}

function unmatchedPattern(node: Extract<ConditionNode, { kind: 'quantified' }>, resolver: Resolver): Problem {
  const { pattern, patternRange: range } = node;
  const stem = pattern.replaceAll('*', '');
  const base = { code: 'unmatched-pattern', severity: 'warning', range } as const;
  const message =
    pattern === 'them'
      ? 'All selections begin with an underscore, which `them` leaves out: this is never true.'
      : `No selection fits \`${pattern}\`, so this is never true. Correct the pattern, or add a selection.`;
  const near = pattern.endsWith('*') ? nearestStem(stem, resolver) : nearestName(pattern, resolver);
  if (near === undefined) return { ...base, message };
  return {
    ...base,
    message: `No selection fits \`${pattern}\`, so this is never true. Did you mean \`${near}\`?`,
    fixes: [{ title: `Replace with \`${near}\``, edits: [{ range, text: near }] }],
  };
}

function nearestName(name: string, resolver: Resolver): string | undefined {
  resolver.comparisons -= resolver.selections.size;
  return resolver.comparisons < 0 ? undefined : nearest(name, resolver.selections.keys());
}

/** For `selecton_*`: the beginnings of that length. */
function nearestStem(stem: string, resolver: Resolver): string | undefined {
  resolver.comparisons -= resolver.selections.size;
  if (resolver.comparisons < 0) return undefined;
  const stems = new Set<string>();
  for (const name of resolver.selections.keys()) {
    if (name.startsWith('_') || stems.size > 500) continue;
    const underscore = name.lastIndexOf('_');
    if (underscore > 0) stems.add(name.slice(0, underscore + 1));
    stems.add(name);
  }
  const near = nearest(stem, stems);
  return near === undefined ? undefined : `${near}*`;
}
