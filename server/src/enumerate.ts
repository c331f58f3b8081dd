/** `a`, `a and b`, `a, b, and c`. */
export function allOf(names: readonly string[]): string {
  return listed(names, 'and');
}

/** `a`, `a or b`, `a, b, or c`. */
export function anyOf(names: readonly string[]): string {
  return listed(names, 'or');
}

/** As `Intl.ListFormat` has it in English, whose first use takes longer than hundreds of rules. */
function listed(names: readonly string[], word: 'and' | 'or'): string {
  if (names.length < 3) return names.join(` ${word} `);
  return `${names.slice(0, -1).join(', ')}, ${word} ${names.at(-1)}`;
}
