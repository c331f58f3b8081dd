import type { Fix, Problem } from '../problem.ts';
import type { Range } from '../range.ts';
import type { YamlScalar } from '../yaml/tree.ts';
import type { Chain } from './chain.ts';

/** What is wrong with a value that one of its modifiers cannot read: the first of them says so, with a fix where quotes are all. */
export function typeFault(scalar: YamlScalar, chain: Chain, range: Range): Problem | undefined {
  if (chain.takes.length === 0) return undefined;
  const { value } = scalar;
  const actual = typeof value === 'boolean' ? 'boolean' : isNumber(value) ? 'number' : 'text';
  const wrong = chain.takes.find((taken) => taken.kind !== actual);
  if (wrong === undefined) return undefined;
  const explained = wrongType(wrong.name, wrong.kind, actual, scalar, range);
  return { code: 'modifier-value-type', severity: 'error', range, ...explained };
}

function wrongType(
  name: string,
  takes: 'text' | 'number' | 'boolean',
  actual: string,
  scalar: YamlScalar,
  range: Range,
): { message: string; fixes?: readonly Fix[] } {
  switch (takes) {
    case 'boolean':
      return { message: `\`${name}\` takes \`true\` or \`false\`.` };
    case 'text':
      return {
        message: `\`${name}\` takes text, and \`${scalar.text}\` is a ${actual}. Put it in quotes.`,
        fixes: [{ title: 'Put the value in quotes', edits: [{ range, text: `'${scalar.text}'` }] }],
      };
    case 'number': {
      if (!/^-?\d+(?:\.\d+)?$/.test(scalar.text)) return { message: `\`${name}\` takes a number.` };
      return {
        message: `\`${name}\` takes a number, and in quotes \`${scalar.text}\` is text. Remove the quotes.`,
        fixes: [{ title: 'Remove the quotes', edits: [{ range, text: scalar.text }] }],
      };
    }
  }
}

/** `.inf` and `.nan` are not numbers that an event could hold; they are read as text. */
export function isNumber(value: YamlScalar['value']): value is number | bigint {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value));
}
