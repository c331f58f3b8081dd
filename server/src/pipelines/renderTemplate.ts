import type { Template } from './template.ts';
import { evaluate, isTrue, itemsOf, shown } from './templateValues.ts';

/** In UTF-16 units. Loops in loops could make a text of any length. */
const longestText = 5_000_000;

/** The text that a template makes of values; what does not exist is empty, as in Jinja. Cut where it gets out of hand. */
export function renderTemplate(template: Template, values: Readonly<Record<string, unknown>>): string {
  const output: Output = { text: '', steps: 0 };
  render(template, { ...values }, output);
  return output.text;
}

interface Output {
  text: string;
  steps: number;
}

/** `set` changes the values of the template or loop that it stands in. */
function render(template: Template, values: Record<string, unknown>, output: Output): void {
  for (const part of template) {
    output.steps++;
    if (output.text.length > longestText || output.steps > longestText) return;
    switch (part.kind) {
      case 'text':
        output.text += part.text;
        break;
      case 'value':
        output.text += shown(evaluate(part.value, values));
        break;
      case 'set':
        values[part.name] = evaluate(part.value, values);
        break;
      case 'if': {
        const chosen = part.branches.find(({ test }) => test === undefined || isTrue(evaluate(test, values)));
        if (chosen !== undefined) render(chosen.body, values, output);
        break;
      }
      case 'for': {
        const { name, where } = part;
        const items = itemsOf(evaluate(part.over, values)).filter(
          (item) => where === undefined || isTrue(evaluate(where, { ...values, [name]: item })),
        );
        if (items.length === 0) render(part.otherwise, { ...values }, output);
        for (const [index, item] of items.entries()) {
          if (output.text.length > longestText || output.steps > longestText) return;
          render(part.body, { ...values, [name]: item, loop: loopAt(index, items.length) }, output);
        }
      }
    }
  }
}

function loopAt(index: number, length: number): Readonly<Record<string, unknown>> {
  return { index: index + 1, index0: index, first: index === 0, last: index === length - 1, length };
}
