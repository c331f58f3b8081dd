import type { Pattern } from '../../sigma/pattern.ts';
import type { Binary, Membership, Scalar, StringLiteral } from '../ast.ts';
import { and, binary, column, or, text } from '../build.ts';
import type { Holder } from '../tableMapping.ts';
import { longestTerm } from './longestTerm.ts';

/**
 * Conditions on whole terms, which Kusto answers from its term index and which follow from the predicate: in front of it
 * they lose and win no row. `holderOf` says which column the index has a column's text in, if any.
 * Sources: Microsoft's page on string operators, "What is a term?"; its own detections ask `EventData has "…"`.
 */
export function impliedTerms(predicate: Scalar, holderOf: HolderOf): Scalar[] {
  return [...conditionsOf(predicate, holderOf)].flatMap(([key, terms]) => conditionOf(key.split(' '), terms) ?? []);
}

type HolderOf = (column: string) => Holder | undefined;

/** By the columns, one of which has the term. Each set is of terms of which a row has at least one; a row has one of every set. */
type Conditions = ReadonlyMap<string, readonly (readonly StringLiteral[])[]>;

function conditionsOf(node: Scalar, holderOf: HolderOf): Conditions {
  switch (node.kind) {
    case 'and':
      return merged(node.operands.map((operand) => conditionsOf(operand, holderOf)));
    case 'or':
      return alternative(node, holderOf);
    case 'binary': {
      const { left, right, operator } = node;
      const isScan = scanning.has(operator) || node.pattern !== undefined;
      return isScan && left.kind === 'column' && right.kind === 'string'
        ? ofLiteral(holderOf(left.name), node, right)
        : nothing;
    }
    default:
      return nothing;
  }
}

const nothing: Conditions = new Map();

function keyOf({ columns }: Holder): string {
  return columns.join(' ');
}

/** Those that no index answers. */
const scanning: ReadonlySet<string> = new Set<Binary['operator']>([
  'contains',
  'contains_cs',
  'startswith',
  'startswith_cs',
  'endswith',
  'endswith_cs',
]);

function merged(all: readonly Conditions[]): Conditions {
  const together = new Map<string, readonly (readonly StringLiteral[])[]>();
  for (const [name, sets] of all.flatMap((each) => [...each]))
    together.set(name, [...(together.get(name) ?? []), ...sets]);
  return together;
}

/** A column whose terms every alternative asks for. Where all are equalities the index answers already. */
function alternative({ operands }: Extract<Scalar, { kind: 'and' | 'or' }>, holderOf: HolderOf): Conditions {
  if (operands.length > longestList) return nothing;
  const each = operands.map((operand) => impliedBy(operand, holderOf));
  const [first] = each;
  if (first === undefined || !operands.some((operand) => conditionsOf(operand, holderOf).size > 0)) return nothing;
  const found = new Map<string, readonly (readonly StringLiteral[])[]>();
  for (const name of first.keys()) {
    const terms = each.map((conditions) => conditions.get(name)?.[0]);
    const known = terms.filter((set) => set !== undefined);
    if (known.length === terms.length) found.set(name, [known.flat()]);
  }
  return found;
}

/** As `conditionsOf`, with those that equalities imply. */
function impliedBy(node: Scalar, holderOf: HolderOf): Conditions {
  if (node.kind === 'and') return merged(node.operands.map((operand) => impliedBy(operand, holderOf)));
  if (node.kind === 'binary' && (node.operator === '==' || node.operator === '=~')) {
    const { left, right } = node;
    return left.kind === 'column' && right.kind === 'string' ? ofLiteral(holderOf(left.name), node, right) : nothing;
  }
  return node.kind === 'in' ? ofList(node, holderOf) : conditionsOf(node, holderOf);
}

function ofList({ operator, left, items }: Membership, holderOf: HolderOf): Conditions {
  const holder = left.kind === 'column' && !operator.startsWith('!') ? holderOf(left.name) : undefined;
  if (holder === undefined) return nothing;
  const terms = items.map((item) => (item.kind === 'string' ? termOf('==', item, item.sources, holder) : undefined));
  const known = terms.filter((term) => term !== undefined);
  return known.length === terms.length ? new Map([[keyOf(holder), [known]]]) : nothing;
}

function ofLiteral(
  holder: Holder | undefined,
  { operator, pattern, sources }: Binary,
  literal: StringLiteral,
): Conditions {
  if (holder === undefined || holder.columns[0] === '*') return nothing;
  const term =
    pattern === undefined ? termOf(operator, literal, sources, holder) : termOfPattern(pattern, sources, holder);
  return term === undefined ? nothing : new Map([[keyOf(holder), [[term]]]]);
}

/** The longest term that a text must have to pass, with the places in the rule that it stands for. */
function termOf(
  operator: Binary['operator'],
  { value }: StringLiteral,
  sources: StringLiteral['sources'],
  holder: Holder,
): StringLiteral | undefined {
  const isWhole = operator.startsWith('=');
  const ends = {
    opens: isWhole || operator.startsWith('startswith'),
    closes: isWhole || operator.startsWith('endswith'),
  };
  return located(longestTerm(value, ends, holder), sources);
}

/** The same of a pattern, whose wildcards may stand for letters. */
function termOfPattern(pattern: Pattern, sources: StringLiteral['sources'], holder: Holder): StringLiteral | undefined {
  const terms = pattern.flatMap((part, index) =>
    part.kind === 'text'
      ? (longestTerm(part.text, { opens: index === 0, closes: index === pattern.length - 1 }, holder) ?? [])
      : [],
  );
  return located(
    terms.reduce<string | undefined>(
      (longest, term) => (term.length > (longest?.length ?? 0) ? term : longest),
      undefined,
    ),
    sources,
  );
}

function located(term: string | undefined, sources: StringLiteral['sources']): StringLiteral | undefined {
  return term === undefined ? undefined : { ...text(term), ...(sources !== undefined && { sources }) };
}

function conditionOf(columns: readonly string[], sets: readonly (readonly StringLiteral[])[]): Scalar | undefined {
  const [name = '', ...more] = columns;
  const [singles, lists] = [sets.filter(({ length }) => length === 1), sets.filter(({ length }) => length > 1)];
  const all = distinct(singles.flat());
  const asked = lists.map(distinct).filter(({ length }) => length <= longestList);
  if (all.length + asked.length === 0) return undefined;
  if (more.length > 0) return and([...all.map((term) => [term]), ...asked].map((terms) => inOneOf(columns, terms)));
  const conditions = asked.map((terms) => hasAny(name, terms));
  if (all.length > 0) conditions.unshift(all.length === 1 ? hasAny(name, all) : hasList(name, 'has_all', all));
  return and(conditions);
}

function inOneOf(columns: readonly string[], terms: readonly StringLiteral[]): Scalar {
  return or(columns.map((name) => hasAny(name, terms)));
}

function hasAny(name: string, terms: readonly StringLiteral[]): Scalar {
  const [only] = terms;
  return only !== undefined && terms.length === 1 ? has(name, only) : hasList(name, 'has_any', terms);
}

/** More terms leave little out, and make a query that nobody wants to read. */
const longestList = 100;

function distinct(terms: readonly StringLiteral[]): readonly StringLiteral[] {
  const known = new Map<string, StringLiteral>();
  for (const term of terms) if (!known.has(term.value.toLowerCase())) known.set(term.value.toLowerCase(), term);
  return [...known.values()];
}

function has(name: string, { sources, ...term }: StringLiteral): Scalar {
  return { ...binary(column(name), 'has', term), ...(sources !== undefined && { sources }) };
}

function hasList(name: string, operator: 'has_all' | 'has_any', items: readonly StringLiteral[]): Scalar {
  return { kind: 'in', operator, left: column(name), items };
}
