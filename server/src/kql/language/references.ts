import type { TextEdit } from '../../problem.ts';
import type { Range } from '../../range.ts';
import { quote } from '../quote.ts';
import { parseKql } from '../validation/parse.ts';
import { type AnalysedQuery, analysedQuery, type KqlDocument } from './document.ts';
import { itemsOf, service } from './service.ts';

/** A place at which a name is declared or used. */
export interface KqlReference extends Range {
  readonly isDeclaration: boolean;
}

/** All places that mean the same column, table, function or variable as the name at the offset, within its query. */
export function kqlReferences(document: KqlDocument, offset: number): KqlReference[] {
  const query = document.at(offset);
  return query === undefined ? [] : referencesIn(query, offset - query.start).map((each) => shifted(each, query.start));
}

export type RenameResult = { readonly edits: readonly TextEdit[] } | { readonly refusal: string };

/** The name at the offset, if it is one that the query itself declares. */
export function renamableAt(document: KqlDocument, offset: number): Range | undefined {
  const references = kqlReferences(document, offset);
  if (!references.some(({ isDeclaration }) => isDeclaration)) return undefined;
  const found = references.find(({ start, end }) => start <= offset && offset <= end);
  return found && { start: found.start, end: found.end };
}

/**
 * Renames what the query declares: a `let` name, a parameter, a column. The renamed query is analysed again, and refused
 * unless the new name means the same in exactly the same places and nothing else is wrong than before.
 */
export function renameKql(document: KqlDocument, offset: number, name: string): RenameResult {
  const query = document.at(offset);
  const own = query === undefined ? [] : referencesIn(query, offset - query.start);
  if (query === undefined || !own.some(({ isDeclaration }) => isDeclaration))
    return {
      refusal:
        'Only names that the query itself declares can be renamed: those of `let`, parameters and columns that an operator makes.',
    };
  if (name.trim() === '' || /[\r\n]/.test(name))
    return { refusal: 'A name has at least one character, and no line break.' };
  const plain = /^[A-Za-z_]\w*$/.test(name) ? [name] : [];
  for (const text of [...plain, `[${quote(name)}]`]) {
    if (!isTaken(query, own, name) && isSafe(query, own, text))
      return { edits: own.map((each) => ({ range: rangeOf(shifted(each, query.start)), text })) };
  }
  return {
    refusal: `The query would mean something else, or nothing, with the name \`${name}\`: it is taken, or it also names a result that other parts of the query count on.`,
  };
}

function referencesIn({ service: codeService, text }: AnalysedQuery, offset: number): KqlReference[] {
  return itemsOf(codeService.GetRelatedElements(offset).Elements)
    .filter(({ Kind }) => Kind === kinds.Reference || Kind === kinds.Declaration)
    .map(({ Kind, Start, Length }) => ({
      start: Start,
      end: Math.min(Start + Length, text.length),
      isDeclaration: Kind === kinds.Declaration,
    }))
    .sort((first, second) => first.start - second.start);
}

const kinds = service.Editor.RelatedElementKind;

/** Whether some other thing has that name where this one is declared or used. */
function isTaken({ code }: AnalysedQuery, references: readonly KqlReference[], name: string): boolean {
  return references.some(({ start, end }) =>
    [start, end].some(
      (at) =>
        itemsOf(code.GetColumnsInScope(at)?.Columns).some(({ Name }) => Name === name) ||
        itemsOf(code.GetSymbolsInScope(at)).some(({ Name, Kind }) => Name === name && Kind !== functionKind),
    ),
  );
}

const functionKind = service.Symbols.SymbolKind.Function;

function isSafe(query: AnalysedQuery, references: readonly KqlReference[], name: string): boolean {
  const { text, globals } = query;
  let renamed = '';
  let end = 0;
  const expected: KqlReference[] = [];
  for (const { start, end: itsEnd, isDeclaration } of references) {
    renamed += text.slice(end, start);
    expected.push({ start: renamed.length, end: renamed.length + name.length, isDeclaration });
    renamed += name;
    end = itsEnd;
  }
  renamed += text.slice(end);
  const parsed = parseKql(renamed, globals);
  if (parsed.kind === 'refused') return false;
  const after = analysedQuery(0, renamed, globals, parsed.code);
  const [first] = expected;
  const found = first === undefined ? [] : referencesIn(after, first.start);
  return sameCodes(query, after) && JSON.stringify(found) === JSON.stringify(expected);
}

function sameCodes(before: AnalysedQuery, after: AnalysedQuery): boolean {
  const codesOf = (query: AnalysedQuery) =>
    itemsOf(query.service.GetDiagnostics())
      .map(({ Code }) => Code)
      .join();
  return codesOf(before) === codesOf(after);
}

function shifted(reference: KqlReference, by: number): KqlReference {
  return { ...reference, start: reference.start + by, end: reference.end + by };
}

function rangeOf({ start, end }: Range): Range {
  return { start, end };
}
