import type { Range } from '../../range.ts';
import type { Scalar } from '../ast.ts';
import { bool, column, or } from '../build.ts';
import { spellingOf } from '../printTabular.ts';
import type { NamedColumns, Pipeline, Where } from '../tabular.ts';
import { approximate, type Building } from './building.ts';
import { fold } from './fold.ts';
import type { EventSource } from './source.ts';

/** What the rows of detections have besides the columns demanded of them. */
export interface RowShape {
  /** A column for each of the rules that are counted, saying whether it matched; undefined if there is only one. */
  readonly flags: readonly string[] | undefined;
  /** Columns that only alerts fill. */
  readonly extra: NamedColumns;
  /** Whether it makes a difference when two rules match one event. */
  readonly isIdentityNeeded: boolean;
  readonly place: Range;
}

/**
 * The rows of detections, a pipeline for each table. Rules on the same table are read from it at once, so that what
 * several of them match is one row, as it is one event.
 */
export function detectionRows(sources: readonly EventSource[], shape: RowShape, building: Building): Pipeline[] {
  const tables = [...new Set(sources.map(({ query }) => query.table))];
  return tables.flatMap((table) => {
    const onTable = sources.filter(({ query }) => query.table === table);
    const [first, second] = onTable;
    if (first === undefined) return [];
    if (second === undefined) return [alone(first, shape)];
    const together = foldedRows(onTable, shape);
    if (together !== undefined) return [together];
    if (shape.isIdentityNeeded) {
      const message = `An event of \`${first.query.table}\` that several of the rules match counts more than once.`;
      approximate(building, message, shape.place);
    }
    return onTable.map((source) => alone(source, shape));
  });
}

function alone({ input: { target }, query, columns }: EventSource, { flags = [], extra }: RowShape): Pipeline {
  const own = flags.map((name, index) => ({ name, value: bool(index === target) }));
  return {
    source: { kind: 'query', query },
    operators: [{ kind: 'project', columns: [...columns, ...own, ...extra] }],
  };
}

/**
 * Undefined where the rules have different fields in these columns, or compute different columns of one name. What one of
 * them computes is there for all, so that the columns are those that are shortest to say.
 */
function foldedRows(sources: readonly EventSource[], { flags = [], extra }: RowShape): Pipeline | undefined {
  if (new Set(sources.map(({ plain }) => plain.map(spellingOf).join('\n'))).size > 1) return undefined;
  const folded = fold(sources.map(({ query }) => query));
  if (folded === undefined) return undefined;
  const length = ({ columns }: EventSource): number => columns.map(({ value }) => spellingOf(value)).join('').length;
  const [shortest] = sources.toSorted((one, other) => length(one) - length(other));
  const columns = shortest?.columns ?? [];
  const own = flags.map((name, target) => {
    const index = sources.findIndex((each) => each.input.target === target);
    const value: Scalar = folded.matches[index] ?? bool(false);
    return { name, value };
  });
  const possible = own.filter(({ value }) => value.kind !== 'bool' || value.value);
  const some: Where = { kind: 'where', predicate: or(possible.map(({ name }) => column(name))) };
  return {
    source: { kind: 'query', query: folded.query },
    operators: [
      { kind: 'project', columns: [...columns, ...own, ...extra] },
      ...(folded.isSelected || some.predicate.kind === 'bool' ? [] : [some]),
    ],
  };
}
