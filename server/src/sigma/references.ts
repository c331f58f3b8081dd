import type { ConditionNode } from './condition.ts';
import type { CorrelationRule, DetectionRule, Located, SigmaRule } from './rule.ts';

/** Looks rules up by their ids and names; of several the first. */
export type RuleIndex = (reference: string) => SigmaRule | undefined;

/**
 * Correlations and filters refer to rules by `id` or `name`, never by title (specification, "Related rules"). Ids are the
 * same in upper and lower case, names are not.
 */
export function indexRules(rules: readonly SigmaRule[]): RuleIndex {
  const byName = new Map<string, SigmaRule>();
  const byId = new Map<string, SigmaRule>();
  for (const rule of rules) {
    const { id, name } = rule;
    if (name !== undefined && !byName.has(name.value)) byName.set(name.value, rule);
    if (id !== undefined && !byId.has(id.value.toLowerCase())) byId.set(id.value.toLowerCase(), rule);
  }
  return (reference) => byName.get(reference) ?? byId.get(reference.toLowerCase());
}

/** Whether a reference means this rule. */
export function isReferredTo({ id, name }: SigmaRule, reference: string): boolean {
  return name?.value === reference || id?.value.toLowerCase() === reference.toLowerCase();
}

/** The rules of a correlation; a boolean condition alone names them too, as in pySigma. */
export function referencesOf({ rules, condition }: CorrelationRule): readonly Located<string>[] {
  if (rules.length > 0 || condition?.kind !== 'extended' || condition.tree === undefined) return rules;
  const names = new Map(identifiersOf(condition.tree).map((located) => [located.value, located]));
  return [...names.values()];
}

/** The detections that a correlation counts, also through others; a rule of that kind counts itself. */
export function referredDetections(rule: SigmaRule, rules: readonly SigmaRule[]): readonly DetectionRule[] {
  const find = indexRules(rules);
  const seen = new Set<SigmaRule>();
  const visit = (each: SigmaRule | undefined): void => {
    if (each === undefined || seen.has(each)) return;
    seen.add(each);
    if (each.kind === 'correlation') for (const { value } of referencesOf(each)) visit(find(value));
  };
  visit(rule);
  return [...seen].filter((each) => each.kind === 'detection');
}

function identifiersOf(node: ConditionNode): Located<string>[] {
  switch (node.kind) {
    case 'identifier':
      return [{ value: node.name, range: node.range }];
    case 'not':
      return identifiersOf(node.operand);
    case 'and':
    case 'or':
      return node.operands.flatMap(identifiersOf);
    case 'quantified':
      return [];
  }
}

/**
 * The correlations that lead back to themselves, each with the references that do. What only leads to a circle without
 * being a part of it is not among them.
 */
export function circularReferences(
  rules: readonly SigmaRule[],
): ReadonlyMap<CorrelationRule, readonly Located<string>[]> {
  const find = indexRules(rules);
  const edges = new Map<CorrelationRule, Map<Located<string>, CorrelationRule>>();
  for (const rule of rules) {
    if (rule.kind !== 'correlation') continue;
    const targets = new Map<Located<string>, CorrelationRule>();
    for (const reference of referencesOf(rule)) {
      const target = find(reference.value);
      if (target?.kind === 'correlation') targets.set(reference, target);
    }
    edges.set(rule, targets);
  }
  const forward = [...edges].map(([rule, targets]) => [rule, [...targets.values()]] as const);
  const left = withoutEnds(withoutEnds(new Map(forward)), true);
  return new Map(
    [...left.keys()].map((rule) => [
      rule,
      [...(edges.get(rule) ?? [])].filter(([, target]) => left.has(target)).map(([reference]) => reference),
    ]),
  );
}

type Graph<Node> = ReadonlyMap<Node, readonly Node[]>;

/** Takes nodes away that lead nowhere (or, `reversed`, that nothing leads to) until there are none. */
function withoutEnds<Node>(graph: Graph<Node>, reversed = false): Graph<Node> {
  const before = new Map<Node, Node[]>([...graph.keys()].map((node) => [node, []]));
  const after = new Map<Node, number>([...graph.keys()].map((node) => [node, 0]));
  for (const [from, targets] of graph) {
    for (const to of targets) {
      const [tail, head] = reversed ? [to, from] : [from, to];
      before.get(head)?.push(tail);
      after.set(tail, (after.get(tail) ?? 0) + 1);
    }
  }
  const ends = [...graph.keys()].filter((node) => after.get(node) === 0);
  const gone = new Set<Node>();
  for (let end = ends.pop(); end !== undefined; end = ends.pop()) {
    gone.add(end);
    for (const tail of before.get(end) ?? []) {
      const rest = (after.get(tail) ?? 0) - 1;
      after.set(tail, rest);
      if (rest === 0) ends.push(tail);
    }
  }
  const kept = [...graph].filter(([node]) => !gone.has(node));
  return new Map(kept.map(([node, targets]) => [node, targets.filter((target) => !gone.has(target))]));
}
