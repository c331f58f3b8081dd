import { nearest } from '../sigma/nearest.ts';
import type { PathStep } from './lookUp.ts';
import { unknownName } from './simpleTemplate.ts';

/** An expression of Jinja's, as far as texts need them: no calls and no arithmetic. */
export type TemplateValue =
  | { readonly kind: 'path'; readonly path: readonly PathStep[] }
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'list'; readonly items: readonly TemplateValue[] }
  | {
      readonly kind: 'filter';
      readonly name: FilterName;
      readonly of: TemplateValue;
      readonly parameters: readonly TemplateValue[];
    }
  | { readonly kind: 'test'; readonly name: TestName; readonly of: TemplateValue }
  | { readonly kind: 'not'; readonly of: TemplateValue }
  | { readonly kind: 'and' | 'or' | 'concat'; readonly left: TemplateValue; readonly right: TemplateValue }
  | {
      readonly kind: 'compare';
      readonly operator: Operator;
      readonly left: TemplateValue;
      readonly right: TemplateValue;
    }
  | {
      readonly kind: 'choice';
      readonly test: TemplateValue;
      readonly chosen: TemplateValue;
      readonly otherwise?: TemplateValue;
    };

export const filterNames = [
  'lower',
  'upper',
  'capitalize',
  'title',
  'trim',
  'length',
  'count',
  'join',
  'default',
  'd',
  'replace',
  'tojson',
  'indent',
  'first',
  'last',
  'string',
  'int',
  'list',
  'sort',
  'unique',
  'reverse',
] as const;
export type FilterName = (typeof filterNames)[number];

const testNames = ['defined', 'undefined', 'none', 'string', 'number', 'mapping', 'sequence', 'true', 'false'] as const;
export type TestName = (typeof testNames)[number];

const operators = ['==', '!=', '<=', '>=', '<', '>', 'in', 'not in'] as const;
export type Operator = (typeof operators)[number];

/** A sentence that says why a text is no expression. */
export class ExpressionFault extends Error {}

/** Reads a whole expression; `names` are what a path may begin with. Throws an `ExpressionFault`. */
export function readExpression(source: string, names: readonly string[]): TemplateValue {
  const reader: Reader = { words: wordsOf(source), at: 0, names, depth: 0 };
  const value = readChoice(reader);
  checkEnd(reader);
  return value;
}

/** What a loop goes over, and the condition behind `if`, which sees the loop's variable `name`. Throws an `ExpressionFault`. */
export function readLoop(
  source: string,
  name: string,
  names: readonly string[],
): { readonly over: TemplateValue; readonly where: TemplateValue | undefined } {
  const reader: Reader = { words: wordsOf(source), at: 0, names, depth: 0 };
  const over = readOr(reader);
  const inLoop = { ...reader, names: [...names, name] };
  const where = takes(inLoop, 'if') ? readChoice(inLoop) : undefined;
  checkEnd(inLoop);
  return { over, where };
}

function checkEnd(reader: Reader): void {
  const rest = reader.words[reader.at];
  if (rest === undefined) return;
  throw new ExpressionFault(
    rest === '('
      ? 'Nothing can be called in a template. Use a filter, such as `upper`.'
      : `\`${reader.words.slice(reader.at).join(' ')}\` is not supported in a template. Write a path such as \`rule.title\`, with filters.`,
  );
}

interface Reader {
  readonly words: readonly string[];
  at: number;
  readonly names: readonly string[];
  depth: number;
}

const word = /\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\d+(?:\.\d+)?|[A-Za-z_]\w*|==|!=|<=|>=|[^\s])/gs;
const deepest = 50;

function wordsOf(source: string): string[] {
  return [...source.trim().matchAll(word)].flatMap(([, found]) => found ?? []);
}

function takes(reader: Reader, ...wanted: readonly string[]): boolean {
  if (!wanted.every((each, index) => reader.words[reader.at + index] === each)) return false;
  reader.at += wanted.length;
  return true;
}

function expect(reader: Reader, wanted: string): void {
  if (!takes(reader, wanted)) throw new ExpressionFault(`\`${wanted}\` is expected in the expression.`);
}

/** Jinja: `a if b else c` binds weakest, then `or`, `and`, `not`, comparisons, `~`, and filters and tests strongest. */
function readChoice(reader: Reader): TemplateValue {
  if (++reader.depth > deepest) throw new ExpressionFault('The expression is nested too deeply.');
  const chosen = readOr(reader);
  const value = takes(reader, 'if') ? readRest(reader, chosen) : chosen;
  reader.depth--;
  return value;
}

function readRest(reader: Reader, chosen: TemplateValue): TemplateValue {
  const test = readOr(reader);
  return takes(reader, 'else')
    ? { kind: 'choice', test, chosen, otherwise: readChoice(reader) }
    : { kind: 'choice', test, chosen };
}

function readOr(reader: Reader): TemplateValue {
  let left = readAnd(reader);
  while (takes(reader, 'or')) left = { kind: 'or', left, right: readAnd(reader) };
  return left;
}

function readAnd(reader: Reader): TemplateValue {
  let left = readNot(reader);
  while (takes(reader, 'and')) left = { kind: 'and', left, right: readNot(reader) };
  return left;
}

function readNot(reader: Reader): TemplateValue {
  let negations = 0;
  while (takes(reader, 'not')) negations++;
  const value = readComparison(reader);
  if (negations === 0) return value;
  return negations % 2 === 1 ? { kind: 'not', of: value } : { kind: 'not', of: { kind: 'not', of: value } };
}

function readComparison(reader: Reader): TemplateValue {
  const left = readConcat(reader);
  const operator = operators.find((each) => takes(reader, ...each.split(' ')));
  return operator === undefined ? left : { kind: 'compare', operator, left, right: readConcat(reader) };
}

function readConcat(reader: Reader): TemplateValue {
  let left = readFiltered(reader);
  while (takes(reader, '~')) left = { kind: 'concat', left, right: readFiltered(reader) };
  return left;
}

function readFiltered(reader: Reader): TemplateValue {
  let value = readOperand(reader);
  for (;;) {
    if (takes(reader, '|')) value = readFilter(reader, value);
    else if (takes(reader, 'is')) value = readTest(reader, value);
    else return value;
  }
}

function readFilter(reader: Reader, of: TemplateValue): TemplateValue {
  const given = reader.words[reader.at++] ?? '';
  const name = filterNames.find((each) => each === given);
  if (name === undefined) throw new ExpressionFault(unknown('filter', given, filterNames));
  return { kind: 'filter', name, of, parameters: takes(reader, '(') ? readItems(reader, ')') : [] };
}

function readTest(reader: Reader, of: TemplateValue): TemplateValue {
  const negated = takes(reader, 'not');
  const given = reader.words[reader.at++] ?? '';
  const name = testNames.find((each) => each === given);
  if (name === undefined) throw new ExpressionFault(unknown('test', given, testNames));
  const test: TemplateValue = { kind: 'test', name, of };
  return negated ? { kind: 'not', of: test } : test;
}

function unknown(what: string, given: string, known: readonly string[]): string {
  const near = nearest(given, known);
  const advice = near === undefined ? `Those that are: ${known.join(', ')}.` : `Did you mean \`${near}\`?`;
  return `The ${what} \`${given}\` is not supported. ${advice}`;
}

function readItems(reader: Reader, end: ')' | ']'): TemplateValue[] {
  const items: TemplateValue[] = [];
  while (!takes(reader, end)) {
    items.push(readChoice(reader));
    if (!takes(reader, ',') && reader.words[reader.at] !== end) expect(reader, end);
  }
  return items;
}

function readOperand(reader: Reader): TemplateValue {
  if (takes(reader, '(')) {
    const value = readChoice(reader);
    expect(reader, ')');
    return value;
  }
  if (takes(reader, '[')) return { kind: 'list', items: readItems(reader, ']') };
  const sign = takes(reader, '-') ? -1 : 1;
  const given = reader.words[reader.at++];
  if (given !== undefined && /^\d/.test(given)) return { kind: 'literal', value: sign * Number(given) };
  if (given === undefined || sign < 0) throw new ExpressionFault('A path such as `rule.title` is expected here.');
  if (/^['"]/.test(given) && given.length > 1) return { kind: 'literal', value: unescaped(given.slice(1, -1)) };
  if (Object.hasOwn(words, given)) return { kind: 'literal', value: words[given] ?? null };
  if (!/^[A-Za-z_]/.test(given)) throw new ExpressionFault('A path such as `rule.title` is expected here.');
  if (!reader.names.includes(given)) throw new ExpressionFault(unknownName([given], reader.names).fault);
  return { kind: 'path', path: [given, ...readSteps(reader)] };
}

const words: Readonly<Record<string, boolean | null>> = {
  true: true,
  True: true,
  false: false,
  False: false,
  none: null,
  None: null,
};

function readSteps(reader: Reader): PathStep[] {
  const steps: PathStep[] = [];
  for (;;) {
    if (takes(reader, '.')) {
      const name = reader.words[reader.at++] ?? '';
      if (!/^\w+$/.test(name)) throw new ExpressionFault('A name is expected after the dot.');
      steps.push(/^\d+$/.test(name) ? Number(name) : name);
    } else if (takes(reader, '[')) {
      const step = readChoice(reader);
      expect(reader, ']');
      if (step.kind !== 'literal' || (typeof step.value !== 'string' && typeof step.value !== 'number'))
        throw new ExpressionFault('Only a text or a number can stand in the brackets of a path.');
      steps.push(step.value);
    } else return steps;
  }
}

/** As Python reads the escapes that people write. */
function unescaped(text: string): string {
  return text.replace(/\\([ntr\\'"])/g, (_, character: string) => controls[character] ?? character);
}

const controls: Readonly<Record<string, string | undefined>> = { n: '\n', t: '\t', r: '\r' };
