import type { Documentation } from './check.ts';
import { ruleDetecting, ruleSelecting, ruleWith } from './examples.ts';

/** What the parser of yaml/ reports while it reads, documented like the checks. */
export const yamlProblems: readonly Documentation[] = [
  {
    id: 'yaml-syntax',
    severity: 'error',
    what: 'The text is not YAML: an unclosed quote or bracket, a tab for indentation, a line that is neither a key nor an item.',
    why: 'No tool can read the file. What can still be read around the fault is checked all the same.',
    example: {
      bad: ruleSelecting("Image|endswith: '\\whoami.exe"),
      good: ruleSelecting("Image|endswith: '\\whoami.exe'"),
    },
    url: 'https://yaml.org/spec/1.1/',
  },
  {
    id: 'duplicate-key',
    severity: 'error',
    what: 'A mapping has the same key twice.',
    why: 'Other tools keep the last one and drop the others without a word, so half of a selection is lost.',
    example: {
      bad: ruleSelecting('CommandLine|contains: who', 'CommandLine|contains: ami'),
      good: ruleSelecting('CommandLine|contains|all:', '    - who', '    - ami'),
    },
  },
  {
    id: 'unknown-tag',
    severity: 'error',
    what: 'A plain value begins with an exclamation mark, which makes a YAML tag of its first word.',
    why: 'A tag says how to read a value and is no part of it; most readers refuse a tag that they do not know.',
    example: { bad: ruleSelecting('CommandLine: !exploit'), good: ruleSelecting("CommandLine: '!exploit'") },
  },
  {
    id: 'unknown-anchor',
    severity: 'error',
    what: 'A plain value begins with an asterisk, which makes a YAML alias of it, and no anchor has this name.',
    why: 'A wildcard at the beginning of a value has to be quoted, or the file cannot be read.',
    example: { bad: ruleSelecting('Image: *who*ami.exe'), good: ruleSelecting("Image: '*who*ami.exe'") },
  },
  {
    id: 'too-many-aliases',
    severity: 'error',
    what: 'Aliases stand for aliases, so that a few lines would become a huge document.',
    why: 'Such a file exhausts the memory of whoever reads it. No rule needs it.',
    example: {
      bad: ruleDetecting(...aliasBomb(), 'selection: *level6', 'condition: selection'),
      good: ruleDetecting('selection:', '    Image: whoami', 'condition: selection'),
    },
  },
  {
    id: 'yaml-too-deep',
    severity: 'error',
    what: 'Lists and mappings are nested more than two hundred levels deep.',
    why: 'That is no rule, and reading it could take the reader down.',
    example: {
      bad: ruleWith(`custom: ${'['.repeat(300)}${']'.repeat(300)}`),
      good: ruleWith('custom: [[1]]'),
    },
  },
  {
    id: 'yaml-too-large',
    severity: 'error',
    what: 'The file has more than four million characters.',
    why: 'Only its beginning is read. The largest known rule is a tenth of that; split the file, or look up long lists elsewhere.',
    example: { bad: '# Four million characters of rules in one file.\n', good: ruleWith() },
  },
];

function aliasBomb(): string[] {
  const lines = ['_0: &level0 [a, a, a, a, a, a, a, a, a, a]'];
  for (let level = 1; level <= 6; level++) {
    const items = Array.from({ length: 10 }, () => `*level${level - 1}`);
    lines.push(`_${level}: &level${level} [${items.join(', ')}]`);
  }
  return lines;
}
