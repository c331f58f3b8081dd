import type { Modifier } from './modifier.ts';

/** Specification, appendix "Modifiers", "Encoding". */
export const encodingModifiers: readonly Modifier[] = [
  {
    name: 'base64',
    group: 'encoding',
    documentation: 'The Base64 form of the value is looked for. Usually followed by `contains`.',
    example: "CommandLine|base64|contains: 'http'",
    takes: 'text',
    gives: 'encoded',
    after: ['value', 'text', 'wide', 'encoded'],
  },
  {
    name: 'base64offset',
    group: 'encoding',
    documentation:
      'The three forms are looked for that the value can have inside of a longer Base64 text. Follow it with `contains`.',
    example: "CommandLine|wide|base64offset|contains: 'IEX'",
    takes: 'text',
    gives: 'encoded',
    after: ['value', 'text', 'wide', 'encoded'],
  },
  {
    name: 'utf16le',
    group: 'encoding',
    documentation:
      'The value is turned into UTF-16, little end first: what PowerShell encodes. Goes before `base64` or `base64offset`.',
    example: "CommandLine|utf16le|base64offset|contains: 'IEX'",
    takes: 'text',
    gives: 'wide',
    after: ['value', 'text', 'encoded'],
  },
  {
    name: 'wide',
    group: 'encoding',
    documentation:
      'The same as `utf16le`: the value is turned into UTF-16, little end first. Goes before `base64` or `base64offset`.',
    example: "CommandLine|wide|base64offset|contains: 'IEX'",
    takes: 'text',
    gives: 'wide',
    after: ['value', 'text', 'encoded'],
  },
  {
    name: 'utf16be',
    group: 'encoding',
    documentation: 'The value is turned into UTF-16, big end first. Goes before `base64` or `base64offset`.',
    example: "CommandLine|utf16be|base64offset|contains: 'IEX'",
    takes: 'text',
    gives: 'wide',
    after: ['value', 'text', 'encoded'],
  },
  {
    name: 'utf16',
    group: 'encoding',
    documentation:
      'The value is turned into UTF-16 with the byte order mark FF FE before it. Goes before `base64` or `base64offset`.',
    example: "CommandLine|utf16|base64|contains: 'IEX'",
    takes: 'text',
    gives: 'wide',
    after: ['value', 'text', 'encoded'],
  },
];
