import type { Item } from '../../sigma/expression.ts';
import { modifiers } from '../../sigma/modifiers.ts';
import { code } from './markdown.ts';
import { formsOf, listed } from './valueMarkdown.ts';

/** A modifier, and under an item what the item's first value becomes when that is short. */
export function modifierMarkdown(name: string, item?: Item): string | undefined {
  const known = modifiers.get(name);
  if (!known) return undefined;
  return [`**${code(name)}**: ${known.documentation}`, item ? becomes(item) : ''].filter(Boolean).join('\n\n');
}

function becomes({ values }: Item): string {
  const [first] = values;
  if (!first) return '';
  const forms = formsOf(first.alternatives);
  if (forms.length === 1 && forms[0] === code(first.source)) return '';
  return `${code(first.source)} becomes:\n\n${listed(forms)}`;
}
