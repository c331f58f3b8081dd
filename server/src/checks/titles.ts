import { entryOf } from '../yaml/navigate.ts';
import { contentOffsets } from '../yaml/offsets.ts';
import type { Check, Finding } from './check.ts';
import { ruleWith } from './examples.ts';
import { textChecksOf } from './textChecks.ts';
import { replacePart } from './textEdits.ts';

const titleCheck = textChecksOf(({ rule }) => {
  const title = entryOf(rule.node, 'title')?.value;
  return title?.kind === 'scalar' ? [title] : [];
});

/** SigmaHQ's conventions for titles. */
export const titleChecks: readonly Check[] = [
  titleCheck(
    'long-title',
    'sigmahq_title_length',
    {
      what: 'The title has more than 120 characters.',
      why: 'It is cut off in lists of alerts.',
      example: { bad: titled('Whoami '.repeat(20).trim()), good: titled('Whoami') },
    },
    (title) => {
      const { length } = [...title.text];
      if (length <= 120 || length > 256) return [];
      return [
        {
          range: title.contentRange,
          message: `The title has ${length} characters; SigmaHQ wants at most 120.`,
        },
      ];
    },
  ),
  titleCheck(
    'title-start',
    'sigmahq_title_start',
    {
      what: 'The title begins with “Detect” or “Detects”.',
      why: 'Every rule detects something: the words that tell rules apart should come first.',
      example: { bad: titled('Detects Whoami'), good: titled('Whoami') },
    },
    (title, { file }) => {
      const start = /^Detects? (\S)?/.exec(title.text);
      if (start === null) return [];
      const [whole, first = ''] = start;
      const edit = replacePart(file.text, title, 0, whole.length, first.toUpperCase());
      const offset = contentOffsets(file.text, title);
      return [
        {
          range: { start: offset(0), end: offset(whole.indexOf(' ')) },
          message: 'Every rule detects something. Begin the title with what it is.',
          ...(edit && first !== '' && { fixes: [{ title: 'Remove the word', edits: [edit] }] }),
        },
      ];
    },
  ),
  titleCheck(
    'title-end',
    'sigmahq_title_end',
    {
      what: 'The title ends with a dot.',
      why: 'A title is no sentence; SigmaHQ writes it like a headline.',
      example: { bad: titled('Whoami.'), good: titled('Whoami') },
    },
    (title, { file }) => {
      const { length } = title.text;
      if (!title.text.endsWith('.') || length < 2) return [];
      const offset = contentOffsets(file.text, title);
      const edit = replacePart(file.text, title, length - 1, length, '');
      return [
        {
          range: { start: offset(length - 1), end: offset(length) },
          message: 'A title ends without a dot.',
          ...(edit && { fixes: [{ title: 'Remove the dot', edits: [edit] }] }),
        },
      ];
    },
  ),
  titleCheck(
    'title-case',
    'sigmahq_title_case',
    {
      what: 'A word of the title is written in lower case. Articles, prepositions and names with a dot, slash or underscore may be.',
      why: 'SigmaHQ writes titles like headlines, so that lists of rules look alike.',
      example: { bad: titled('Execution of whoami'), good: titled('Execution of Whoami') },
    },
    (title, { file }) => {
      return [...title.text.matchAll(/\S+/g)].flatMap((match): Finding[] => {
        const [word] = match;
        if (word !== word.toLowerCase() || smallWords.has(word) || /[./_]|^\d/.test(word)) return [];
        if (word.toUpperCase() === word) return [];
        const offset = contentOffsets(file.text, title);
        const at = match.index + word.search(/\p{L}/u);
        const capital = word[at - match.index]?.toUpperCase() ?? '';
        const edit = replacePart(file.text, title, at, at + 1, capital);
        return [
          {
            range: { start: offset(match.index), end: offset(match.index + word.length) },
            message: `SigmaHQ writes titles like headlines: \`${word}\` with a capital letter.`,
            ...(edit && { fixes: [{ title: `Write \`${word.replace(/\p{L}/u, capital)}\``, edits: [edit] }] }),
          },
        ];
      });
    },
  ),
];

const smallWords = new Set(
  'a an and as at by for from in new of on or over the through to via with without'.split(' '),
);

function titled(title: string): string {
  return ruleWith().replace('Whoami', title);
}
