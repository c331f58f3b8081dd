import type { Pattern } from '../sigma/pattern.ts';
import { concatenate, literal, parsePattern } from '../sigma/value.ts';
import type { ProcessingItem, Transformation } from './pipeline.ts';
import { plainText, readPlain, slicePattern } from './plainText.ts';
import { matchesIn, replaceAll } from './regularExpression.ts';
import { rewriteTests } from './rewrite.ts';
import { fail, type Step, spend } from './run.ts';

type ReplaceString = Extract<Transformation, { kind: 'replaceString' }>;

/** In UTF-16 units. */
const longestValue = 20_000;

/**
 * `replace_string`: parts of texts, as pySigma writes them with their wildcards, or with `skip_special` of the texts
 * between wildcards. A number that the expression fits becomes a text.
 */
export function replaceStrings(step: Step, item: ProcessingItem<ReplaceString>): void {
  rewriteTests(step, item, (test, _, { range }) => {
    const given = test.kind === 'number' ? literal(test.text) : test.kind === 'string' ? test.pattern : undefined;
    if (given === undefined) return undefined;
    const length = plainText(given).length;
    if (length > longestValue || !spend(step, 'looks', Math.ceil(length / 20))) return undefined;
    const pattern = item.action.skipSpecial ? replaceBetween(given, item.action) : replaceIn(given, item.action);
    if (plainText(pattern).length > longestValue) {
      fail(step, 'makes a text that is too long.', range);
      return undefined;
    }
    if (test.kind === 'number')
      return plainText(pattern) === test.text ? undefined : [{ kind: 'string', pattern, cased: false }];
    return test.kind === 'string' ? [{ ...test, pattern }] : undefined;
  });
}

/** What matches is replaced, and what does not match keeps its wildcards and backslashes as they are. */
function replaceIn(given: Pattern, { pattern, replacement }: ReplaceString): Pattern {
  const plain = plainText(given);
  const pieces: Pattern[] = [];
  let from = 0;
  for (const match of matchesIn(pattern, replacement, plain)) {
    pieces.push(slicePattern(given, from, match.start));
    for (const [index, part] of replacement.entries()) {
      const span = match.spans[index];
      if (part.kind === 'text') pieces.push(readPlain(part.text));
      else if (span !== undefined) pieces.push(slicePattern(given, span.start, span.end));
    }
    from = match.end;
  }
  return concatenate([...pieces, slicePattern(given, from, plain.length)]);
}

function replaceBetween(given: Pattern, { pattern, replacement, interpretSpecial }: ReplaceString): Pattern {
  return concatenate(
    given.map((part) => {
      if (part.kind !== 'text') return [part];
      const text = replaceAll(pattern, replacement, part.text);
      return interpretSpecial ? parsePattern(text, false) : literal(text);
    }),
  );
}
