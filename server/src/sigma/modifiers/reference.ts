import type { Modifier } from './modifier.ts';

/** Specification, appendix "Modifiers", "Specific Modifiers": what names something outside of the value. */
export const referenceModifiers: readonly Modifier[] = [
  {
    name: 'fieldref',
    group: 'generic',
    documentation:
      'The value names another field of the event, and both have to be equal; with `startswith`, `endswith` or `contains` after it, the one has to begin with, end with or contain the other.',
    example: 'SubjectUserName|fieldref|neq: TargetUserName',
    takes: 'text',
    gives: 'fieldref',
    after: ['value', 'text'],
  },
  {
    name: 'expand',
    group: 'placeholder',
    documentation:
      'A name between percent signs stands for values that are known only where the rule is used. `\\%` is a percent sign. After `re` the values are parts of the regular expression, not plain text.',
    example: "User|expand: '%Administrators%'",
    takes: 'text',
    gives: undefined,
    after: ['value', 'text', 'placed', 'regex', 'placed regex'],
  },
];
