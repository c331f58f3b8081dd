/**
 * A Sigma string with its wildcards and escapes resolved (specification, "Escaping" and "Wildcards"): literal text,
 * `*` as `any`, `?` as `one`. Modifiers such as `contains` have already put their wildcards in.
 * Neighbouring texts are merged, neighbouring `any` are one; the empty text is the empty list.
 */
export type PatternPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'one' }
  /**
   * `%name%` under `expand`, until `resolvePlaceholders` puts a value there. A rule that still has one is refused by
   * matcher and translation, unless a processing pipeline says what it is in KQL: `query`, in which `{field}` and `{id}`
   * are filled in. Then the whole value is this placeholder.
   */
  | {
      readonly kind: 'placeholder';
      readonly name: string;
      readonly query?: { readonly kql: string; readonly id: string };
    };

export type Pattern = readonly PatternPart[];
