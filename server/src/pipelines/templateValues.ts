import { lookUp } from './lookUp.ts';
import { pythonJson, pythonText } from './pythonText.ts';
import type { FilterName, Operator, TemplateValue, TestName } from './templateExpression.ts';

type Values = Readonly<Record<string, unknown>>;

/** What an expression is; undefined for what does not exist. */
export function evaluate(value: TemplateValue, values: Values): unknown {
  switch (value.kind) {
    case 'path':
      return lookUp(values, value.path);
    case 'literal':
      return value.value;
    case 'list':
      return value.items.map((item) => evaluate(item, values));
    case 'filter': {
      const parameters = value.parameters.map((parameter) => evaluate(parameter, values));
      return filtered(evaluate(value.of, values), value.name, parameters);
    }
    case 'test':
      return passes(evaluate(value.of, values), value.name);
    case 'not':
      return !isTrue(evaluate(value.of, values));
    case 'and': {
      const left = evaluate(value.left, values);
      return isTrue(left) ? evaluate(value.right, values) : left;
    }
    case 'or': {
      const left = evaluate(value.left, values);
      return isTrue(left) ? left : evaluate(value.right, values);
    }
    case 'concat':
      return shown(evaluate(value.left, values)) + shown(evaluate(value.right, values));
    case 'compare':
      return compares(evaluate(value.left, values), value.operator, evaluate(value.right, values));
    case 'choice': {
      if (isTrue(evaluate(value.test, values))) return evaluate(value.chosen, values);
      return value.otherwise === undefined ? undefined : evaluate(value.otherwise, values);
    }
  }
}

/** As a template shows a value: nothing for what does not exist. */
export function shown(value: unknown): string {
  return value === undefined ? '' : pythonText(value);
}

/** The elements of a list, the characters of a text, the keys of a mapping. */
export function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === 'string') return [...value];
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

/** Python's truth: what is empty, zero or nothing is false. */
export function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}

function compares(left: unknown, operator: Operator, right: unknown): boolean {
  switch (operator) {
    case '==':
      return isSame(left, right);
    case '!=':
      return !isSame(left, right);
    case 'in':
      return isIn(left, right);
    case 'not in':
      return !isIn(left, right);
    default: {
      const order = orderOf(left, right);
      if (order === undefined) return false;
      if (order === 0) return operator === '<=' || operator === '>=';
      return order < 0 === operator.startsWith('<');
    }
  }
}

function isSame(left: unknown, right: unknown): boolean {
  return pythonJson(left) === pythonJson(right);
}

/** A part of a text, an element of a list, a key of a mapping. */
function isIn(value: unknown, container: unknown): boolean {
  if (typeof container === 'string') return typeof value === 'string' && container.includes(value);
  return itemsOf(container).some((item) => isSame(item, value));
}

/** Below, above or zero; undefined for what has no order. */
function orderOf(left: unknown, right: unknown): number | undefined {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
  return undefined;
}

function passes(value: unknown, name: TestName): boolean {
  switch (name) {
    case 'defined':
      return value !== undefined;
    case 'undefined':
      return value === undefined;
    case 'none':
      return value === null;
    case 'string':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number' || typeof value === 'bigint';
    case 'mapping':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'sequence':
      return Array.isArray(value) || typeof value === 'string';
    case 'true':
      return value === true;
    case 'false':
      return value === false;
  }
}

function filtered(value: unknown, name: FilterName, [first, second]: readonly unknown[]): unknown {
  const text = () => shown(value);
  switch (name) {
    case 'lower':
      return text().toLowerCase();
    case 'upper':
      return text().toUpperCase();
    case 'capitalize':
      return capitalized(text());
    case 'title':
      return text().replace(/[^\s({[<-]+/g, capitalized);
    case 'trim':
      return text().trim();
    case 'string':
      return text();
    case 'int':
      return /^\s*[+-]?\d+(?:\.\d*)?\s*$/.test(text()) ? Math.trunc(Number.parseFloat(text())) : Number(first ?? 0);
    case 'length':
    case 'count':
      return itemsOf(value).length;
    case 'join':
      return itemsOf(value).map(pythonText).join(shown(first));
    case 'default':
    case 'd':
      return value === undefined || (isTrue(second) && !isTrue(value)) ? (first ?? '') : value;
    case 'replace':
      return text().replaceAll(shown(first), () => shown(second));
    case 'tojson':
      return jinjaJson(value);
    case 'indent':
      return text().replaceAll('\n', `\n${' '.repeat(Math.min(Number(first ?? 4) || 0, 100))}`);
    case 'first':
      return itemsOf(value)[0];
    case 'last':
      return itemsOf(value).at(-1);
    case 'list':
      return itemsOf(value);
    case 'reverse':
      return typeof value === 'string' ? [...value].reverse().join('') : [...itemsOf(value)].reverse();
    case 'sort':
      return [...itemsOf(value)].sort((left, right) => orderOf(sortKey(left), sortKey(right)) ?? 0);
    case 'unique': {
      const seen = new Set<string>();
      return itemsOf(value).filter((item) => {
        const key = pythonJson(sortKey(item));
        return !seen.has(key) && seen.add(key);
      });
    }
  }
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
}

/** Jinja sorts and compares texts without regard to case. */
function sortKey(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

/** Jinja's `tojson` can also stand in HTML. */
function jinjaJson(value: unknown): string {
  return pythonJson(value).replace(
    /[<>&']/g,
    (character) => `\\u00${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}
