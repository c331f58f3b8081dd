import type { Fix } from '../problem.ts';
import { type Misreading, misreadingOf } from '../yaml/misreading.ts';
import type { ScalarValue, YamlScalar } from '../yaml/tree.ts';
import { quoteScalar } from './textEdits.ts';

/** What a scalar is there for: `number` and `switch` (`exists`) are read as such, whatever the characters are. */
export type ValueUse = 'value' | 'keyword' | 'number' | 'switch';

/** What YAML makes of a plain scalar, and what to do about it. */
export function misreadingText(text: string, misreading: Misreading, use: ValueUse): string {
  const advice = adviceFor(use);
  switch (misreading.kind) {
    case 'unreadable':
      return `pySigma cannot read \`${text}\` without quotes. Add them.`;
    case 'date':
      return `YAML 1.1 makes a date of \`${text}\`, and pySigma refuses dates in a detection. Put it in quotes.`;
    case 'text':
      return `\`${text}\` is text in YAML 1.1, which pySigma reads, and ${named(misreading.core)} in YAML 1.2. ${advice}`;
    case 'value': {
      const { value, core } = misreading;
      return value === core
        ? `YAML reads \`${text}\` as ${named(value)}. ${advice}`
        : `\`${text}\` is ${named(value)} in YAML 1.1, which pySigma reads, and ${named(core)} in YAML 1.2. ${advice}`;
    }
  }
}

function adviceFor(use: ValueUse): string {
  switch (use) {
    case 'number':
      return 'Write the number that is meant in plain digits.';
    case 'switch':
      return 'Write `true` or `false`.';
    case 'value':
    case 'keyword':
      return 'Put it in quotes if these characters are meant.';
  }
}

function named(value: ScalarValue): string {
  if (value === null) return 'null';
  return typeof value === 'string' ? 'text' : typeof value === 'boolean' ? String(value) : `the number ${value}`;
}

/** Quotes first; then what YAML's versions read, written so that all of them read it alike. */
export function misreadingFixes(scalar: YamlScalar, misreading: Misreading, use: ValueUse): readonly Fix[] {
  const quoted = use === 'number' || use === 'switch' ? [] : [quoteScalar(scalar)];
  const readings = new Set(readingsIn(misreading).filter((value) => fits(value, use)));
  const plain = [...readings].map((value) => ({
    title: `Write \`${value}\``,
    edits: [{ range: scalar.range, text: String(value) }],
  }));
  return [...quoted, ...plain];
}

function readingsIn(misreading: Misreading): readonly ScalarValue[] {
  switch (misreading.kind) {
    case 'value':
      return [misreading.value, misreading.core];
    case 'text':
      return [misreading.core];
    case 'date':
    case 'unreadable':
      return [];
  }
}

/** Whether a value that is written so can stand there; long fractions look as ambiguous as before. */
function fits(value: ScalarValue, use: ValueUse): boolean {
  switch (typeof value) {
    case 'string':
      return false;
    case 'boolean':
      return use === 'value' || use === 'switch';
    case 'object':
      return use === 'value';
    default:
      return use !== 'switch' && misreadingOf(String(value)) === undefined;
  }
}
