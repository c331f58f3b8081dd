import type { Range } from '../../range.ts';
import type { Binary, Membership, Scalar, StringLiteral } from '../ast.ts';
import { or } from '../build.ts';

/**
 * One of the predicates, with equalities of the same column as a list (`in~`, `in`), networks as one call and conditions
 * of a mapping once, which mean the same. What is put together stands where the first of them stood; each literal keeps its place in the rule.
 */
export function anyOf(predicates: readonly Scalar[]): Scalar {
  const groups = new Map<string, Scalar[]>();
  for (const [index, predicate] of predicates.entries()) {
    const key = keyOf(predicate) ?? String(index);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [predicate]);
    else group.push(predicate);
  }
  return or([...groups.values()].map((group) => (group.length === 1 ? group[0] : undefined) ?? merged(group)));
}

function keyOf(predicate: Scalar): string | undefined {
  if (predicate.kind === 'binary' && (predicate.operator === '==' || predicate.operator === '=~')) {
    const { left, right, operator } = predicate;
    const literal = right.kind === 'string' || right.kind === 'number';
    return literal ? `${right.kind} ${operator} ${JSON.stringify(left)}` : undefined;
  }
  if (predicate.kind === 'verbatim') return predicate.text;
  const network = networkOf(predicate);
  return network && `${network.name} ${JSON.stringify(network.subject)}`;
}

function merged(group: readonly Scalar[]): Scalar {
  const equalities = group.filter((each): each is Binary => each.kind === 'binary');
  const [first] = equalities;
  if (first !== undefined) return membership(first, equalities);
  const networks = group.flatMap((each) => networkOf(each) ?? []);
  const [network] = networks;
  const [same] = group;
  if (network === undefined)
    return same === undefined ? or(group) : { ...same, sources: group.flatMap(({ sources = [] }) => sources) };
  const ranges = networks.map(({ range }) => range);
  return {
    kind: 'call',
    name: network.name.replace('_in_range', '_in_any_range'),
    arguments: [network.subject, ...ranges],
  };
}

function membership(first: Binary, equalities: readonly Binary[]): Scalar {
  const items = new Map<string, { literal: Membership['items'][number]; sources: Range[] }>();
  for (const { right, sources = [] } of equalities) {
    if (right.kind !== 'string' && right.kind !== 'number') continue;
    const value = right.kind === 'string' ? right.value : right.text;
    const key = first.operator === '=~' ? value.toLowerCase() : value;
    const known = items.get(key);
    if (known === undefined) items.set(key, { literal: right, sources: [...sources] });
    else known.sources.push(...sources);
  }
  const literals = [...items.values()].map(({ literal, sources }) => withSources(literal, sources));
  const [only] = literals;
  if (literals.length === 1 && only !== undefined) return { ...first, right: only };
  return { kind: 'in', operator: first.operator === '=~' ? 'in~' : 'in', left: first.left, items: literals };
}

function networkOf(predicate: Scalar): { name: string; subject: Scalar; range: StringLiteral } | undefined {
  if (predicate.kind !== 'call' || !/^ipv[46]_is_in_range$/.test(predicate.name)) return undefined;
  const [subject, range] = predicate.arguments;
  if (subject === undefined || range?.kind !== 'string') return undefined;
  return { name: predicate.name, subject, range: withSources(range, predicate.sources ?? []) };
}

function withSources<Node extends Scalar>(node: Node, sources: readonly Range[]): Node {
  if (sources.length === 0) return node;
  return { ...node, sources: [...(node.sources ?? []), ...sources] };
}
