import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { EVENT_ID, type Event, getScalarValue, parseEvents, YAMLException } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { lineEvents } from '../../server/src/yaml/lineEvents.ts';
import { sharedPath } from '../shared.ts';

const rule = `# A comment
title: Tool started   # and another
id: 5f1b0e0a-0000-4000-8000-000000000001
description: |-

    Finds the tool: 'quickly'.
      # no comment

    Twice.

'references':
    - https://example.com/a#b
    - "a \\"b\\" \\\\ c: d"
tags:
- attack.execution
-
- attack.t1059.001
"empty":
detection:
    selection:
        - Image|endswith:
              - '\\tool.exe'
              - '\\it''s: # no comment.exe'
          OriginalFileName: tool
        -
            Hash: é
    filter:
    condition: >+
        selection
        and not filter

level: high
`;

/** What must be the same, as text; `fast` only says how a value may be read. */
function told(text: string, events: readonly Event[] | undefined): string {
  const each = events?.map((event) =>
    event.type === EVENT_ID.SCALAR ? { ...event, fast: undefined, value: getScalarValue(text, event) } : event,
  );
  return JSON.stringify(each ?? 'no YAML');
}

function byLibrary(text: string): Event[] | undefined {
  try {
    return parseEvents(text, { maxDepth: 200 });
  } catch (error) {
    if (error instanceof YAMLException) return undefined;
    throw error;
  }
}

/** Either nothing or what js-yaml says. */
function agrees(text: string): 'silent' | 'agrees' {
  const own = lineEvents(text);
  if (own === undefined) return 'silent';
  expect(told(text, own), text).toBe(told(text, byLibrary(text)));
  return 'agrees';
}

describe('lineEvents', () => {
  test.each([
    ['a rule', rule],
    ['with CR LF', rule.replaceAll('\n', '\r\n')],
    ['without a last line break', rule.trimEnd()],
    ['a list', '- a\n- b: 1\n  c: 2\n'],
    ['blanks at the end', 'a: b\nc:\n  '],
    ['a deeper comment', 'a: b\n    # c\nd: e\n'],
    ['a block that is empty', 'a: |\nb: c\n'],
  ])('reads %s', (_, text) => {
    expect(agrees(text)).toBe('agrees');
  });

  test.each([
    ['several documents', 'a: b\n---\nc: d\n'],
    ['a flow collection', 'a: [b]\n'],
    ['an anchor', 'a: &b c\n'],
    ['a value of two lines', 'a: b\n  c\n'],
    ['a quoted value of two lines', "a: 'b\n  c'\n"],
    ['a tab', 'a:\tb\n'],
    ['other escapes', 'a: "\\x41"\n'],
    ['a mapping in a value', 'a: b: c\n'],
    ['a list in an item', '- - a\n'],
    ['a list in a value', 'a: - b\n'],
    ['a wrong indentation', 'a:\n    b: c\n  d: e\n'],
    ['a lone carriage return', 'a: b\rc: d\n'],
    ['a byte-order mark', '\ufeffa: b\n'],
    ['a control character', 'a: \u0007\n'],
    ['nothing', ''],
  ])('leaves %s to js-yaml', (_, text) => {
    expect(agrees(text)).toBe('silent');
  });

  const pieces = fc.constantFrom(
    ...[
      '',
      ' ',
      '\n',
      '\r\n',
      '\t',
      '    ',
      '- ',
      ': ',
      ':',
      '#',
      ' #',
      "'",
      '"',
      '|',
      '>-\n',
      '---',
      '...',
      '&a ',
      '*a',
    ],
    ...[
      '!x ',
      '[',
      '{',
      '}',
      '? ',
      '%',
      '\\',
      '@',
      ',',
      'a: b',
      '- - x',
      '\n\n',
      '\n  ',
      '\ufeff',
      '\u2028',
      '😀',
      "''",
    ],
  );

  test('agrees with js-yaml or is silent, whatever is done to a rule', () => {
    const change = fc.record({ at: fc.nat(rule.length), remove: fc.nat(12), insert: pieces });
    const part = fc.tuple(fc.nat(rule.length), fc.nat(rule.length));
    fc.assert(
      fc.property(part, fc.array(change, { maxLength: 4 }), ([first, second], changes) => {
        const whole = rule.slice(Math.min(first, second), Math.max(first, second));
        agrees(
          changes.reduce((text, { at, remove, insert }) => text.slice(0, at) + insert + text.slice(at + remove), whole),
        );
      }),
      { numRuns: 3000 },
    );
  });

  const corpus = sharedPath('corpus');
  test.skipIf(corpus === undefined)(
    'reads nearly all public rules, as js-yaml does',
    () => {
      const files = readdirSync(corpus ?? '', { recursive: true, encoding: 'utf8' }).filter((file) =>
        file.endsWith('.yml'),
      );
      const silent = files.filter((file) => agrees(readFileSync(path.join(corpus ?? '', file), 'utf8')) === 'silent');
      expect(files.length).toBeGreaterThan(2000);
      expect(silent.length).toBeLessThan(files.length / 100);
    },
    60_000,
  );
});
