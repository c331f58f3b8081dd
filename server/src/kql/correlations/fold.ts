import type { Extend, Operator, Query, Scalar, Where } from '../ast.ts';
import { and, or } from '../build.ts';
import { spellingOf } from '../printTabular.ts';

/** Several rules on one table, read once: for each row which of them match. */
export interface Folded {
  readonly query: Query;
  /** One for each rule, in their order; it may be null, which is no match. */
  readonly matches: readonly Scalar[];
  /** The query has no rows but those that one of the rules matches. */
  readonly isSelected: boolean;
}

/**
 * One query for several on the same table, so that an event that more than one of the rules match stays one row. What all
 * have in common comes first, pipe what selects the rows of any. Undefined where their computed columns contradict each
 * other.
 */
export function fold(queries: readonly Query[]): Folded | undefined {
  const [first] = queries;
  if (first === undefined) return undefined;
  const common = commonStart(queries.map(({ operators }) => operators));
  const rests = queries.map(({ operators }) => splitAtExtend(operators.slice(common)));
  const computed = mergedStages(rests.map(({ extended }) => extended));
  if (computed === undefined) return undefined;
  const early = rests.map((rest) => and(rest.early.map(({ predicate }) => predicate)));
  const any = or(early);
  const operators: Operator[] = [
    ...first.operators.slice(0, common),
    ...(any.kind === 'bool' ? [] : [{ kind: 'where', predicate: any } satisfies Where]),
    ...computed,
  ];
  const matches = rests.map(({ early, late }) => and([...early, ...late].map(({ predicate }) => predicate)));
  const query = {
    table: first.table,
    operators,
    ...(first.tableSource !== undefined && { tableSource: first.tableSource }),
  };
  const isSelected = any.kind !== 'bool' && rests.every(({ late }) => late.length === 0);
  return { query, matches, isSelected };
}

/** How many operators all begin with. */
function commonStart(all: readonly (readonly Operator[])[]): number {
  const [first = [], ...others] = all;
  const differs = first.findIndex((operator, index) => {
    if (operator.kind !== 'where') return true;
    const spelling = spellingOf(operator.predicate);
    return others.some((each) => {
      const other = each[index];
      return other?.kind !== 'where' || spellingOf(other.predicate) !== spelling;
    });
  });
  return differs < 0 ? first.length : differs;
}

function splitAtExtend(operators: readonly Operator[]) {
  const early: Where[] = [];
  const late: Where[] = [];
  const extended: Extend[] = [];
  for (const operator of operators) {
    if (operator.kind === 'extend') extended.push(operator);
    else if (extended.length === 0) early.push(operator);
    else late.push(operator);
  }
  return { early, extended, late };
}

/**
 * All columns of these, each once, and in the first of the stages that compute it: what a stage reads of the ones before
 * it, such as JSON that is parsed once, stays before it.
 */
function mergedStages(queries: readonly (readonly Extend[])[]): Extend[] | undefined {
  const stages: Extend['columns'][number][][] = [];
  const known = new Map<string, string>();
  const most = Math.max(...queries.map(({ length }) => length));
  for (let stage = 0; stage < most; stage++) {
    const columns: Extend['columns'][number][] = [];
    for (const each of queries.flatMap((extended) => extended[stage]?.columns ?? [])) {
      const spelling = spellingOf(each.value);
      const other = known.get(each.name);
      if (other !== undefined && other !== spelling) return undefined;
      if (other === undefined) columns.push(each);
      known.set(each.name, spelling);
    }
    stages.push(columns);
  }
  return stages.filter(({ length }) => length > 0).map((columns) => ({ kind: 'extend', columns }));
}
