import fc from 'fast-check';

/** What is special to Sigma, YAML, KQL, RE2, JSON, XML or lists of pairs, and some letters that meet often. */
const pieces = [
  'a', 'A', 'b', 'ab', 'é', 'É', 'ß', 'σ', 'Σ', 'ς', 'İ', 'ı', 'i', 'I', '😀', 'e\u0301', '\u0301',
  '\\', '\\\\', '"', "'", '`', '%', '%20', '|', '^', '$', '.', '+', '(', ')', '[', ']', '{', '}', '&', '&amp;', '<', '>',
  '/', '-', ' -a', '–', '_', ',', ':', ';', '=', '#', '@', '@"', 'h"', '//', '\n', '\r\n', '\t', '\u0001', '\u00a0', '\u2028',
  ' ', '1', '0x1', '12', '-1', '1.5', 'true', 'null', '""', '\\n', '\\u0041', '\\Temp\\', 'cmd.exe', 'C:\\', 'has space', 'x=y', '%%', '[1]',
];
const wildcards = ['*', '?', '\\*', '\\?', '**', '*?', '\\\\*'];

/** A text without a meaning, as it stands in an event. */
export const filler: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...pieces), { maxLength: 2 })
  .map((parts) => parts.join(''));

/** A text as it stands in a rule. */
export const ruleText: fc.Arbitrary<string> = fc.oneof(
  {
    arbitrary: fc.array(
      fc.oneof({ arbitrary: fc.constantFrom(...pieces), weight: 4 }, fc.constantFrom(...wildcards)),
      { maxLength: 4 },
    ).map((parts) => parts.join('')),
    weight: 30,
  },
  { arbitrary: fc.constantFrom('x'.repeat(3000), `${'\\'.repeat(301)}`, 'a*'.repeat(60)), weight: 1 },
);

/** Paths, as files and registry keys have. */
export const paths = fc
  .array(fc.constantFrom('C:', 'Windows', 'System32', 'cmd.exe', 'HKLM', 'HKU', 'HKCU', 'SYSTEM', 'CurrentControlSet', 'ControlSet001', 'Software', 'Run', 'a b', '*', 'S-1-5-21', 'Name', '', '{1F}', '%TEMP%', 'System', 'REGISTRY', 'MACHINE', 'é'), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.join('\\'));
