import { describe, expect, it } from 'vitest';
import { createSigmaDocument } from '../../server/src/lsp/documents.ts';
import { hover } from '../../server/src/lsp/features/hover.ts';
import { marked } from './marked.ts';

/** The hover's markdown, and the text that it is about. */
function hoverAt(source: string): { markdown: string; about: string } | undefined {
  const { text, offset } = marked(source);
  const document = createSigmaDocument('file:///rule.yml', 1, text);
  const found = document && hover(document, offset);
  return found && { markdown: found.markdown, about: text.slice(found.range.start, found.range.end) };
}

const rule = (
  parts: { tags?: string; detection?: string; condition?: string; logsource?: string; level?: string } = {},
) => `title: Test rule
id: 0f3c6c2a-51a5-4d25-9b0e-6a7f5c1f4a11
status: test
description: A test.
tags:
    - ${parts.tags ?? 'attack.t1059.001'}
logsource:
    ${parts.logsource ?? 'category: process_creation'}
    product: windows
detection:
    selection:
        ${parts.detection ?? "Image|endswith: '\\cmd.exe'"}
    filter_main_a:
        User: x
    condition: ${parts.condition ?? 'selection and not 1 of filter_main_*'}
level: ${parts.level ?? 'high'}
`;

describe('hover', () => {
  it.each<[string, string, string, (string | RegExp)[]]>([
    [
      'a technique',
      rule({ tags: 'attack.t1059<|>.001' }),
      'attack.t1059.001',
      [
        '[T1059\\.001 PowerShell](https://attack.mitre.org/techniques/T1059/001/)',
        'Execution',
        'Windows',
        'T1059 Command and Scripting Interpreter',
        'Mitigations',
        'Detection strategies',
        'Atomic tests',
      ],
    ],
    [
      'a technique with sub-techniques',
      rule({ tags: "'attack.t1059<|>'" }),
      'attack.t1059',
      ['Sub-techniques', 'T1059\\.003'],
    ],
    ['a revoked technique', rule({ tags: 'attack.t1086<|>' }), 'attack.t1086', ['Revoked', 'T1059\\.001 PowerShell']],
    ['a tactic', rule({ tags: 'attack.exec<|>ution' }), 'attack.execution', ['TA0002 Execution', 'tactic']],
    ['a group', rule({ tags: 'attack.g0007<|>' }), 'attack.g0007', ['https://attack.mitre.org/groups/G0007/']],
    [
      'a field',
      rule({ detection: "Im<|>age|endswith: '\\cmd.exe'" }),
      'Image',
      ['**`Image`**', '| Defender XDR | string | `DeviceProcessEvents`', '| string |', /Used by [\d,]+ rules/],
    ],
    [
      'a field without a column',
      rule({ detection: 'Nonsen<|>se: x' }),
      'Nonsense',
      ['none: such a rule has no query here'],
    ],
    [
      'a modifier',
      rule({ detection: "Image|ends<|>with: '\\cmd.exe'" }),
      'endswith',
      ['`endswith`', 'becomes', '`*\\cmd.exe`'],
    ],
    [
      'a value that is encoded',
      rule({ detection: "CommandLine|base64offset|contains: 'http<|>://'" }),
      "'http://'",
      ['aHR0cDovL', 'base64offset'],
    ],
    [
      'a selection in the condition',
      rule({ condition: 'sele<|>ction' }),
      'selection',
      ['**`selection`**', '`Image` ends with'],
    ],
    [
      'a quantifier in the condition',
      rule({ condition: 'selection and not 1 of fil<|>ter_main_*' }),
      '1 of filter_main_*',
      ['At least one', '`filter_main_a`', '`User` is `x`'],
    ],
    [
      'a selection where it stands',
      rule().replace('filter_main_a', 'filter_<|>main_a'),
      'filter_main_a',
      ['`User` is `x`'],
    ],
    ['a level', rule({ level: 'hi<|>gh' }), 'high', ['`high`: ', 'promptly']],
    ['a status', rule().replace('status: test', 'status: te<|>st'), 'test', ['`test`: ']],
    ['a key', rule().replace('status:', 'sta<|>tus:'), 'status', ['`experimental`']],
    ['a key below another', rule({ logsource: 'cate<|>gory: process_creation' }), 'category', ['kind of event']],
    [
      'a log source',
      rule({ logsource: 'category: process_<|>creation' }),
      'process_creation',
      ['windows / process', 'rules use it'],
    ],
  ])('%s', (_, source, about, expected) => {
    const found = hoverAt(source);
    expect(found?.about).toBe(about);
    for (const part of expected) {
      if (typeof part === 'string') expect(found?.markdown).toContain(part);
      else expect(found?.markdown).toMatch(part);
    }
  });

  it.each([
    ['a title', rule().replace('Test rule', 'Test <|>rule')],
    ['a comment', `${rule()}# a <|>comment\n`],
    ['an empty line', rule().replace('level:', '<|>\nlevel:')],
    ['other YAML', 'kind: Depl<|>oyment\n'],
  ])('nothing for %s', (_, source) => {
    expect(hoverAt(source)).toBeUndefined();
  });

  it('documents a finding', () => {
    const found = hoverAt(rule({ detection: "Image|ends<|>wit: '\\cmd.exe'" }));
    expect(found?.about).toBe('endswit');
    expect(found?.markdown).toContain('**`unknown-modifier`**');
  });

  it('lets no markup of the rule through', () => {
    const evil = '<img src=x onerror=alert(1)>[click](command:evil) **bold** `tick`';
    const selection = hoverAt(rule({ detection: `'${evil}': x`, condition: 'sele<|>ction' }));
    const value = hoverAt(rule({ detection: `CommandLine|contains: '<|>${evil}'` }));
    const field = hoverAt(rule({ detection: `'ev<|>il ${evil} | x': x` }));
    for (const found of [selection, value, field]) {
      expect(found?.markdown).toContain('onerror');
      expect(withoutCode(found?.markdown ?? '')).not.toMatch(/<img|command:|bold|tick/);
    }
  });
});

/** What is left of markdown when its code spans are taken out: a run of backticks up to the next one of equal length. */
function withoutCode(markdown: string): string {
  return markdown.replace(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '');
}
