import type { Range } from '../../range.ts';
import type { Pattern } from '../../sigma/pattern.ts';
import type { Scalar } from '../ast.ts';
import { and, binary, call, or, text } from '../build.ts';
import { approximate, type Context, refuse } from './context.ts';
import { inJson, jsonSource, textOf } from './encoded.ts';
import { plainText, simpleShape } from './patterns.ts';
import type { Subject } from './subject.ts';
import { patternPredicate } from './text.ts';

/**
 * A string test on a dynamic column: on its value, or if that is a list or a bag on any text in it, which Kusto writes
 * as JSON. Elements are found between their quotes, so that no test reaches from one into the next.
 */
export function elementsPredicate(
  subject: Subject,
  pattern: Pattern,
  cased: boolean,
  range: Range,
  context: Context,
): Scalar {
  const { scalar } = subject;
  const written = call('tostring', scalar);
  if (pattern.length === 1 && pattern[0]?.kind === 'any') return call('isnotnull', scalar);
  const plain = plainText(pattern);
  if (plain === '')
    return and([
      call('isnotnull', scalar),
      or([call('isempty', written), and([isMany(scalar), elementPredicate(written, [], cased)])]),
    ]);
  if (isPunctuation(pattern)) {
    const message = `\`${subject.field}\` may be a list in \`${context.table}\`, where this text cannot be told from JSON's own punctuation.`;
    return refuse(context, 'unsupported-value', message, range);
  }
  const encoded = inJson(pattern);
  const shape = simpleShape(pattern);
  const isPlain = textOf(encoded) === textOf(pattern);
  const itself = patternPredicate({ scalar: written }, pattern, cased);
  if (shape?.kind === 'contains' && isPlain) return itself;
  const alone = shape !== undefined && isPlain ? itself : and([isSingle(scalar), itself]);
  // An escape has to be read from its beginning, which only an expression can.
  if (shape?.kind === 'contains' && !/^[\\"]/.test(shape.text))
    return or([alone, patternPredicate({ scalar: written }, encoded, cased)]);
  const element = elementPredicate(written, encoded, cased);
  if (plain === undefined || !/^(-?\d+(\.\d+)?|true|false)$/i.test(plain))
    return or([alone, and([isMany(scalar), element])]);
  approximate(
    context,
    `\`${subject.field}\` may be a list in \`${context.table}\`: \`${plain}\` between commas in a text counts as an element.`,
    range,
  );
  const bare = binary(written, 'matches regex', text(`(?i)[[,:]${jsonSource(encoded)}[,\\]}]`));
  return or([alone, and([isMany(scalar), or([element, bare])])]);
}

/** A literal with escapes, or one that wildcards stand beside, could be found in the JSON of a list by mistake. */
function isSingle(scalar: Scalar): Scalar {
  return { kind: 'in', operator: '!in', left: call('gettype', scalar), items: [text('array'), text('dictionary')] };
}

/** A text that only looks like JSON has no elements: `["c` is one value. */
function isMany(scalar: Scalar): Scalar {
  return { kind: 'in', operator: 'in', left: call('gettype', scalar), items: [text('array'), text('dictionary')] };
}

/**
 * The pattern, as JSON has it, between the quotes of a value: after a bracket, comma or colon, and before a comma or a
 * closing bracket.
 */
function elementPredicate(written: Scalar, encoded: Pattern, cased: boolean): Scalar {
  const end = encoded.at(-1)?.kind === 'any' ? '' : '"[,\\]}]';
  return binary(written, 'matches regex', text(`(?${cased ? '' : 'i'}s)[[,:]"${jsonSource(encoded)}${end}`));
}

/** Whether the pattern might be found in the punctuation between the texts of JSON. */
function isPunctuation(pattern: Pattern): boolean {
  const texts = pattern.flatMap((part) => (part.kind === 'text' ? [part.text] : []));
  if (texts.length === 0) return true;
  const [first = '', last = ''] = [texts[0], texts.at(-1)];
  return (
    /^[,:[\]{}]/.test(first) ||
    /[,:[\]{}]$/.test(last) ||
    texts.some((each) => /^[[\]{},:\d.\s]*[[\]{},:][[\]{},:\d.\s]*$/.test(each))
  );
}
