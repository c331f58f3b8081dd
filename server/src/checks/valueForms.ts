import type { Fix } from '../problem.ts';
import { contentOffsets } from '../yaml/offsets.ts';
import type { YamlScalar } from '../yaml/tree.ts';
import type { Check, CheckContext, CheckDocs, Finding } from './check.ts';
import { ruleSelecting } from './examples.ts';
import { hasModifier, type ItemSite, itemsOf } from './items.ts';
import { replacePart } from './textEdits.ts';
import { specialPlaces } from './valueScan.ts';

/** How the values of fields are written. */
export const valueFormChecks: readonly Check[] = [
  stringCheck(
    'double-wildcard',
    'information',
    ['double_wildcard'],
    {
      what: 'Two asterisks stand side by side.',
      why: 'One says the same. Perhaps one of them was meant literally: then it needs a backslash.',
      example: { bad: ruleSelecting("CommandLine: 'who**ami'"), good: ruleSelecting("CommandLine: 'who*ami'") },
    },
    (scalar, _, { file }) => {
      if (!scalar.text.includes('**')) return [];
      const stars = specialPlaces(scalar.text).filter(
        ({ kind, character }) => kind === 'wildcard' && character === '*',
      );
      const second = stars.find(({ at }, index) => stars[index - 1]?.at === at - 1);
      if (second === undefined) return [];
      let end = second.at + 1;
      while (stars.some(({ at }) => at === end)) end++;
      const offset = contentOffsets(file.text, scalar);
      const edit = replacePart(file.text, scalar, second.at, end, '');
      return [
        {
          range: { start: offset(second.at - 1), end: offset(end) },
          message: 'One `*` says the same as several.',
          ...withFix('Remove the repetition', edit),
        },
      ];
    },
  ),
  {
    ...stringCheck(
      'number-as-string',
      'information',
      ['number_as_string'],
      {
        what: 'A number is in quotes.',
        why: 'Converters make a text of it, and some targets then compare it with a column of numbers in vain.',
        example: { bad: ruleSelecting("ProcessId: '4'"), good: ruleSelecting('ProcessId: 4') },
      },
      (scalar, site) => {
        const isQuoted = scalar.style === 'single' || scalar.style === 'double';
        if (!isQuoted || site.field === undefined || !/^(0|-?[1-9]\d{0,14})$/.test(scalar.text)) return [];
        if (site.modifiers.some(({ name }) => name !== 'neq')) return [];
        return [
          {
            range: scalar.range,
            message: `\`${scalar.text}\` is a number: write it without quotes.`,
            fixes: [{ title: 'Remove the quotes', edits: [{ range: scalar.range, text: scalar.text }] }],
          },
        ];
      },
    ),
    profiles: ['sigmahq'],
  },
  stringCheck(
    'control-character',
    'warning',
    ['control_character'],
    {
      what: 'A value has a control character, such as a tab or a line break.',
      why: 'Mostly a path stands in double quotes, where YAML makes a tab of `\\t` and a line break of `\\n`. No event has that, so the rule never fires.',
      example: {
        bad: ruleSelecting('TargetFilename: "C:\\temp"').replace('process_creation', 'file_event'),
        good: ruleSelecting("TargetFilename: 'C:\\temp'").replace('process_creation', 'file_event'),
      },
    },
    (scalar, site, { file }) => {
      // What is encoded may well have a line break in it, and every second byte of UTF-16 is null.
      if (hasModifier(site, 'base64', 'base64offset', 'wide', 'utf16', 'utf16le', 'utf16be')) return [];
      const text = isBlock(scalar) ? scalar.text.trimEnd() : scalar.text;
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
      const at = text.search(/[\x00-\x1e]/);
      if (at < 0) return [];
      const offset = contentOffsets(file.text, scalar);
      const range = { start: offset(at), end: offset(at + 1) };
      const source = file.text.slice(range.start, range.end);
      const isEscape = scalar.style === 'double' && /^\\[abfnrtve0]$/.test(source);
      return [
        {
          range,
          message: isEscape
            ? `In double quotes YAML makes a control character of \`${source}\`. Write \`\\${source}\`, or use single quotes.`
            : 'There is a control character in this value. Remove it.',
          ...withFix(
            `Write \`\\${source}\``,
            isEscape ? { range: { start: range.start, end: range.start }, text: '\\' } : undefined,
          ),
        },
      ];
    },
  ),
  {
    ...stringCheck(
      'escaped-wildcard',
      'information',
      ['escaped_wildcard'],
      {
        what: 'A backslash makes a literal character of `*` or `?`.',
        why: 'Often a wildcard after a backslash was meant, which is written `\\\\*`. If the character is meant, all is well: ignore the finding in this rule.',
        example: {
          bad: ruleSelecting("CommandLine|contains: 'dir \\*'"),
          good: ruleSelecting("CommandLine|contains: 'dir '"),
        },
      },
      (scalar, site, { file }) => {
        const places = specialPlaces(scalar.text).filter(
          ({ kind, character }) => kind === 'escape' && character !== '\\',
        );
        const [first] = places;
        if (first === undefined || isPathMistake(scalar, site)) return [];
        const offset = contentOffsets(file.text, scalar);
        return [
          {
            range: { start: offset(first.at), end: offset(first.at + 2) },
            message: `\`\\${first.character}\` is the character itself. If a backslash and a wildcard are meant, write \`\\\\${first.character}\`.`,
          },
        ];
      },
    ),
    profiles: ['sigmahq'],
  },
];

/** Whether an escaped wildcard stands where only a folder or a file name can be; `backslash-mistake` says so then. */
export function isPathMistake(scalar: YamlScalar, { field }: ItemSite): boolean {
  if (field === undefined || !/\\[*?]/.test(scalar.text)) return false;
  if (!/(image|file_?name|filepath|folder|directory|imageloaded|path)$/i.test(field)) return false;
  if (!specialPlaces(scalar.text).some(({ kind, character }) => kind === 'escape' && character !== '\\')) return false;
  return /^(?:[a-z]:|%\w+%|\*?\\)/i.test(scalar.text);
}

/** Whether a modifier reads the value in ways of its own, so that nothing can be said about its characters. */
export function isText(site: ItemSite): boolean {
  return !hasModifier(site, 're', 'cidr', 'fieldref', 'exists');
}

/** A check of each text that is compared with a field or looked for as a keyword. */
export function stringCheck(
  id: string,
  severity: Check['severity'],
  aliases: readonly string[],
  docs: CheckDocs,
  find: (scalar: YamlScalar, site: ItemSite, context: CheckContext) => readonly Finding[],
): Check {
  return {
    id,
    severity,
    aliases,
    docs,
    run(context, report) {
      for (const site of itemsOf(context)) {
        if (!isText(site)) continue;
        for (const { scalar } of site.values) {
          if (typeof scalar.value !== 'string') continue;
          for (const finding of find(scalar, site, context)) report(finding);
        }
      }
    },
  };
}

function isBlock({ style }: YamlScalar): boolean {
  return style === 'literal' || style === 'folded';
}

/** The optional member of a finding. */
export function withFix(title: string, edit: Fix['edits'][number] | undefined): Pick<Finding, 'fixes'> {
  return edit === undefined ? {} : { fixes: [{ title, edits: [edit] }] };
}
