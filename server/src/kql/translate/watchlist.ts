import type { Range } from '../../range.ts';
import type { Test } from '../../sigma/expression.ts';
import { howToGiveValues } from '../../sigma/placeholders.ts';
import type { Scalar } from '../ast.ts';
import { call, verbatim } from '../build.ts';
import { columnName } from '../identifier.ts';
import { quote } from '../quote.ts';
import { type Context, refuse, type Watchlist } from './context.ts';
import type { Subject } from './subject.ts';

type Text = Extract<Test, { kind: 'string' }>;

/** Whether the text still has a placeholder, which has to be answered by a watchlist or refused. */
export function isOpen(test: Test): test is Text {
  return test.kind === 'string' && test.pattern.some(({ kind }) => kind === 'placeholder');
}

/**
 * A placeholder whose values are in a watchlist of Sentinel: the column is one of them. Without a subject, which is a
 * column of text or numbers, or with more in the value than the placeholder, the rule has no query. Source: Microsoft's
 * page "Build queries and rules with watchlists", `_GetWatchlist`.
 */
export function placeholderPredicate(
  { pattern, cased }: Text,
  subject: Subject | undefined,
  range: Range,
  context: Context,
): Scalar {
  const open = pattern.find((part) => part.kind === 'placeholder');
  if (open?.query !== undefined) return expressionPredicate(open.query, open.name, subject, range, context);
  const name = open?.name ?? '';
  const watchlist = Object.hasOwn(context.watchlists, name) ? context.watchlists[name] : undefined;
  if (watchlist === undefined) {
    const message = `\`%${name}%\` has no value, so there is nothing to look for. ${howToGiveValues}`;
    return refuse(context, 'unresolved-placeholder', message, range);
  }
  const reason = pattern.length > 1 ? 'only whole values can be compared with a watchlist' : obstacle(subject, context);
  if (reason !== undefined || subject === undefined) {
    const message = `The watchlist \`${watchlist.alias}\` cannot stand for \`%${name}%\` here: ${reason}.`;
    return refuse(context, 'unresolved-placeholder', message, range);
  }
  const left = subject.type === 'string' ? subject.scalar : call('tostring', subject.scalar);
  return { kind: 'in', operator: cased ? 'in' : 'in~', left, items: [verbatim(valuesOf(watchlist))] };
}

/** What a processing pipeline says the placeholder is (`query_expression_placeholders`), with the column and the id filled in. */
function expressionPredicate(
  { kql, id }: { readonly kql: string; readonly id: string },
  name: string,
  subject: Subject | undefined,
  range: Range,
  context: Context,
): Scalar {
  const { table } = context;
  if (subject?.scalar.kind !== 'column' || subject.holds !== undefined || subject.rewrites.length > 0) {
    const message = `\`${table}\` has no single column in which the values of \`%${name}%\` could be looked up.`;
    return refuse(context, 'unresolved-placeholder', message, range);
  }
  const column = subject.scalar.name;
  const filled = kql.replace(/\{\{|\}\}|\{(field|id)\}/g, (found: string, place?: string) =>
    place === undefined ? found.charAt(0) : place === 'field' ? column : id,
  );
  return { ...verbatim(filled, [column]), compound: true, nullable: true };
}

function obstacle(subject: Subject | undefined, { target, table }: Context): string | undefined {
  if (target === 'xdr') return 'advanced hunting has no watchlists';
  if (subject === undefined || subject.type === 'dynamic') return `\`${table}\` has no single column for this field`;
  if (subject.holds !== undefined || subject.rewrites.length > 0 || subject.forms.length > 0)
    return `\`${table}\` has the values of \`${subject.field}\` in another form`;
  return undefined;
}

/** A row without a value is none. */
function valuesOf({ alias, column }: Watchlist): string {
  const plain = columnName(column) === column ? column : `[${quote(column)}]`;
  return `(_GetWatchlist(${quote(alias)}) | project Value = tostring(${plain}) | where isnotempty(Value))`;
}
