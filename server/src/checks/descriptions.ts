import { deref, entryOf } from '../yaml/navigate.ts';
import { contentOffsets } from '../yaml/offsets.ts';
import type { Check } from './check.ts';
import { insertKey } from './entryEdits.ts';
import { ruleWith } from './examples.ts';

/** What SigmaHQ asks of a rule's `description`. */
export const descriptionChecks: readonly Check[] = [
  {
    id: 'short-description',
    severity: 'information',
    aliases: ['sigmahq_description_length'],
    profiles: ['sigmahq'],
    docs: {
      what: 'The description has fewer than 16 characters.',
      why: 'So few words tell an analyst nothing that the title does not.',
      example: {
        bad: ruleWith('description: Runs whoami.'),
        good: ruleWith('description: Somebody asks under which account he runs.'),
      },
    },
    run({ rule }, report) {
      const length = [...(rule.description?.value ?? '')].length;
      if (!rule.description || length >= 16 || length === 0) return;
      report({
        range: rule.description.range,
        message: 'The description is very short. Say what is found, and why that matters.',
      });
    },
  },
  {
    id: 'link-in-description',
    severity: 'information',
    aliases: ['sigmahq_link_in_description'],
    profiles: ['sigmahq'],
    docs: {
      what: 'The description names a source (a link, or “internal research”), and the rule has no `references`.',
      why: 'Tools show sources from `references`; in prose they are overlooked and not checked.',
      example: {
        bad: ruleWith('description: Described at https://example.com/report as a first step.'),
        good: ruleWith(
          'description: Often the first step of an intruder.',
          'references:',
          '    - https://example.com/report',
        ),
      },
    },
    run(context, report) {
      const { file, rule } = context;
      const description = deref(entryOf(rule.node, 'description')?.value);
      const references = deref(entryOf(rule.node, 'references')?.value);
      const isEmpty = references?.kind === 'sequence' && references.items.length === 0;
      if (description?.kind !== 'scalar' || (references !== undefined && !isEmpty)) return;
      // Only in double quotes the text is written otherwise than it reads, but for its line breaks.
      const { start: first, end: last } = description.contentRange;
      const isEscaped = description.style === 'double';
      const written = isEscaped ? description.text : file.text.slice(first, last);
      const found = /https?:\/\/[^\s'"<>)\]]*|internal\s+research/i.exec(written);
      if (found === null) return;
      const link = found[0].replace(/[.,;:]+$/, '');
      const offset = isEscaped ? contentOffsets(file.text, description) : (index: number) => first + index;
      const start = offset(found.index);
      const end = offset(found.index + link.length);
      const isPlain = /^https?:\/\/[^\s#{}[\],&*!|>'"%@`]+$/i.test(link) && references === undefined;
      const edit = isPlain ? insertKey(context, 'references', `\n    - ${link}`) : undefined;
      report({
        range: { start, end },
        message: 'Sources belong under `references`. Add them there.',
        ...(edit && { fixes: [{ title: 'Add `references`', edits: [edit] }] }),
      });
    },
  },
];
