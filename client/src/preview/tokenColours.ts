import type { KqlTokenKind } from '../../../server/src/lsp/protocol.ts';

/** One entry of a theme's `tokenColors`, as far as it is used here. */
export interface TokenRule {
  readonly scope?: string | readonly string[];
  readonly settings?: { readonly foreground?: string };
}

/**
 * The colours that a theme gives to the kinds of words in a query. TextMate's rule is applied as far as it can be
 * without nesting: the selector that names most of a scope wins, of equal ones the later. Selectors with parents in
 * them are left out, as are colours that are not plain hexadecimal ones.
 */
export function tokenColours(rules: readonly TokenRule[]): Partial<Record<KqlTokenKind, string>> {
  const colours: Partial<Record<KqlTokenKind, string>> = {};
  for (const [kind, scope] of Object.entries(scopes) as [KqlTokenKind, string][]) {
    const colour = colourOf(rules, scope);
    if (colour !== undefined) colours[kind] = colour;
  }
  return colours;
}

/** The scopes that `syntaxes/kql.tmLanguage.json` gives to the same words. */
const scopes: Record<KqlTokenKind, string> = {
  comment: 'comment.line.double-slash.kusto',
  keyword: 'keyword.control.kusto',
  operator: 'keyword.operator.kusto',
  function: 'support.function.kusto',
  table: 'entity.name.type.table.kusto',
  column: 'variable.other.column.kusto',
  string: 'string.quoted.kusto',
  number: 'constant.numeric.kusto',
  literal: 'constant.language.kusto',
  punctuation: 'punctuation.kusto',
};

function colourOf(rules: readonly TokenRule[], scope: string): string | undefined {
  let colour: string | undefined;
  let best = -1;
  for (const rule of rules) {
    const foreground = rule.settings?.foreground;
    if (foreground === undefined || !/^#[0-9a-f]{3,8}$/i.test(foreground)) continue;
    for (const selector of selectorsOf(rule)) {
      if (selector.length < best || !(scope === selector || scope.startsWith(`${selector}.`))) continue;
      best = selector.length;
      colour = foreground;
    }
  }
  return colour;
}

function selectorsOf({ scope }: TokenRule): string[] {
  if (scope === undefined) return [];
  return (typeof scope === 'string' ? scope.split(',') : [...scope]).map((selector) => selector.trim()).filter(Boolean);
}
