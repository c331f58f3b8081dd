import { table as tableNamed } from '../../catalog/tables.ts';
import type { Range } from '../../range.ts';
import type { Item, Test } from '../../sigma/expression.ts';
import type { Pattern } from '../../sigma/pattern.ts';
import type { Scalar } from '../ast.ts';
import { bool, column, or, verbatim } from '../build.ts';
import type { TableMapping } from '../tableMapping.ts';
import { approximate, type Context, refuse } from './context.ts';
import { inJson, inXml, textOf } from './encoded.ts';
import { anywhere } from './patterns.ts';
import { isOpen, placeholderPredicate } from './placeholder.ts';
import { regexPredicate } from './regex.ts';
import { patternPredicate } from './text.ts';
import { watchlistKeyword } from './watchlist.ts';

/**
 * A keyword is looked for anywhere in the values of an event: in the columns that hold them. Where a column holds many
 * values as JSON or XML, it is looked for as it is written there.
 */
export function keywordPredicate(item: Item, test: Test, range: Range, context: Context): Scalar {
  const { keywords } = context.mapping;
  if (keywords.length === 0) {
    const message = `\`${context.table}\` (${context.target}) has no column that keywords could be looked for in.`;
    return refuse(context, 'unmapped-keywords', message, item.fieldRange);
  }
  if (!isOpen(test)) return or(keywords.map((name) => keywordIn(name, test, range, item.fieldRange, context)));
  return placeholderPredicate(test, undefined, range, context, (open) =>
    or(
      keywords.map((name) => {
        const [encoding] = encodingsOf(name, context).values();
        return watchlistKeyword(scalarOf(name), open, encoding, range, context);
      }),
    ),
  );
}

function scalarOf(name: string): Scalar {
  return /^(\w+|\*)$/.test(name) ? column(name) : verbatim(name);
}

function keywordIn(name: string, test: Test, range: Range, fieldRange: Range, context: Context): Scalar {
  const scalar = scalarOf(name);
  const encodings = encodingsOf(name, context);
  if (encodings.size > 0) tellOfNames(encodings, fieldRange, context);
  switch (test.kind) {
    case 'string':
      return patternIn(scalar, anywhere(test.pattern), test.cased, encodings);
    case 'number':
    case 'boolean':
      return patternIn(scalar, anywhere([{ kind: 'text', text: String(test.value) }]), false, encodings);
    case 'regex':
      if (encodings.size > 0) tellOfEncoding(encodings, range, context);
      return regexPredicate(scalar, test);
    case 'null':
    case 'exists':
    case 'cidr':
    case 'compare':
    case 'time':
    case 'fieldref':
      return refuse(context, 'unsupported-value', 'A keyword has to be text to be looked for in KQL.', range);
  }
}

type Encodings = ReadonlyMap<'json' | 'xml' | 'keyValue', string>;

/** How values are written in the columns that a keyword is looked for in, each with a column that has them so. */
function encodingsOf(name: string, context: Context): Encodings {
  const known = remembered.get(context.mapping) ?? new Map<string, Encodings>();
  remembered.set(context.mapping, known);
  const found = known.get(name) ?? findEncodings(name, context);
  known.set(name, found);
  return found;
}

/** A rule may have many thousands of keywords. */
const remembered = new WeakMap<TableMapping, Map<string, Encodings>>();

function findEncodings(name: string, { mapping, target }: Context): Encodings {
  const encodings = new Map<'json' | 'xml' | 'keyValue', string>();
  const isAsked = (each: string): boolean => name === '*' || new RegExp(`\\b${each}\\b`).test(name);
  for (const [each, type] of tableNamed(mapping.table, target)?.columns ?? [])
    if (type === 'dynamic' && isAsked(each) && !encodings.has('json')) encodings.set('json', each);
  for (const [each, format] of mapping.formats ?? []) {
    if (format !== 'dynamic' && isAsked(each)) encodings.set(format, each);
  }
  return encodings;
}

/** As it is, and as it is written in each encoding. Some column of a row always has text. */
function patternIn(scalar: Scalar, pattern: Pattern, cased: boolean, encodings: Encodings): Scalar {
  if (scalar.kind === 'column' && scalar.name === '*' && pattern.every(({ kind }) => kind === 'any')) return bool(true);
  if (isWrittenAsIs(pattern)) return patternPredicate({ scalar }, pattern, cased);
  const forms = [
    pattern,
    ...(encodings.has('json') ? [inJson(pattern)] : []),
    ...(encodings.has('xml') ? inXml(pattern) : []),
  ];
  const distinct = [...new Map(forms.map((form) => [textOf(form), form])).values()];
  return or(distinct.map((form) => patternPredicate({ scalar }, form, cased)));
}

/** Whether no encoding changes a character of it. */
function isWrittenAsIs(pattern: Pattern): boolean {
  return pattern.every((part) => part.kind !== 'text' || /^[\w .,:;/()-]*$/.test(part.text));
}

function tellOfNames(encodings: Encodings, range: Range, context: Context): void {
  const [name = ''] = encodings.values();
  const known = `keywords in ${name}`;
  if (context.reported.has(known)) return;
  context.reported.add(known);
  const message = `Keywords are looked for in the text of \`${name}\` too, where the names of fields match as well as their values.`;
  approximate(context, message, range);
}

function tellOfEncoding(encodings: Encodings, range: Range, context: Context): void {
  for (const [encoding, name] of encodings) {
    const message = `The regular expression sees \`${name}\` as it is written ${writing[encoding]}.`;
    approximate(context, message, range);
  }
}

const writing = {
  json: 'in JSON, with its escapes',
  xml: 'in XML, with its escapes',
  keyValue: 'there, many values in one text',
} as const;
