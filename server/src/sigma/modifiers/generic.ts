import type { Modifier, Stage } from './modifier.ts';

const everywhere: readonly Stage[] = [
  'value',
  'text',
  'wide',
  'encoded',
  'placed',
  'regex',
  'placed regex',
  'network',
  'comparison',
  'time',
  'exists',
  'fieldref',
  'placed fieldref',
];
const positions: readonly Stage[] = ['value', 'text', 'wide', 'encoded', 'regex', 'fieldref'];

/** Specification, appendix "Modifiers", "Generic Modifiers". */
export const genericModifiers: readonly Modifier[] = [
  {
    name: 'contains',
    group: 'generic',
    documentation: 'The value stands anywhere in the field: as if it had `*` before and after it.',
    example: "CommandLine|contains: ' -enc '",
    takes: 'text',
    gives: 'placed',
    after: positions,
  },
  {
    name: 'startswith',
    group: 'generic',
    documentation: 'The field begins with the value: as if it had `*` after it.',
    example: "Image|startswith: 'C:\\Users\\'",
    takes: 'text',
    gives: 'placed',
    after: positions,
  },
  {
    name: 'endswith',
    group: 'generic',
    documentation: 'The field ends with the value: as if it had `*` before it.',
    example: "Image|endswith: '\\powershell.exe'",
    takes: 'text',
    gives: 'placed',
    after: positions,
  },
  {
    name: 'all',
    group: 'generic',
    documentation: 'Every value of the list has to match, where otherwise one of them is enough.',
    example: "CommandLine|contains|all: [' -w ', 'hidden']",
    takes: 'any',
    gives: undefined,
    after: everywhere,
  },
  {
    name: 'cased',
    group: 'generic',
    documentation: 'Upper and lower case count, which they otherwise do not.',
    example: 'CommandLine|contains|cased: IEX',
    takes: 'text',
    gives: undefined,
    after: ['value', 'text', 'wide', 'encoded', 'placed', 'fieldref', 'placed fieldref'],
  },
  {
    name: 'neq',
    group: 'generic',
    documentation:
      'The field is none of the values. The whole line is negated, so it also holds where the field is missing; with `all`, where not every value matches.',
    example: 'User|neq: SYSTEM',
    takes: 'any',
    gives: undefined,
    after: everywhere,
  },
  {
    name: 'exists',
    group: 'generic',
    documentation: '`true`: the event has the field, be it empty or null. `false`: it does not have it.',
    example: 'ParentImage|exists: true',
    takes: 'boolean',
    gives: 'exists',
    after: ['value'],
    first: true,
  },
];
