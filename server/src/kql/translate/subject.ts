import type { ColumnType } from '../../catalog/columns.ts';
import type { Range } from '../../range.ts';
import type { Scalar } from '../ast.ts';
import { call, column, verbatim } from '../build.ts';
import { columnName } from '../identifier.ts';
import type { Holds } from '../mappingFiles.ts';
import type { ColumnField, ComputedField, Rewrite } from '../tableMapping.ts';
import type { Context } from './context.ts';

/** What a test is about: a column, or one that the query computes. */
export interface Subject {
  /** Sigma's name. */
  readonly field: string;
  readonly scalar: Scalar;
  readonly type: ColumnType;
  readonly holds?: Holds;
  readonly rewrites: readonly Rewrite[];
  readonly forms: readonly ('decimal' | 'hexadecimal')[];
  /** Texts of the field that other columns tell of: text -> predicate. */
  readonly told?: ReadonlyMap<string, string>;
  /** The field is there; missing where the column's own text tells. */
  readonly present?: Scalar;
}

/** The column behind a field; a computed one is put on the list of those that the query needs. */
export function subjectOf(
  field: string,
  mapped: ColumnField | ComputedField,
  fieldRange: Range,
  context: Context,
): Subject {
  const { type, holds, rewrites = none, forms = none, told } = mapped;
  const common = {
    field,
    type,
    rewrites,
    forms,
    ...(holds !== undefined && { holds }),
    ...(told !== undefined && { told }),
  };
  if (mapped.kind === 'column') return { ...common, scalar: column(mapped.column) };
  const { presence, parsed, expression, within } = mapped;
  const reads = parsed?.name;
  if (parsed !== undefined && !context.computed.has(parsed.name)) {
    context.computed.set(parsed.name, { expression: parsed.expression, sources: [] });
  }
  const name = freeName(mapped.as ?? columnName(field), expression, context);
  if (!context.computed.has(name)) {
    context.computed.set(name, {
      expression,
      sources: [fieldRange],
      ...(reads !== undefined && { reads }),
      ...(within !== undefined && { within }),
    });
  }
  return {
    ...common,
    scalar: column(name),
    ...(presence !== undefined && {
      present: call(presence.test, verbatim(presence.of, reads === undefined ? undefined : [reads])),
    }),
  };
}

/** Two fields may have the same name as columns, `user.name` and `user_name`. */
function freeName(name: string, expression: string, { computed }: Context): string {
  let free = name;
  for (let count = 2; (computed.get(free)?.expression ?? expression) !== expression; count++) free = `${name}_${count}`;
  return free;
}

/** One list, so that two fields without rewrites have the same. */
const none: readonly never[] = [];
