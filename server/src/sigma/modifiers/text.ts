import type { Modifier } from './modifier.ts';

/** Specification, appendix "Modifiers", "String Modifiers" and "Regular Expression". */
export const textModifiers: readonly Modifier[] = [
  {
    name: 'windash',
    group: 'text',
    documentation:
      'A dash or slash that begins a word stands for each of `-`, `/`, en dash, em dash and horizontal bar, because Windows commands take them alike.',
    example: "CommandLine|windash|contains: ' -f '",
    takes: 'text',
    gives: undefined,
    after: ['value', 'text', 'placed'],
  },
  {
    name: 're',
    group: 'regular expression',
    documentation:
      'The value is a regular expression that is found anywhere in the field; upper and lower case count. Write it for RE2: without lookarounds and back-references.',
    example: "CommandLine|re: 'p(ower)?shell'",
    takes: 'text',
    gives: 'regex',
    after: ['value'],
    first: true,
  },
  {
    name: 'i',
    group: 'regular expression',
    documentation: 'Flag of `re`: upper and lower case are the same.',
    example: "CommandLine|re|i: 'invoke-\\w+'",
    takes: 'text',
    gives: undefined,
    after: ['regex', 'placed regex'],
  },
  {
    name: 'm',
    group: 'regular expression',
    documentation: 'Flag of `re`: `^` and `$` also match at the start and end of each line.',
    example: "ScriptBlockText|re|m: '^function '",
    takes: 'text',
    gives: undefined,
    after: ['regex', 'placed regex'],
  },
  {
    name: 's',
    group: 'regular expression',
    documentation: 'Flag of `re`: the dot also matches line breaks.',
    example: "ScriptBlockText|re|s: 'begin.*end'",
    takes: 'text',
    gives: undefined,
    after: ['regex', 'placed regex'],
  },
];

/** pySigma's long names of the flags. */
export const longFlagNames: readonly Modifier[] = (
  [
    ['ignorecase', 'i'],
    ['multiline', 'm'],
    ['dotall', 's'],
  ] as const
).map(([name, aliasOf]) => ({
  name,
  aliasOf,
  group: 'regular expression',
  documentation: `pySigma's long name of \`${aliasOf}\`, which the specification does not have. Write \`${aliasOf}\`.`,
  example: `CommandLine|re|${aliasOf}: 'a.b'`,
  takes: 'text',
  gives: undefined,
  after: ['regex', 'placed regex'],
}));
