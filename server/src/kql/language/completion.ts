import type { Range } from '../../range.ts';
import type { KqlDocument } from './document.ts';
import { proposalsAt } from './proposals.ts';
import { tableFacts } from './schemas.ts';
import { type Completion, itemsOf, namesOf, service } from './service.ts';
import { knownValuesAt } from './values.ts';

export interface KqlCompletion {
  readonly label: string;
  /** What follows the label in a list: a function's parameters. */
  readonly parameters?: string;
  readonly kind: KqlCompletionKind;
  readonly detail?: string;
  /** What typed characters are compared with. */
  readonly filter: string;
  /** By which a list is in order. */
  readonly order: string;
  readonly text: string;
  /** The text with `$0` where the cursor goes, escaped as LSP's snippets are, if it does not go to the end. */
  readonly snippet?: string;
  /** More is to be chosen once it is inserted. */
  readonly isContinued: boolean;
}

export type KqlCompletionKind =
  | 'keyword'
  | 'operator'
  | 'column'
  | 'table'
  | 'function'
  | 'variable'
  | 'parameter'
  | 'type'
  | 'value'
  | 'database';

export interface KqlCompletions {
  /** What is replaced. */
  readonly range: Range;
  readonly items: readonly KqlCompletion[];
}

/** What Microsoft's service proposes at the offset, with the types of columns and what is known of tables; in texts the known values of a column. */
export function completeKql(document: KqlDocument, offset: number): KqlCompletions | undefined {
  const query = document.at(offset);
  if (query === undefined) return undefined;
  const known = knownValuesAt(document, offset);
  if (known !== undefined) return { range: known.range, items: known.values.map(toValue) };
  const at = offset - query.start;
  const proposals = proposalsAt(query.code, at);
  const columns = new Map(
    itemsOf(query.code.GetColumnsInScope(at)?.Columns).map(({ Name, Type }) => [Name, Type?.Name]),
  );
  const detailOf = (kind: KqlCompletionKind, name: string): string | undefined => {
    if (kind === 'column') return columns.get(name);
    return kind === 'table' ? tableDetail(name, document) : undefined;
  };
  const start = query.start + proposals.start;
  const items = proposals.items.flatMap(({ item, order }) => {
    const made = toCompletion(item);
    if (made === undefined) return [];
    const detail = detailOf(made.kind, made.label);
    return [{ ...made, order, ...(detail !== undefined && { detail }) }];
  });
  return { range: { start, end: start + proposals.length }, items };
}

function toValue(value: string): KqlCompletion {
  return { label: value, kind: 'value', filter: value, order: value, text: value, isContinued: false };
}

type Plain = Omit<KqlCompletion, 'order' | 'detail'>;

/** The service gives the same items again and again. */
const converted = new WeakMap<Completion, { readonly made: Plain | undefined }>();

function toCompletion(item: Completion): Plain | undefined {
  const known = converted.get(item) ?? { made: convert(item) };
  converted.set(item, known);
  return known.made;
}

function convert({ Kind, DisplayText, MatchText, ApplyTexts, Retrigger }: Completion): Plain | undefined {
  const kind = kinds[kindNames.get(Kind) ?? ''];
  if (kind === undefined) return undefined;
  const given = itemsOf(ApplyTexts);
  // After the bracket of a function the service appends a blank.
  const pieces = given.map((piece) => ({
    Text: (piece.Text ?? '').replace(/\( $/, '('),
    Caret: piece.Caret,
    Select: piece.Select,
  }));
  const text = pieces.map(({ Text }) => Text).join('');
  const bracket = kind === 'function' ? DisplayText.indexOf('(') : -1;
  const caret = pieces.findIndex(({ Caret }) => Caret);
  const beforeCursor = (caret === -1 ? given : given.slice(0, caret)).map(({ Text }) => Text ?? '').join('');
  return {
    label: bracket > 0 ? DisplayText.slice(0, bracket) : DisplayText,
    ...(bracket > 0 && { parameters: DisplayText.slice(bracket) }),
    kind,
    filter: MatchText,
    text,
    ...(pieces.some(({ Caret, Select }) => Caret || Select) && { snippet: snippetOf(pieces) }),
    // As the service has it: also where a blank or a bracket is left behind.
    isContinued: Retrigger || /[\s(]$/.test(beforeCursor),
  };
}

/** The cursor goes before a piece marked with `Caret`; one marked with `Select` is selected. */
function snippetOf(
  pieces: readonly { readonly Text: string; readonly Caret: boolean; readonly Select: boolean }[],
): string {
  return pieces
    .map(({ Text, Caret, Select }) => {
      const escaped = Text.replace(/[\\$}]/g, '\\$&');
      if (Select) return `\${1:${escaped}}`;
      return Caret ? `$0${escaped}` : escaped;
    })
    .join('');
}

function tableDetail(name: string, { schema, customTables }: KqlDocument): string {
  if (Object.hasOwn(customTables, name)) return 'custom table';
  const facts = tableFacts(name, schema);
  return facts?.kind === 'xdr' ? 'Defender' : (facts?.category ?? 'Log Analytics');
}

const kindNames = namesOf(service.Editor.CompletionKind);

/** Kinds that are not here, such as punctuation, are easier typed than chosen. */
const kinds: Readonly<Record<string, KqlCompletionKind>> = {
  Keyword: 'keyword',
  Syntax: 'value',
  Identifier: 'variable',
  Example: 'value',
  ScalarPrefix: 'type',
  TabularPrefix: 'keyword',
  TabularSuffix: 'keyword',
  QueryPrefix: 'keyword',
  ScalarInfix: 'operator',
  RenderChart: 'value',
  Column: 'column',
  Table: 'table',
  MaterialiedView: 'table',
  BuiltInFunction: 'function',
  LocalFunction: 'function',
  DatabaseFunction: 'function',
  AggregateFunction: 'function',
  Parameter: 'parameter',
  Variable: 'variable',
  Database: 'database',
  Cluster: 'database',
  ScalarType: 'type',
  Option: 'parameter',
};
