import type { TextEdit } from '../problem.ts';
import { contentOffsets } from '../yaml/offsets.ts';
import type { Check } from './check.ts';
import { ruleSelecting } from './examples.ts';
import { hasModifier, type ItemSite, itemsOf } from './items.ts';
import { insertModifier } from './modifierUse.ts';

/** Regular expressions that this tool can run, and others perhaps not. What RE2 cannot run is found when the rule is read. */
export const regexChecks: readonly Check[] = [
  {
    id: 'regex-flavour',
    severity: 'information',
    profiles: ['spec'],
    docs: {
      what: 'A regular expression uses more than the specification’s flavour has: `.`, `^`, `$`, `*`, `+`, `?`, `{n,m}`, `[…]`, `(…)`, `|` and escaped characters. `\\d`, `\\w`, `\\s`, `\\b` and groups that keep nothing pass, because every engine has them.',
      why: 'Backends differ in what else they know, such as `(?i)`, lazy quantifiers or named groups: some refuse it, some read it as something else.',
      example: {
        bad: ruleSelecting("CommandLine|re: '(?i)whoami'"),
        good: ruleSelecting("CommandLine|re|i: 'whoami'"),
      },
      url: 'https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-appendix-modifiers.md',
    },
    run(context, report) {
      for (const site of itemsOf(context)) {
        if (!hasModifier(site, 're')) continue;
        for (const { scalar, value } of site.values) {
          if (typeof scalar.value !== 'string' || value === undefined || scalar.text.length > 5000) continue;
          const oddities = odditiesIn(scalar.text);
          if (oddities.length === 0) continue;
          const offset = contentOffsets(context.file.text, scalar);
          for (const { at, text, name, advice, mend } of oddities) {
            const range = { start: offset(at), end: offset(at + text.length) };
            const edits = mend?.(range, site);
            report({
              range,
              message: `\`${text}\` is ${name}, which is not in the specification’s flavour. ${advice}`,
              ...(edits && { fixes: [{ title: advice.replace(/[:.].*$/s, ''), edits }] }),
            });
          }
        }
      }
    },
  },
];

interface Oddity {
  readonly at: number;
  readonly text: string;
  readonly name: string;
  /** A command, as a sentence. */
  readonly advice: string;
  readonly mend?: (range: TextEdit['range'], site: ItemSite) => TextEdit[] | undefined;
}

/** The constructs that the specification does not name. */
function odditiesIn(source: string): readonly Oddity[] {
  const found: Oddity[] = [];
  let inClass = false;
  for (let at = 0; at < source.length; at++) {
    const character = source.charAt(at);
    if (character === '\\') {
      const text =
        /^\\(?:[pP](?:\{[^}]*\}|.)|x\{[^}]*\}|x..|[0-7]{1,3}|.)/s.exec(source.slice(at, at + 40))?.[0] ?? '\\';
      const name = escapeNames.find(([pattern]) => pattern.test(text))?.[1];
      if (name !== undefined) found.push({ at, text, name, advice: 'Write the characters themselves.' });
      at += text.length - 1;
    } else if (inClass) {
      const posix = /^\[:\^?\w+:\]/.exec(source.slice(at, at + 20))?.[0];
      if (posix !== undefined)
        found.push({ at, text: posix, name: 'a POSIX class', advice: 'Write the characters themselves.' });
      if (character === ']') inClass = false;
    } else if (character === '[') {
      inClass = true;
      // A bracket at the beginning of a class is a character of it.
      if (source.startsWith('^]', at + 1)) at += 2;
      else if (source.startsWith(']', at + 1)) at += 1;
    } else if (character === '(' && source.charAt(at + 1) === '?') {
      const odd = groupOddity(source, at);
      if (odd !== undefined) found.push(odd);
    } else if (character === '?' && isQuantifier(source, at - 1)) {
      found.push({
        at,
        text: '?',
        name: 'the mark of a lazy quantifier',
        advice: 'Remove it: whether something matches does not depend on it.',
        mend: (range) => [{ range, text: '' }],
      });
    }
  }
  return found;
}

const escapeNames: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/^\\[AzZ]$/, 'an anchor of the text'],
  [/^\\[pP]/, 'a Unicode class'],
  [/^\\[QE]$/, 'a quotation'],
  [/^\\C$/, 'a single byte'],
];

function groupOddity(source: string, at: number): Oddity | undefined {
  const flags = /^\(\?([imsU]+)\)/.exec(source.slice(at, at + 12));
  if (flags?.[1] !== undefined) {
    const names = [...flags[1]];
    const isWhole = at === 0 && names.every((name) => 'ims'.includes(name));
    return {
      at,
      text: flags[0],
      name: 'a flag inside of the expression',
      advice: isWhole ? `Use the modifier ${names.map((name) => `\`${name}\``).join(' and ')}.` : 'Use a modifier.',
      ...(isWhole && {
        mend: (range, site) => {
          const [only] = site.values;
          const [name] = names;
          if (site.values.length !== 1 || names.length !== 1 || only === undefined || name === undefined)
            return undefined;
          const key = insertModifier(site, name);
          return key && [key, { range, text: '' }];
        },
      }),
    };
  }
  const named = /^\(\?P?<\w+>/.exec(source.slice(at, at + 60))?.[0];
  if (named === undefined) return /^\(\?[imsU-]+:/.test(source.slice(at, at + 12)) ? flagGroup(source, at) : undefined;
  return {
    at,
    text: named,
    name: 'a named group',
    advice: 'Leave the name out.',
    mend: (range) => [{ range, text: '(' }],
  };
}

function flagGroup(source: string, at: number): Oddity {
  const text = source.slice(at, source.indexOf(':', at) + 1);
  return { at, text, name: 'a group with flags', advice: 'Use a modifier for the whole expression.' };
}

function isQuantifier(source: string, at: number): boolean {
  const character = source.charAt(at);
  if (character !== '*' && character !== '+' && character !== '?' && character !== '}') return false;
  // An escaped character is no quantifier.
  let backslashes = 0;
  while (source.charAt(at - 1 - backslashes) === '\\') backslashes++;
  if (backslashes % 2 === 1) return false;
  if (character === '?' && source.charAt(at - 1) === '(') return false;
  return character !== '}' || /\{\d+(,\d*)?\}$/.test(source.slice(Math.max(0, at - 12), at + 1));
}
