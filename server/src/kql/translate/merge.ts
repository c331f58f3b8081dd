import type { Range } from '../../range.ts';
import type { Binary, Membership, NumberLiteral, Scalar, StringLiteral } from '../ast.ts';
import { or } from '../build.ts';

/**
 * One of the predicates, with equalities of the same column as a list (`in~`, `in`), networks as one call and conditions
 * of a mapping once, which mean the same. What is put together stands where the first of them stood; each literal keeps
 * its place in the rule. The predicates may be made one by one: of an equality only the literal is kept, so that a list
 * of a hundred thousand values takes no more room than its literals.
 */
export function anyOf(predicates: Iterable<Scalar>): Scalar {
  const groups: Group[] = [];
  const known = new Map<string, Group>();
  let last: Equalities | undefined;
  for (const predicate of predicates) {
    if (last !== undefined && takes(last, predicate)) {
      add(last, predicate);
      continue;
    }
    const key = keyOf(predicate);
    const group = key === undefined ? undefined : known.get(key);
    if (group?.kind === 'equalities' && isEquality(predicate)) add(group, predicate);
    else if (group?.kind === 'others') group.predicates.push(predicate);
    else {
      const made = groupOf(predicate);
      groups.push(made);
      if (key !== undefined) known.set(key, made);
      if (made.kind === 'equalities') last = made;
    }
  }
  return or(groups.map(merged));
}

type Group = Equalities | { readonly kind: 'others'; readonly predicates: Scalar[] };

interface Equalities {
  readonly kind: 'equalities';
  readonly first: Equality;
  /** The places of each are gathered in one list: a hundred thousand equal values must not copy it each time. */
  readonly literals: Map<string, { readonly item: Membership['items'][number]; readonly sources: Range[] }>;
}

type Equality = Binary & { readonly right: StringLiteral | NumberLiteral };

function isEquality(predicate: Scalar): predicate is Equality {
  if (predicate.kind !== 'binary' || (predicate.operator !== '==' && predicate.operator !== '=~')) return false;
  return predicate.right.kind === 'string' || predicate.right.kind === 'number';
}

/** Whether it is an equality of the very same column, which needs no look at its spelling. */
function takes({ first }: Equalities, predicate: Scalar): predicate is Equality {
  if (!isEquality(predicate) || predicate.left !== first.left) return false;
  return predicate.operator === first.operator && predicate.right.kind === first.right.kind;
}

function keyOf(predicate: Scalar): string | undefined {
  if (isEquality(predicate)) {
    const { left, right, operator } = predicate;
    return `${right.kind} ${operator} ${JSON.stringify(left)}`;
  }
  if (predicate.kind === 'verbatim') return predicate.text;
  const network = networkOf(predicate);
  return network && `${network.name} ${JSON.stringify(network.subject)}`;
}

function groupOf(predicate: Scalar): Group {
  if (!isEquality(predicate)) return { kind: 'others', predicates: [predicate] };
  const group: Equalities = { kind: 'equalities', first: predicate, literals: new Map() };
  add(group, predicate);
  return group;
}

function add({ first, literals }: Equalities, { right, sources = [] }: Equality): void {
  const value = right.kind === 'string' ? right.value : right.text;
  const key = first.operator === '=~' ? value.toLowerCase() : value;
  const known = literals.get(key);
  if (known === undefined) literals.set(key, { item: right, sources: [...(right.sources ?? []), ...sources] });
  else for (const source of sources) known.sources.push(source);
}

function merged(group: Group): Scalar {
  if (group.kind === 'equalities') return membership(group);
  const { predicates } = group;
  const [only] = predicates;
  if (only !== undefined && predicates.length === 1) return only;
  const networks = predicates.flatMap((each) => networkOf(each) ?? []);
  const [network] = networks;
  if (network === undefined)
    return only === undefined ? or([]) : { ...only, sources: predicates.flatMap(({ sources = [] }) => sources) };
  const ranges = networks.map(({ range }) => range);
  return {
    kind: 'call',
    name: network.name.replace('_in_range', '_in_any_range'),
    arguments: [network.subject, ...ranges],
  };
}

function membership({ first, literals }: Equalities): Scalar {
  const items = [...literals.values()].map(({ item, sources }) => (sources.length === 0 ? item : { ...item, sources }));
  const [only] = items;
  if (items.length === 1 && only !== undefined) {
    return only.sources?.length === first.sources?.length ? first : { ...first, right: only };
  }
  return { kind: 'in', operator: first.operator === '=~' ? 'in~' : 'in', left: first.left, items };
}

function networkOf(predicate: Scalar): { name: string; subject: Scalar; range: StringLiteral } | undefined {
  if (predicate.kind !== 'call' || !/^ipv[46]_is_in_range$/.test(predicate.name)) return undefined;
  const [subject, range] = predicate.arguments;
  if (subject === undefined || range?.kind !== 'string') return undefined;
  return { name: predicate.name, subject, range: withSources(range, predicate.sources ?? []) };
}

function withSources<Node extends Scalar>(node: Node, sources: readonly Range[]): Node {
  if (sources.length === 0) return node;
  return { ...node, sources: node.sources === undefined ? sources : [...node.sources, ...sources] };
}
