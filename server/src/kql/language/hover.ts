import type { Range } from '../../range.ts';
import type { KqlDocument } from './document.ts';
import { tableFacts } from './schemas.ts';
import { itemsOf, type Named, type Node, service } from './service.ts';
import { signatureText } from './signatures.ts';
import { around, kindOf, tokenAt } from './syntax.ts';

export interface KqlHover {
  readonly range: Range;
  readonly markdown: string;
}

/** What the name at the offset is: a column's type, a table's columns, a function's signatures. */
export function hoverKql(document: KqlDocument, offset: number): KqlHover | undefined {
  const query = document.at(offset);
  if (query === undefined) return undefined;
  const at = offset - query.start;
  const token = tokenAt(query, at);
  if (token === undefined) return undefined;
  const items = itemsOf(query.service.GetQuickInfo(token.TextStart).Items).filter(
    ({ Kind }) => !problemKinds.has(Kind),
  );
  const symbol = symbolAt(token);
  const shown = symbol === undefined ? items.map(({ Text }) => code(Text)) : describe(symbol, document, items[0]?.Text);
  if (shown.length === 0) return undefined;
  const start = query.start + token.TextStart;
  return { range: { start, end: start + token.Width }, markdown: shown.join('\n\n') };
}

const { Error: errorKind = -1, Warning: warning = -1, Suggestion: suggestion = -1 } = service.Editor.QuickInfoKind;
const problemKinds: ReadonlySet<number> = new Set([errorKind, warning, suggestion]);
const symbolKinds = service.Symbols.SymbolKind;

/** What the name means that the token is part of; a literal or an operator means nothing. */
function symbolAt(token: Node): Named | undefined {
  for (const node of around(token)) {
    if (node.ReferencedSymbol) return node.ReferencedSymbol;
    if (!nameKinds.has(kindOf(node)) && node !== token) return undefined;
  }
  return undefined;
}

const nameKinds: ReadonlySet<string> = new Set([
  'TokenName',
  'BracketedName',
  'BracedName',
  'WildcardedName',
  'NameReference',
  'NameDeclaration',
  'IdentifierToken',
]);

function describe(symbol: Named, document: KqlDocument, quickInfo: string | undefined): string[] {
  const type = symbol.Kind === symbolKinds.Variable ? symbol.Type : symbol;
  if (type && type.Kind === symbolKinds.Table) return describeTable(symbol.Name, type, document);
  if (type && type.Kind === symbolKinds.Function)
    return [
      code(
        itemsOf(type.Signatures)
          .map((each) => signatureText(symbol.Name, each).label)
          .join('\n'),
      ),
    ];
  return quickInfo === undefined ? [] : [code(quickInfo)];
}

function describeTable(name: string, { Columns }: Named, { schema, customTables }: KqlDocument): string[] {
  const columns = itemsOf(Columns).sort((first, second) => (first.Name < second.Name ? -1 : 1));
  const facts = Object.hasOwn(customTables, name) ? undefined : tableFacts(name, schema);
  const time = facts?.timeColumn === undefined ? '' : `, time in \`${facts.timeColumn}\``;
  const kind =
    facts === undefined
      ? 'Table'
      : facts.kind === 'xdr'
        ? 'Table of Defender'
        : `Table${facts.category ? ` (${facts.category})` : ''}`;
  const replaced = facts?.supersededBy === undefined ? [] : [`Replaced by \`${facts.supersededBy}\`.`];
  const listed = columns.slice(0, mostColumns).map(({ Name, Type }) => `${Name}: ${Type?.Name ?? ''}`);
  const rest = columns.length - listed.length;
  return [
    code(name),
    `${kind} with ${columns.length === 1 ? 'one column' : `${columns.length} columns`}${time}.`,
    ...replaced,
    code([...listed, ...(rest > 0 ? [`// and ${rest} more`] : [])].join('\n')),
  ];
}

/** More do not fit into a hover. */
const mostColumns = 80;

function code(text: string): string {
  return `\`\`\`kusto\n${text}\n\`\`\``;
}
