import type { Documentation } from './check.ts';
import { ruleDetecting, ruleSelecting } from './examples.ts';

const modifierPage =
  'https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-appendix-modifiers.md';

/** What sigma/ reports about search identifiers, their modifiers and values. */
export const detectionProblems: readonly Documentation[] = [
  {
    id: 'unknown-modifier',
    severity: 'error',
    what: 'What stands after a pipe in a field is not a modifier of the specification.',
    why: 'Nobody can tell how the value is meant to be compared, so the rule has no meaning and is not converted.',
    example: {
      bad: ruleSelecting("Image|endswit: '\\whoami.exe'"),
      good: ruleSelecting("Image|endswith: '\\whoami.exe'"),
    },
    url: modifierPage,
  },
  {
    id: 'illegal-modifier-chain',
    severity: 'error',
    aliases: ['invalid_modifier_combinations'],
    what: 'A modifier cannot follow the ones before it: it needs another kind of value than they leave.',
    why: 'Modifiers are applied from left to right. Tools refuse a chain that makes no sense, or each guesses differently.',
    example: {
      bad: ruleSelecting("CommandLine|contains|re: 'who.*'"),
      good: ruleSelecting("CommandLine|re: 'who.*'"),
    },
    url: modifierPage,
  },
  {
    id: 'modifier-value-type',
    severity: 'error',
    what: 'A value is of a kind that a modifier cannot work with, such as a text after `gt`, a number after `windash`, or a wildcard that is to be encoded.',
    why: 'The comparison would never be true, or tools refuse it.',
    example: { bad: ruleSelecting("ProcessId|gt: '10'"), good: ruleSelecting('ProcessId|gt: 10') },
    url: modifierPage,
  },
  {
    id: 'invalid-regex',
    severity: 'error',
    aliases: ['sigmahq_unsupported_regex_group_construct'],
    what: 'The value of `re` is not a regular expression, or it uses what RE2 and KQL do not have: lookarounds, back-references, possessive or atomic groups.',
    why: 'A search with it fails as a whole.',
    example: {
      bad: ruleSelecting("CommandLine|re: 'who(ami'"),
      good: ruleSelecting("CommandLine|re: 'who(ami)?'"),
    },
    url: modifierPage,
  },
  {
    id: 'invalid-cidr',
    severity: 'error',
    what: 'The value of `cidr` is not a network: an address, a slash, and the number of its fixed bits, with the other bits zero.',
    why: 'No address could be compared with it.',
    example: {
      bad: ruleSelecting("DestinationIp|cidr: '10.0.0.0/33'").replace('process_creation', 'network_connection'),
      good: ruleSelecting("DestinationIp|cidr: '10.0.0.0/8'").replace('process_creation', 'network_connection'),
    },
    url: modifierPage,
  },
  {
    id: 'too-many-variants',
    severity: 'error',
    what: '`windash` makes each dash at the start of a word into five, and this value has so many that the forms could not be listed.',
    why: 'The query would be too long for any tool to run.',
    example: {
      bad: ruleSelecting(`CommandLine|windash|contains: '${' -a'.repeat(12)}'`),
      good: ruleSelecting("CommandLine|windash|contains|all: [' -a', ' -b']"),
    },
    url: modifierPage,
  },
  {
    id: 'detection-shape',
    severity: 'error',
    what: 'Something under a search identifier is neither a field with its values nor a keyword: a list within a list, a mapping as a value, a field without a name, null as a keyword.',
    why: 'The specification gives it no meaning, so tools refuse the rule.',
    example: {
      bad: ruleSelecting('Image:', '    - [a, b]'),
      good: ruleSelecting('Image:', '    - a', '    - b'),
    },
  },
  {
    id: 'empty-selection',
    severity: 'error',
    what: 'A search identifier has no fields and no keywords.',
    why: 'It says nothing about an event, so nothing can be said about when the rule matches.',
    example: {
      bad: ruleDetecting('selection:', 'condition: selection'),
      good: ruleDetecting('selection:', '    Image: whoami', 'condition: selection'),
    },
  },
];
