import type { Range } from '../../range.ts';
import type { Test } from '../../sigma/expression.ts';
import type { Pattern } from '../../sigma/pattern.ts';
import type { Scalar } from '../ast.ts';
import { binary, call, text, verbatim } from '../build.ts';
import { columnName } from '../identifier.ts';
import { quote } from '../quote.ts';
import { type Context, hint, refuse, type Watchlist } from './context.ts';
import { tellLines } from './lines.ts';
import { anchorsOf, anywhere, isRespelt, partSource } from './patterns.ts';
import type { Subject } from './subject.ts';

type Text = Extract<Test, { kind: 'string' }>;

/**
 * A text in which every placeholder has a watchlist: one of its values, which are plain texts and no patterns, stands in
 * the placeholder's place. An empty watchlist matches nothing, and several placeholders are every combination. Without
 * wildcards and with one placeholder it is a list for `in`; everything else is one regular expression, made of the values
 * before the rows are read, so that no row is lost or doubled. Sources: Microsoft's pages "Build queries and rules with
 * watchlists", "toscalar()" and "regex_quote()"; that values are plain is a convention: a look-up compares texts.
 */
export function watchlistPredicate(
  { pattern, cased }: Text,
  subject: Subject | undefined,
  range: Range,
  context: Context,
): Scalar {
  const reason = obstacle(subject, pattern, context);
  if (reason !== undefined || subject === undefined) return refuseWatchlist(pattern, reason ?? '', range, context);
  const left = subject.type === 'string' ? subject.scalar : call('tostring', subject.scalar);
  const isList = subject.holds === 'lines' || subject.holds === 'texts';
  if (isList) {
    tellLines(subject, range, context);
    return expression(left, pattern, cased ? 'm' : 'im', range, context);
  }
  const values = wholeValues(pattern, subject, context);
  if (values === undefined) return expression(left, pattern, cased ? 's' : 'is', range, context);
  return { kind: 'in', operator: cased ? 'in' : 'in~', left, items: [verbatim(values)] };
}

/** The same for a keyword in a column of text; `encoding` is the name of a column there that writes values in its own way. */
export function watchlistKeyword(
  left: Scalar,
  { pattern, cased }: Text,
  encoding: string | undefined,
  range: Range,
  context: Context,
): Scalar {
  const written = encoding === undefined ? undefined : `\`${encoding}\` has many values in one text, with escapes`;
  const reason = context.target === 'xdr' ? noWatchlists : written;
  if (reason !== undefined) return refuseWatchlist(pattern, reason, range, context);
  return expression(left, anywhere(pattern), cased ? 's' : 'is', range, context);
}

/** `reason` ends the sentence. */
function refuseWatchlist(pattern: Pattern, reason: string, range: Range, context: Context): Scalar {
  const [first] = pattern.flatMap((part) => (part.kind === 'placeholder' ? [part.name] : []));
  const alias = watchlistOf(first ?? '', context)?.alias ?? '';
  const message = `\`%${first}%\` cannot be looked up in the watchlist \`${alias}\` here: ${reason}.`;
  return refuse(context, 'unresolved-placeholder', message, range);
}

const noWatchlists = 'advanced hunting has no watchlists';

function obstacle(subject: Subject | undefined, pattern: Pattern, { target, table }: Context): string | undefined {
  if (target === 'xdr') return noWatchlists;
  if (subject === undefined) return `\`${table}\` has no single column for this field`;
  const { type, field, holds } = subject;
  if (type === 'dynamic') return `\`${table}\` may have a list in \`${field}\``;
  const isText = type === 'string' || type === 'int' || type === 'long' || (type === 'guid' && pattern.length === 1);
  if (!isText)
    return `\`${field}\` is of the type ${type} in \`${table}\`, which the values could only be compared with in Kusto's spelling`;
  const isOther = holds === 'fileName' || holds === 'pathOrFileName';
  return isOther || isRespelt(subject.rewrites) || subject.forms.length > 0
    ? `\`${table}\` has the values of \`${field}\` in another form`
    : undefined;
}

/** The texts that the pattern stands for, as a table of one column; undefined if that is no list of texts. */
function wholeValues(pattern: Pattern, { type }: Subject, context: Context): string | undefined {
  const names = pattern.flatMap((part) => (part.kind === 'placeholder' ? [part.name] : []));
  if (names.length !== 1 || pattern.some(({ kind }) => kind === 'any' || kind === 'one')) return undefined;
  const values = rowsOf(watchlistOf(names[0] ?? '', context));
  // Kusto writes a guid without the braces that many logs have around it.
  if (type === 'guid') return `(${values} | project Value = trim("[{}]", Value))`;
  if (pattern.length === 1) return `(${values})`;
  const joined = pattern.map((part) => (part.kind === 'text' ? quote(part.text) : 'Value')).join(', ');
  return `(${values} | project Value = strcat(${joined}))`;
}

/** A regular expression in which the values of each watchlist are alternatives. */
function expression(left: Scalar, pattern: Pattern, flags: string, range: Range, context: Context): Scalar {
  const { start, parts, end } = anchorsOf(pattern);
  const pieces: Scalar[] = [];
  let source = `(?${flags})${start}`;
  for (const part of parts) {
    if (part.kind !== 'placeholder') {
      source += partSource(part);
      continue;
    }
    const watchlist = watchlistOf(part.name, context);
    pieces.push(text(`${source}(?:`), verbatim(alternatives(watchlist)));
    source = ')';
    tellOfSize(watchlist, range, context);
  }
  pieces.push(text(source + end));
  return binary(left, 'matches regex', call('strcat', ...pieces));
}

/** Of no values, an expression that nothing matches: `array_length` of what Kusto could not gather is not above 0 either. */
function alternatives(watchlist: Watchlist | undefined): string {
  const joined = `iff(array_length(Values) > 0, strcat_array(Values, "|"), @"\\z.")`;
  return `toscalar(${rowsOf(watchlist)} | summarize Values = make_set(regex_quote(Value)) | project ${joined})`;
}

/** A dynamic value holds at most a megabyte (Microsoft's page "The dynamic data type"). */
function tellOfSize(watchlist: Watchlist | undefined, range: Range, context: Context): void {
  const message = `The values of the watchlist \`${watchlist?.alias}\` become one regular expression, which Kusto can make of a megabyte of them at most.`;
  hint(context, message, range, 'watchlist-size');
}

/** Its values in the column `Value`; a row without a value is none. */
function rowsOf(watchlist: Watchlist | undefined): string {
  const { alias, column } = watchlist ?? { alias: '', column: '' };
  const plain = columnName(column) === column ? column : `[${quote(column)}]`;
  return `_GetWatchlist(${quote(alias)}) | project Value = tostring(${plain}) | where isnotempty(Value)`;
}

/** The watchlist that has the values of a placeholder. */
export function watchlistOf(name: string, { watchlists }: Context): Watchlist | undefined {
  return Object.hasOwn(watchlists, name) ? watchlists[name] : undefined;
}
