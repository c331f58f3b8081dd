/** Where the language service compares literals with the values that an argument may have. */
export interface Comparer {
  readonly Utils: {
    readonly ValueComparer: { AreEquivalent(left: unknown, right: unknown, caseSensitive?: boolean): boolean };
  };
}

/**
 * Two literals of which one cannot be converted to the other's type are not equal. Without this the service throws an
 * `InvalidCastException` for them, as for `countof("day", "d", 1h)`, instead of a diagnostic.
 */
export function compareAnything({ Utils: { ValueComparer: comparer } }: Comparer): void {
  const { AreEquivalent } = comparer;
  comparer.AreEquivalent = (left, right, caseSensitive) => {
    try {
      return AreEquivalent(left, right, caseSensitive);
    } catch {
      return false;
    }
  };
}
