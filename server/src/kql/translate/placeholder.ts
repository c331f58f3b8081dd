import type { Range } from '../../range.ts';
import type { Test } from '../../sigma/expression.ts';
import { howToGiveValues, openPlaceholder } from '../../sigma/placeholders.ts';
import type { Scalar } from '../ast.ts';
import { verbatim } from '../build.ts';
import { type Context, refuse } from './context.ts';
import { isRespelt } from './patterns.ts';
import type { Subject } from './subject.ts';
import { watchlistOf, watchlistPredicate } from './watchlist.ts';

type Text = Extract<Test, { kind: 'string' }>;
type Open = Text | Extract<Test, { kind: 'regex' }>;

/** Whether the test still has a placeholder, which has to be answered by a watchlist or refused. */
export function isOpen(test: Test): test is Open {
  return openPlaceholder(test) !== undefined;
}

/**
 * A placeholder that has no values here: a watchlist of Sentinel has them, a processing pipeline says what it is in KQL,
 * or the rule has no query. `subject` is undefined where the table has no single column for the field; `onWatchlist`
 * answers a text whose placeholders all have watchlists.
 */
export function placeholderPredicate(
  test: Open,
  subject: Subject | undefined,
  range: Range,
  context: Context,
  onWatchlist: (test: Text) => Scalar = (text) => watchlistPredicate(text, subject, range, context),
): Scalar {
  const parts = test.kind === 'string' ? test.pattern : (test.open ?? []);
  for (const part of parts) {
    if (part.kind !== 'placeholder') continue;
    if (part.query !== undefined) return expressionPredicate(part.query, part.name, subject, range, context);
    if (watchlistOf(part.name, context) !== undefined) continue;
    const message = `\`%${part.name}%\` has no value, so there is nothing to look for. ${howToGiveValues}`;
    return refuse(context, 'unresolved-placeholder', message, range);
  }
  if (test.kind === 'string') return onWatchlist(test);
  const message = `\`%${openPlaceholder(test)}%\` has a watchlist, whose plain texts cannot be parts of a regular expression. Use \`contains\`, \`startswith\` or \`endswith\`, or give it values.`;
  return refuse(context, 'unresolved-placeholder', message, range);
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
  if (subject?.scalar.kind !== 'column' || subject.holds !== undefined || isRespelt(subject.rewrites)) {
    const message = `\`${table}\` has no single column in which the values of \`%${name}%\` could be looked up.`;
    return refuse(context, 'unresolved-placeholder', message, range);
  }
  const column = subject.scalar.name;
  const filled = kql.replace(/\{\{|\}\}|\{(field|id)\}/g, (found: string, place?: string) =>
    place === undefined ? found.charAt(0) : place === 'field' ? column : id,
  );
  return { ...verbatim(filled, [column]), compound: true, nullable: true };
}
