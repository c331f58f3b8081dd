import { lookUp } from './lookUp.ts';
import { pythonJson, pythonText } from './pythonText.ts';
import type { FilterName, Template, Value } from './template.ts';

/** In UTF-16 units. Loops in loops could make a text of any length. */
const longestText = 5_000_000;

/** The text that a template makes of values; what does not exist is empty, as in Jinja. Cut where it gets out of hand. */
export function renderTemplate(template: Template, values: Readonly<Record<string, unknown>>): string {
  const output: Output = { text: '', steps: 0 };
  render(template, values, output);
  return output.text;
}

interface Output {
  text: string;
  steps: number;
}

function render(template: Template, values: Readonly<Record<string, unknown>>, output: Output): void {
  for (const part of template) {
    output.steps++;
    if (output.text.length > longestText || output.steps > longestText) return;
    switch (part.kind) {
      case 'text':
        output.text += part.text;
        break;
      case 'value': {
        const value = evaluate(part.value, values);
        output.text += value === undefined ? '' : pythonText(value);
        break;
      }
      case 'if': {
        const chosen = part.branches.find(({ test }) => test === undefined || isTrue(evaluate(test, values)));
        if (chosen !== undefined) render(chosen.body, values, output);
        break;
      }
      case 'for': {
        const items = itemsOf(evaluate(part.over, values));
        items.forEach((item, index) => {
          const loop = {
            index: index + 1,
            index0: index,
            first: index === 0,
            last: index === items.length - 1,
            length: items.length,
          };
          render(part.body, { ...values, [part.name]: item, loop }, output);
        });
      }
    }
  }
}

function evaluate({ operand, filters, negated, compared }: Value, values: Readonly<Record<string, unknown>>): unknown {
  let value: unknown = operand.kind === 'literal' ? operand.value : lookUp(values, operand.path);
  for (const { name, parameters } of filters) value = filtered(value, name, parameters);
  if (compared !== undefined) {
    const same = pythonJson(value) === pythonJson(evaluate(compared.to, values));
    value = same === (compared.operator === '==');
  }
  return negated ? !isTrue(value) : value;
}

function filtered(value: unknown, name: FilterName, parameters: readonly (string | number)[]): unknown {
  const [first, second] = parameters;
  const text = () => (value === undefined ? '' : pythonText(value));
  switch (name) {
    case 'lower':
      return text().toLowerCase();
    case 'upper':
      return text().toUpperCase();
    case 'trim':
      return text().trim();
    case 'length':
      return typeof value === 'string' ? [...value].length : itemsOf(value).length;
    case 'join':
      return itemsOf(value)
        .map(pythonText)
        .join(String(first ?? ''));
    case 'default':
      return value === undefined ? (first ?? '') : value;
    case 'replace':
      return text().replaceAll(String(first ?? ''), () => String(second ?? ''));
    case 'tojson':
      return jinjaJson(value);
    case 'indent':
      return text().replaceAll('\n', `\n${' '.repeat(Math.min(Number(first ?? 4) || 0, 100))}`);
    case 'first':
      return itemsOf(value)[0];
    case 'last':
      return itemsOf(value).at(-1);
  }
}

/** Jinja's `tojson` can also stand in HTML. */
function jinjaJson(value: unknown): string {
  return pythonJson(value).replace(
    /[<>&']/g,
    (character) => `\\u00${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === 'string') return [...value];
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}
