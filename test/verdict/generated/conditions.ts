import fc from 'fast-check';

/** A condition over selections, which have to be there by the names that it is given. */
export const conditions: fc.Arbitrary<(names: readonly string[]) => string> = fc.letrec<{
  condition: (names: readonly string[]) => string;
}>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.nat(5).map((index) => (names: readonly string[]) => names[index % names.length] ?? ''),
    fc.constantFrom('1 of sel*', 'all of sel*', 'not 1 of sel*', 'not all of sel*').map((text) => () => text),
    tie('condition').map((inner) => (names: readonly string[]) => `not (${inner(names)})`),
    fc
      .tuple(tie('condition'), fc.constantFrom('and', 'or', 'and not', 'or not'), tie('condition'))
      .map(([left, word, right]) => (names: readonly string[]) => `(${left(names)}) ${word} (${right(names)})`),
  ),
})).condition;
