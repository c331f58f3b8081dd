import { Failure } from '../failure.ts';
import { regexOf } from '../regex.ts';
import { mostText, textTooLong } from '../values/bounds.ts';
import { conversion } from '../values/convert.ts';
import { isArray, isScalarType, type Value } from '../values/value.ts';
import type { FunctionFamily } from './function.ts';

/** Functions with regular expressions in RE2's dialect. */
export const patterns: FunctionFamily = {
  extract: {
    parameters: ['regex', 'size', 'string', 'any'],
    bind: ({ result }) => {
      const convert = isScalarType(result) ? conversion('string', result) : (value: Value) => value;
      return (pattern = '', group = 0, text = '') => {
        const found = captured(String(pattern), Number(group), String(text));
        return found === undefined ? (result === 'string' ? '' : null) : convert(found);
      };
    },
  },
  extract_all: { parameters: ['regex', 'any', 'string'], nulls: 'given', evaluate: extractAll },
  extractall: { parameters: ['regex', 'any', 'string'], nulls: 'given', evaluate: extractAll },
  replace_regex: { parameters: ['string', 'regex', 'string'], evaluate: replace },
  replace: {
    parameters: ['regex', 'string', 'string'],
    evaluate: (pattern: string, rewrite: string, text: string) => replace(text, pattern, rewrite),
  },
  trim: { parameters: ['regex', 'string'], evaluate: trim },
  trim_start: { parameters: ['regex', 'string'], evaluate: trimStart },
  trim_end: { parameters: ['regex', 'string'], evaluate: trimEnd },
  regex_quote: { parameters: ['string'], evaluate: (text: string) => text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&') },
};

function captured(pattern: string, group: number, text: string): string | undefined {
  const matcher = regexOf(pattern).matcher(text);
  if (!matcher.find() || group < 0 || group > matcher.groupCount()) return undefined;
  return matcher.group(group) ?? '';
}

/** Without groups the whole match, with one its text, with more an array of texts; null if nothing is found. */
function extractAll(pattern: Value, second: Value, third?: Value): Value {
  const [wanted, text] = third === undefined ? [undefined, String(second)] : [second, String(third)];
  const matcher = regexOf(String(pattern)).matcher(text);
  const all = Array.from({ length: matcher.groupCount() }, (_, index) => index + 1);
  const groups = isArray(wanted) ? wanted.map((each) => (typeof each === 'string' ? each : Number(each))) : all;
  const found: (string | string[])[] = [];
  while (matcher.find()) {
    const texts = (groups.length === 0 ? [0] : groups).map((group) => groupText(matcher, group));
    found.push(texts.length === 1 ? (texts[0] ?? '') : texts);
  }
  return found.length === 0 ? null : found;
}

/** `\1` in the rewrite is the first group, `\0` the whole match. */
function replace(text: string, pattern: string, rewrite: string): string {
  const matcher = regexOf(pattern).matcher(text);
  let result = '';
  let end = 0;
  while (matcher.find()) {
    result +=
      text.slice(end, matcher.start()) +
      rewrite.replace(/\\(\d|\\)/g, (_, group) => (group === '\\' ? '\\' : groupOf(matcher, Number(group))));
    end = matcher.end();
    if (result.length > mostText) throw textTooLong();
  }
  return result + text.slice(end);
}

function groupOf(matcher: ReturnType<ReturnType<typeof regexOf>['matcher']>, group: number): string {
  return group > matcher.groupCount() ? '' : (matcher.group(group) ?? '');
}

/** The page says of `trim` that all matches go, of `trim_start` that one does, and no example tells which it is. */
function trim(pattern: string, text: string): string {
  const once = trimEnd(pattern, trimStart(pattern, text));
  if (trimEnd(pattern, trimStart(pattern, once)) === once) return once;
  throw new Failure('kql-not-implemented', 'What `trim` makes of a pattern that is there twice in a row is not clear.');
}

function trimStart(pattern: string, text: string): string {
  const matcher = regexOf(`^(?:${pattern})`).matcher(text);
  return matcher.find() ? text.slice(matcher.end()) : text;
}

function trimEnd(pattern: string, text: string): string {
  const matcher = regexOf(`(?:${pattern})$`).matcher(text);
  return matcher.find() ? text.slice(0, matcher.start()) : text;
}

/** A group by its number or its name; empty if it took no part in the match. */
function groupText(matcher: ReturnType<ReturnType<typeof regexOf>['matcher']>, group: number | string): string {
  return (typeof group === 'string' ? matcher.group(group) : matcher.group(group)) ?? '';
}
