import type { Pattern } from '../../sigma/pattern.ts';
import type { Binary, Membership, Scalar, StringLiteral } from '../ast.ts';
import { and, binary, column, text } from '../build.ts';

/**
 * The predicate with conditions on whole terms in front, which Kusto answers from its term index and which follow from
 * the predicate: no row is lost or won. Columns of which `isIndexed` says no, such as computed ones, get none.
 * Source: Microsoft's page on string operators, "What is a term?".
 */
export function withTerms(predicate: Scalar, isIndexed: (column: string) => boolean): Scalar {
  const conditions = [...conditionsOf(predicate)]
    .filter(([name]) => isIndexed(name))
    .flatMap(([name, terms]) => conditionOf(name, terms) ?? []);
  return conditions.length === 0 ? predicate : and([...conditions, predicate]);
}

/** Each set is of terms of which a row has at least one; a row has one of every set. */
type Conditions = ReadonlyMap<string, readonly (readonly StringLiteral[])[]>;

function conditionsOf(node: Scalar): Conditions {
  switch (node.kind) {
    case 'and':
      return merged(node.operands.map(conditionsOf));
    case 'or':
      return alternative(node);
    case 'binary': {
      const { left, right, operator } = node;
      const isScan = scanning.has(operator) || node.pattern !== undefined;
      return isScan && left.kind === 'column' && right.kind === 'string' ? ofLiteral(left.name, node, right) : nothing;
    }
    default:
      return nothing;
  }
}

const nothing: Conditions = new Map();

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
function alternative({ operands }: Extract<Scalar, { kind: 'and' | 'or' }>): Conditions {
  if (operands.length > longestList) return nothing;
  const each = operands.map(impliedBy);
  const [first] = each;
  if (first === undefined || !operands.some((operand) => conditionsOf(operand).size > 0)) return nothing;
  const found = new Map<string, readonly (readonly StringLiteral[])[]>();
  for (const name of first.keys()) {
    const terms = each.map((conditions) => conditions.get(name)?.[0]);
    const known = terms.filter((set) => set !== undefined);
    if (known.length === terms.length) found.set(name, [known.flat()]);
  }
  return found;
}

/** As `conditionsOf`, with those that equalities imply. */
function impliedBy(node: Scalar): Conditions {
  if (node.kind === 'and') return merged(node.operands.map(impliedBy));
  if (node.kind === 'binary' && (node.operator === '==' || node.operator === '=~')) {
    const { left, right } = node;
    return left.kind === 'column' && right.kind === 'string' ? ofLiteral(left.name, node, right) : nothing;
  }
  return node.kind === 'in' ? ofList(node) : conditionsOf(node);
}

function ofList({ operator, left, items }: Membership): Conditions {
  if (left.kind !== 'column' || operator.startsWith('!')) return nothing;
  const terms = items.map((item) => (item.kind === 'string' ? termOf('==', item, item.sources) : undefined));
  const known = terms.filter((term) => term !== undefined);
  return known.length === terms.length ? new Map([[left.name, [known]]]) : nothing;
}

function ofLiteral(name: string, { operator, pattern, sources }: Binary, literal: StringLiteral): Conditions {
  if (name === '*') return nothing;
  const term = pattern === undefined ? termOf(operator, literal, sources) : termOfPattern(pattern, sources);
  return term === undefined ? nothing : new Map([[name, [[term]]]]);
}

/** The longest term that a text must have to pass, with the places in the rule that it stands for. */
function termOf(
  operator: Binary['operator'],
  { value }: StringLiteral,
  sources: StringLiteral['sources'],
): StringLiteral | undefined {
  const isWhole = operator.startsWith('=');
  return located(
    longestTerm(value, isWhole || operator.startsWith('startswith'), isWhole || operator.startsWith('endswith')),
    sources,
  );
}

/** The same of a pattern, whose wildcards may stand for letters. */
function termOfPattern(pattern: Pattern, sources: StringLiteral['sources']): StringLiteral | undefined {
  const terms = pattern.flatMap((part, index) =>
    part.kind === 'text' ? (longestTerm(part.text, index === 0, index === pattern.length - 1) ?? []) : [],
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

/**
 * The longest run of letters and digits that is a whole term of every text with the literal in it: it begins and ends
 * inside of the literal, or at an end of it where the text does too. Only what everybody's reading of "alphanumeric"
 * agrees on: ASCII, with neighbours that are ASCII and no underscore.
 */
function longestTerm(literal: string, opensText: boolean, closesText: boolean): string | undefined {
  let longest: string | undefined;
  for (const { 0: run, index } of literal.matchAll(/[A-Za-z0-9]+/g)) {
    const end = index + run.length;
    const isWhole =
      (index === 0 ? opensText : separates(literal.charCodeAt(index - 1))) &&
      (end === literal.length ? closesText : separates(literal.charCodeAt(end)));
    if (isWhole && run.length > (longest?.length ?? 2) && !everywhere.has(run.toLowerCase())) longest = run;
  }
  return longest;
}

function separates(code: number): boolean {
  return code < 128 && code !== 95;
}

/** Terms that nearly every path or key has, so that asking for them leaves nothing out. */
const everywhere: ReadonlySet<string> = new Set([
  'exe',
  'dll',
  'com',
  'windows',
  'system32',
  'program',
  'files',
  'users',
  'software',
  'microsoft',
  'bin',
  'usr',
]);

function conditionOf(name: string, sets: readonly (readonly StringLiteral[])[]): Scalar | undefined {
  const [singles, lists] = [sets.filter(({ length }) => length === 1), sets.filter(({ length }) => length > 1)];
  const all = distinct(singles.flat());
  const [only] = all;
  const conditions: Scalar[] = [];
  if (only !== undefined) conditions.push(all.length === 1 ? has(name, only) : hasList(name, 'has_all', all));
  for (const list of lists) {
    const terms = distinct(list);
    const [term] = terms;
    if (term !== undefined && terms.length <= longestList)
      conditions.push(terms.length === 1 ? has(name, term) : hasList(name, 'has_any', terms));
  }
  return conditions.length === 0 ? undefined : and(conditions);
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
