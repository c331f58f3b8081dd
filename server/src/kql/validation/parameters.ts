/** What the language service holds of the parameters of a function. */
export interface Parameters {
  readonly Functions: {
    readonly MakeTimespan: { readonly Signatures: List<{ readonly Parameters: List<Parameter> }> };
  };
  readonly Symbols: { readonly ParameterTypeKind: { readonly Number: number } };
}

interface List<T> {
  readonly Count: number;
  getItem(index: number): T;
}

interface Parameter {
  readonly Name: string;
  TypeKind: number;
}

/** The seconds of `make_timespan` may have a fraction (documentation: "make_timespan"); the service takes integers only. */
export function takeFractions({ Functions: { MakeTimespan }, Symbols: { ParameterTypeKind } }: Parameters): void {
  for (const { Parameters } of itemsOf(MakeTimespan.Signatures))
    for (const parameter of itemsOf(Parameters))
      if (parameter.Name === 'seconds') parameter.TypeKind = ParameterTypeKind.Number;
}

function itemsOf<T>(list: List<T>): T[] {
  return Array.from({ length: list.Count }, (_, index) => list.getItem(index));
}
