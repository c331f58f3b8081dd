/**
 * The part of `@kusto/language-service-next` that is used here. It was compiled from C# by Bridge.NET: two scripts that
 * leave globals behind, and constructors whose overloads are numbered. Importing this file loads both (0.3 s).
 */
import '@kusto/language-service-next/bridge.min.js';
import '@kusto/language-service-next/Kusto.Language.Bridge.min.js';
import { type BridgeRuntime, quicken } from './bridgeRuntime.ts';
import { type Comparer, compareAnything } from './comparer.ts';
import { type Parameters, takeFractions } from './parameters.ts';

export interface Kusto {
  readonly GlobalState: { readonly Default: GlobalState };
  readonly KustoCode: { ParseAndAnalyze(text: string, globals: GlobalState): KustoCode };
  readonly Syntax: { readonly SyntaxKind: Readonly<Record<string, number>> };
  readonly Symbols: {
    readonly ScalarTypes: Readonly<Record<ScalarTypeName, KustoSymbol>>;
    readonly ColumnSymbol: new (name: string, type: KustoSymbol) => KustoSymbol;
    readonly TableSymbol: {
      /** Name and columns. */
      readonly $ctor4: new (
        name: string,
        columns: KustoSymbol[],
      ) => KustoSymbol;
      /** Columns only: the type of what a function returns. */
      readonly ctor: new (
        columns: KustoSymbol[],
      ) => KustoSymbol & {
        /** An open table may have any other column. */
        WithIsOpen(open: boolean): KustoSymbol;
      };
    };
    readonly FunctionSymbol: {
      readonly $ctor5: new (name: string, returned: KustoSymbol, parameters: KustoSymbol[]) => KustoSymbol;
    };
    readonly Parameter: {
      readonly $ctor3: new (
        name: string,
        type: KustoSymbol,
        argumentKind: number,
        values: null,
        examples: null,
        isCaseSensitive: boolean,
        defaultValueIndicator: null,
        minOccurring: number,
        maxOccurring: number,
        defaultValue: null,
        description: null,
      ) => KustoSymbol;
    };
    readonly DatabaseSymbol: { readonly ctor: new (name: string, members: KustoSymbol[]) => KustoSymbol };
  };
}

export type ScalarTypeName = 'String' | 'Int' | 'Long' | 'Real' | 'Bool' | 'DateTime' | 'TimeSpan' | 'Dynamic' | 'Guid';

export interface GlobalState {
  readonly ParseOptions: ParseOptions;
  WithDatabase(database: KustoSymbol): GlobalState;
  WithParseOptions(options: ParseOptions): GlobalState;
  WithCache(): GlobalState;
}

export interface ParseOptions {
  WithAlwaysProduceEndTokens(always: boolean): ParseOptions;
}

export interface KustoCode {
  readonly Syntax: SyntaxElement;
  GetDiagnostics(): { readonly Count: number; getItem(index: number): Diagnostic };
}

/** A node or token of the syntax tree; which of the optional members it has depends on its kind. */
export interface SyntaxElement {
  readonly Kind: number;
  readonly TextStart: number;
  readonly Width: number;
  readonly ChildCount: number;
  GetChild(index: number): SyntaxElement | null;
  /** The type of an expression's value. */
  readonly ResultType?: { readonly Name: string } | null;
  readonly Left?: SyntaxElement;
  readonly Right?: SyntaxElement;
  /** What a name or a call means. */
  readonly ReferencedSymbol?: { readonly Name: string } | null;
  readonly ArgumentList?: SyntaxElement;
}

export interface Diagnostic {
  readonly Code: string;
  readonly Severity: string;
  readonly Message: string;
  readonly Start: number;
  readonly Length: number;
}

declare const brand: unique symbol;

/** A table, column, function, database, parameter or type: made here, handed on, never looked into. */
export interface KustoSymbol {
  readonly [brand]: unknown;
}

const made = globalThis as unknown as BridgeRuntime & {
  readonly Kusto: { readonly Language: Kusto & Comparer & Parameters };
};
quicken(made);
compareAnything(made.Kusto.Language);
takeFractions(made.Kusto.Language);

export const kusto: Kusto = made.Kusto.Language;
