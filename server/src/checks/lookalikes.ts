import { contentOffsets } from '../yaml/offsets.ts';
import type { Check } from './check.ts';
import { ruleSelecting } from './examples.ts';
import { hasModifier, type ItemSite } from './items.ts';
import { replacePart } from './textEdits.ts';
import { stringCheck, withFix } from './valueForms.ts';

/** Characters that one does not see, or takes for others. */
export const lookalikeChecks: readonly Check[] = [
  stringCheck(
    'lookalike-character',
    'warning',
    [],
    {
      what: 'Among ASCII letters stands a character that only looks like one: a Cyrillic or Greek letter, a typographic quote, a no-break blank, an invisible one.',
      why: 'It came along when the text was copied from a page or a document. The event has the ASCII character, so the rule never fires. Where the look-alike is looked for on purpose, list the ASCII form beside it.',
      example: {
        bad: ruleSelecting("CommandLine|contains: 'whо\u0430mi'"),
        good: ruleSelecting("CommandLine|contains: 'whoami'"),
      },
    },
    (scalar, site, { file }) => {
      const { text } = scalar;
      if (!lookalike.test(text)) return [];
      const ascii = [...text].map((character) => asciiFor(character) ?? character).join('');
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII.
      if (!/^[\x00-\x7f]*$/.test(ascii) || !/[a-z]/i.test(ascii) || hasValue(site, ascii)) return [];
      const offset = contentOffsets(file.text, scalar);
      const places = [...text.matchAll(new RegExp(lookalike.source, 'gu'))].slice(0, 100);
      // An apostrophe within a word is good typography, and products are described so.
      if (
        places.every(
          ({ 0: character, index }) => character === '’' && /\p{L}’\p{L}/u.test(text.slice(index - 1, index + 2)),
        )
      )
        return [];
      const edits = places.flatMap(({ 0: character, index }) => {
        return replacePart(file.text, scalar, index, index + character.length, asciiFor(character) ?? '') ?? [];
      });
      const [first] = places;
      if (first === undefined) return [];
      const [character] = first;
      const meant = asciiFor(character);
      const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
      return [
        {
          range: { start: offset(first.index), end: offset(first.index + character.length) },
          message:
            meant === ''
              ? `There is an invisible character here (${code}). Remove it.`
              : `This is ${code} and only looks like ${meant === ' ' ? 'a blank' : `\`${meant}\``}. Write the ASCII character.`,
          ...(edits.length === places.length && { fixes: [{ title: 'Write it in ASCII', edits, isGuess: true }] }),
        },
      ];
    },
  ),
  stringCheck(
    'stray-whitespace',
    'warning',
    [],
    {
      what: 'A value begins or ends with whitespace where the field begins or ends: a path with a blank after it, a line break that YAML’s `|` has left.',
      why: 'The event has no such blank, so the rule never fires.',
      example: {
        bad: ruleSelecting("Image|endswith: '\\whoami.exe '"),
        good: ruleSelecting("Image|endswith: '\\whoami.exe'"),
      },
    },
    (scalar, site, { file }) => {
      const { text } = scalar;
      if (text.trim() === '' || !/^\s|\s$/.test(text) || site.field === undefined) return [];
      if (hasModifier(site, 'contains', 'base64', 'base64offset')) return [];
      const findings = [];
      const offset = contentOffsets(file.text, scalar);
      const trailing = text.length - text.trimEnd().length;
      const isLine = scalar.style === 'literal' || scalar.style === 'folded';
      const isName = isNameField(site.field);
      if (trailing > 0 && !hasModifier(site, 'startswith') && (isName || (isLine && /\n$/.test(text)))) {
        const start = text.length - trailing;
        const header = blockHeader(file.text, scalar.range.start);
        const chomp = isLine && text.slice(start) === '\n' && header !== undefined;
        findings.push({
          range: chomp ? header : { start: offset(start), end: Math.max(offset(text.length), offset(start) + 1) },
          message: chomp
            ? 'YAML’s block keeps the line break at its end, and no event has it. Add `-` to leave it out.'
            : 'Whitespace ends the value, and the field does not end so. Remove it.',
          ...(chomp
            ? withFix('Add `-`', { range: { start: header.end, end: header.end }, text: '-' })
            : withFix(
                'Remove the whitespace',
                isLine ? undefined : replacePart(file.text, scalar, start, text.length, ''),
              )),
        });
      }
      const leading = text.length - text.trimStart().length;
      if (leading > 0 && !hasModifier(site, 'endswith') && isName) {
        findings.push({
          range: { start: offset(0), end: offset(leading) },
          message: 'Whitespace begins the value, and the field does not begin so. Remove it.',
          ...withFix('Remove the whitespace', replacePart(file.text, scalar, 0, leading, '')),
        });
      }
      return findings;
    },
  ),
];

const asciiForms: ReadonlyMap<string, string> = new Map([
  ...pairs('АаВЕеНІіЈјКМОоРрСсТХхУуѕһԁԛԝ', 'AaBEeHIiJjKMOoPpCcTXxYysh' + 'dqw'),
  ...pairs('ΑΒΕΖΗΙΚΜΝΟοΡΤΥΧ', 'ABEZHIKMNOoPTYX'),
  ...pairs('‘’‚“”„', "'''" + '"""'),
  ...pairs('\u00a0\u2002\u2003\u2009\u202f\u3000', '      '),
  ...['\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad'].map((character): [string, string] => [character, '']),
]);

const lookalike = new RegExp(`[${[...asciiForms.keys()].join('')}]`, 'u');

function asciiFor(character: string): string | undefined {
  return asciiForms.get(character);
}

function pairs(characters: string, ascii: string): [string, string][] {
  return [...characters].map((character, index) => [character, ascii.charAt(index)]);
}

function hasValue({ values }: ItemSite, text: string): boolean {
  return values.length > 1 && values.some(({ scalar }) => scalar.text.toLowerCase() === text.toLowerCase());
}

/** Fields that hold one name, path or word; command lines and scripts do begin and end with blanks. */
function isNameField(field: string): boolean {
  return /(image|file_?name|filepath|directory|imageloaded|user|name|provider|channel|path|targetobject|id)$/i.test(
    field,
  );
}

/** The `|` or `>` of a block scalar that keeps one line break; undefined if it has an indicator already. */
function blockHeader(text: string, start: number) {
  return /^[|>](?=\s)/.test(text.slice(start, start + 2)) ? { start, end: start + 1 } : undefined;
}
