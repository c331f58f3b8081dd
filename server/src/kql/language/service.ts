import { type Diagnostic, type GlobalState, type KustoSymbol, kusto, type SyntaxElement } from '../validation/kusto.ts';

/** The part of Microsoft's editor services that is used here; offsets are of the text that the service was made for. */
export interface CodeService {
  GetDiagnostics(): List<Diagnostic>;
  GetClassifications(start: number, length: number): { readonly Classifications: List<Classified> };
  GetCompletionItems(position: number): {
    readonly Items: List<Completion>;
    readonly EditStart: number;
    readonly EditLength: number;
  };
  GetQuickInfo(position: number): { readonly Items: List<{ readonly Kind: number; readonly Text: string }> };
  GetRelatedElements(position: number): { readonly Elements: List<RelatedElement> };
  GetFormattedText(): { readonly Text: string };
}

/** A list of .NET. */
export interface List<Item> {
  readonly Count: number;
  getItem(index: number): Item;
}

export interface Classified {
  readonly Kind: number;
  readonly Start: number;
  readonly Length: number;
}

export interface Completion {
  readonly Kind: number;
  readonly DisplayText: string;
  readonly MatchText: string;
  readonly OrderText: string;
  readonly Priority: number;
  readonly ApplyTexts: List<{ readonly Text: string; readonly Caret: boolean; readonly Select: boolean }>;
  /** Whether the list is to be opened again when it has been inserted. */
  readonly Retrigger: boolean;
}

export interface RelatedElement {
  readonly Kind: number;
  readonly Start: number;
  readonly Length: number;
}

/** What a query means, as the binder has it. */
export interface Code {
  readonly Syntax: Node;
  GetSyntaxDiagnostics(): List<Diagnostic>;
  GetColumnsInScope(position: number): Named | null;
  GetSymbolsInScope(position: number): List<Named>;
}

export interface Node extends Omit<SyntaxElement, 'GetChild' | 'ReferencedSymbol'> {
  readonly Parent: Node | null;
  readonly IsToken?: boolean;
  readonly IsMissing?: boolean;
  GetChild(index: number): Node | null;
  GetTokenAt(position: number): Node | null;
  ToString(options: number): string;
  readonly ReferencedSymbol?: Named | null;
  readonly ReferencedSignature?: Signature | null;
}

export interface Named {
  readonly Name: string;
  readonly Kind: number;
  readonly Type?: Named;
  readonly Columns?: List<Named>;
  readonly Signatures?: List<Signature>;
}

export interface Signature {
  readonly Parameters: List<Parameter>;
  readonly HasRepeatableParameters?: boolean;
}

export interface Parameter {
  readonly Name: string;
  readonly MinOccurring: number;
  readonly MaxOccurring: number;
  readonly DeclaredTypes: List<Named>;
}

interface Service {
  readonly Editor: {
    readonly KustoCodeService: { readonly ctor: new (code: Code) => CodeService };
    readonly ClassificationKind: Readonly<Record<string, number>>;
    readonly CompletionKind: Readonly<Record<string, number>>;
    readonly QuickInfoKind: Readonly<Record<string, number>>;
    readonly RelatedElementKind: Readonly<Record<string, number>>;
  };
  readonly Symbols: { readonly SymbolKind: Readonly<Record<string, number>> };
}

export const service = kusto as unknown as Service;

/** The names of an enumeration's values. */
export function namesOf(enumeration: Readonly<Record<string, number>>): ReadonlyMap<number, string> {
  return new Map(
    Object.entries(enumeration).flatMap(([name, value]) => (typeof value === 'number' ? [[value, name] as const] : [])),
  );
}

/** Of .NET's lists, which the bridge makes of arrays and of its own classes alike. */
export function itemsOf<Item>(list: List<Item> | readonly Item[] | null | undefined): Item[] {
  if (list === null || list === undefined) return [];
  if (Array.isArray(list)) return [...list];
  const { Count } = list as List<Item>;
  return Array.from({ length: Count }, (_, index) => (list as List<Item>).getItem(index));
}

export type { GlobalState, KustoSymbol };
