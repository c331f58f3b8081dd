import type { Range } from '../../range.ts';
import type { Test } from '../../sigma/expression.ts';
import type { Pattern } from '../../sigma/pattern.ts';
import type { Scalar } from '../ast.ts';
import { binary, text } from '../build.ts';
import { approximate, type Context, refuse } from './context.ts';
import { anyOf } from './merge.ts';
import { patternSource, rewritten, simpleShape } from './patterns.ts';
import { regexPredicate } from './regex.ts';
import type { Subject } from './subject.ts';
import { absentPredicate, patternPredicate, presentPredicate } from './text.ts';

/**
 * A test on a column that has the values of a list, each in a line of its own: any of them may pass, as Sigma reads lists
 * in events. What is tied to the start or the end of a value is tied to those of a line, and that is told where values
 * may have several lines; what needs one value alone is refused.
 */
export function linesPredicate(subject: Subject, test: Test, range: Range, context: Context): Scalar {
  switch (test.kind) {
    case 'null':
      return absentPredicate(subject);
    case 'exists':
      return test.value ? presentPredicate(subject) : absentPredicate(subject);
    case 'string': {
      const { pattern, cased } = test;
      const patterns = rewritten(pattern, subject.rewrites);
      return anyOf(patterns.map((each) => patternOnLines(subject, each, cased, range, context)));
    }
    case 'number':
    case 'boolean':
      return patternOnLines(subject, [{ kind: 'text', text: String(test.value) }], false, range, context);
    case 'regex':
      if (test.flags.s) return notOnLines(subject, range, context);
      if (/[$^]/.test(test.source)) tellLines(subject, range, context);
      if (mayMeetBreaks.test(test.source)) tellBreaks(subject, range, context);
      return regexPredicate(subject.scalar, { ...test, flags: { ...test.flags, m: true } });
    case 'cidr':
    case 'compare':
    case 'time':
    case 'fieldref':
      return notOnLines(subject, range, context);
  }
}

function patternOnLines(subject: Subject, pattern: Pattern, cased: boolean, range: Range, context: Context): Scalar {
  const isAny = pattern.length === 1 && pattern[0]?.kind === 'any';
  const shape = simpleShape(pattern);
  if (isAny || shape?.kind === 'contains' || shape?.text === '') return patternPredicate(subject, pattern, cased);
  tellLines(subject, range, context);
  return binary(subject.scalar, 'matches regex', text(`(?${cased ? '' : 'i'}m)${patternSource(pattern)}`));
}

/** Classes that a line break is in, and line breaks themselves. */
const mayMeetBreaks = /\\[sDWPnrxC]|\[\^|\[:\^|\n/;

function tellBreaks({ field }: Subject, range: Range, context: Context): void {
  const message = `The values of \`${field}\` stand in one text in \`${context.table}\`, and the regular expression may see the line breaks between them.`;
  approximate(context, message, range);
}

/** What is asked of whole lines, or of their beginnings and ends. */
export function tellLines({ field, holds }: Subject, range: Range, context: Context): void {
  if (holds !== 'texts') return;
  const message = `\`${field}\` in \`${context.table}\` is asked line by line: a text with several lines is taken for several.`;
  approximate(context, message, range);
}

function notOnLines(subject: Subject, range: Range, context: Context): Scalar {
  const message = `\`${subject.field}\` is a list, which \`${context.table}\` can only be asked for text.`;
  return refuse(context, 'unsupported-value', message, range);
}
