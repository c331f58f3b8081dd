import type { Range } from '../../range.ts';
import type { Pattern } from '../../sigma/pattern.ts';
import type { Scalar } from '../ast.ts';
import { and, binary, call, not, text, verbatim } from '../build.ts';
import { type Context, refuse } from './context.ts';
import { anyOf } from './merge.ts';
import { matchesPattern, patternSource, plainText, rewritten, simpleShape } from './patterns.ts';
import type { Subject } from './subject.ts';

/**
 * A string test on a column of text. Tables keep an absent text as the empty one, so there `null`, `''` and `exists` are
 * all questions of emptiness; only a property of a dynamic value can be told to be absent.
 */
export function textPredicate(
  subject: Subject,
  pattern: Pattern,
  cased: boolean,
  range: Range,
  context: Context,
): Scalar {
  if (subject.holds === 'fileName') return fileNamePredicate(subject, pattern, cased, range, context);
  const patterns = spellings(subject, rewritten(pattern, subject.rewrites));
  const predicates = patterns.map((each) => patternPredicate(subject, each, cased));
  const name = subject.holds === 'pathOrFileName' ? fileNameOf(pattern) : undefined;
  if (name?.whole) predicates.push(binary(subject.scalar, cased ? '==' : '=~', text(name.text)));
  return anyOf([...predicates, ...toldElsewhere(subject, pattern, cased)]);
}

/** What other columns tell of texts that the pattern describes by more than wildcards. */
function toldElsewhere({ told }: Subject, pattern: Pattern, cased: boolean): Scalar[] {
  if (told === undefined || !pattern.some(({ kind }) => kind === 'text')) return [];
  return [...told].flatMap(([value, predicate]) =>
    mayMatch(pattern, value) && matchesPattern(pattern, value, cased) ? verbatim(predicate) : [],
  );
}

/** Whether the value has all literal parts, which most values of a rule have not; this takes no regular expression. */
function mayMatch(pattern: Pattern, value: string): boolean {
  const folded = value.toLowerCase();
  return pattern.every((part) => part.kind !== 'text' || folded.includes(part.text.toLowerCase()));
}

/** A pattern against a column, with the operator that people would choose. */
export function patternPredicate(
  subject: Pick<Subject, 'scalar' | 'present'>,
  pattern: Pattern,
  cased: boolean,
): Scalar {
  const { scalar } = subject;
  if (pattern.length === 1 && pattern[0]?.kind === 'any') return presentPredicate(subject);
  const shape = simpleShape(pattern);
  if (shape === undefined) {
    return { ...binary(scalar, 'matches regex', text(`(?${cased ? '' : 'i'}s)${patternSource(pattern)}`)), pattern };
  }
  if (shape.kind !== 'equals') return binary(scalar, cased ? `${shape.kind}_cs` : shape.kind, text(shape.text));
  if (shape.text !== '') return binary(scalar, cased ? '==' : '=~', text(shape.text));
  return emptyPredicate(subject);
}

/** The field is there. */
export function presentPredicate({ scalar, present }: Pick<Subject, 'scalar' | 'present'>): Scalar {
  return present ?? call('isnotempty', scalar);
}

/** The field is absent, or null. */
export function absentPredicate(subject: Pick<Subject, 'scalar' | 'present'>): Scalar {
  return not(presentPredicate(subject));
}

/** The field is the empty text, which only a dynamic value can tell from no text at all. */
function emptyPredicate({ scalar, present }: Pick<Subject, 'scalar' | 'present'>): Scalar {
  if (present?.kind !== 'call' || present.name !== 'isnotnull')
    return absentPredicate({ scalar, ...(present && { present }) });
  return and([present, call('isempty', scalar)]);
}

/** A number as the column writes it. */
export function numberSpellings(value: bigint, forms: Subject['forms']): string[] {
  if (forms.length === 0) return [String(value)];
  return forms.map((form) => (form === 'decimal' || value < 0n ? String(value) : `0x${value.toString(16)}`));
}

/** A number that is written in text, as Windows does: decimal without leading zeros, or hexadecimal after `0x`. */
export function numberIn(written: string): bigint | undefined {
  return /^(0|-?[1-9]\d*|0x[\da-f]+)$/i.test(written) ? BigInt(written) : undefined;
}

function spellings({ forms }: Subject, patterns: readonly Pattern[]): readonly Pattern[] {
  if (forms.length === 0) return patterns;
  return patterns.flatMap((pattern): Pattern[] => {
    const plain = plainText(pattern);
    const number = plain === undefined ? undefined : numberIn(plain);
    if (number === undefined) return [pattern];
    return numberSpellings(number, forms).map((text) => [{ kind: 'text', text }]);
  });
}

/** The column has only a file's name: a test that looks further up its path cannot be asked. */
function fileNamePredicate(subject: Subject, pattern: Pattern, cased: boolean, range: Range, context: Context): Scalar {
  const name = fileNameOf(pattern);
  if (name !== undefined) {
    if (name.text === '') return call('isempty', subject.scalar);
    const operator = name.whole ? (cased ? '==' : '=~') : cased ? 'endswith_cs' : 'endswith';
    return binary(subject.scalar, operator, text(name.text));
  }
  return refuse(
    context,
    'unsupported-value',
    `\`${context.table}\` has only the file name of \`${subject.field}\`, so that this path cannot be compared with it.`,
    range,
  );
}

/** What a pattern on a path says of the file's name alone: the `whole` name, or its end. Undefined if it says more. */
function fileNameOf(pattern: Pattern): { readonly text: string; readonly whole: boolean } | undefined {
  const shape = simpleShape(pattern);
  if (shape === undefined || shape.kind === 'contains' || shape.kind === 'startswith') return undefined;
  if (shape.kind === 'equals') return shape.text === '' ? { text: '', whole: true } : undefined;
  const whole = /^[\\/]/.test(shape.text);
  const name = whole ? shape.text.slice(1) : shape.text;
  return name === '' || /[\\/]/.test(name) ? undefined : { text: name, whole };
}
