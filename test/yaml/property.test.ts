import fc from 'fast-check';
import { describe, test } from 'vitest';
import { contains, type Range } from '../../server/src/range.ts';
import { parseYaml } from '../../server/src/yaml/parse.ts';
import type { YamlNode } from '../../server/src/yaml/tree.ts';

const rule = `\ufefftitle: Tool 😀 started
id: 5f1b0e0a-0000-4000-8000-000000000001
description: |
    Finds the tool.

    Twice.
references: [https://example.com/a, "https://example.com/b"]
tags:
    - attack.execution   # note: here
    - attack.t1059.001
logsource: &source
    category: process_creation
    product: windows
detection:
    selection:
        - Image|endswith:
              - '\\tool.exe'
              - '\\it''s.exe'
        - OriginalFileName: "tool\\\\.exe"
    '|all':
        ? key
        : value
    condition: >-
        selection
        and not filter
---
other: *source
level: high
`;

/** Cuts a stretch out of the rule and puts some characters there, several times. */
const damage = fc.array(
  fc.record({
    at: fc.nat(rule.length),
    remove: fc.nat(12),
    insert: fc.oneof(
      fc.constantFrom(
        '',
        "'",
        '"',
        '[',
        '{',
        ':',
        ' ',
        '\n',
        '\t',
        '- ',
        '&a',
        '*a',
        '|',
        '>',
        '!x ',
        '%',
        '#',
        '? ',
        '\r\n',
        '---\n',
        '\\',
        '\u0000',
        '\ud800',
        'key',
      ),
      fc.string({ maxLength: 8 }),
    ),
  }),
  { minLength: 1, maxLength: 6 },
);

describe('however a rule is damaged', { timeout: 60_000 }, () => {
  test('parsing returns a tree whose ranges nest inside of the document', () => {
    fc.assert(
      fc.property(damage, (changes) => {
        const text = changes.reduce(
          (current, { at, remove, insert }) => current.slice(0, at) + insert + current.slice(at + remove),
          rule,
        );
        checkTree(text);
      }),
      { numRuns: 1500 },
    );
  });

  test('arbitrary text too', () => {
    const characters = fc.constantFrom(...' \n\t-:?[]{},&*!|>\'"%@`#ab1\\\r.~=<\u0085\u2028\ufeff😀');
    fc.assert(
      fc.property(fc.string({ unit: characters, maxLength: 60 }), (text) => {
        checkTree(text);
      }),
      { numRuns: 5000 },
    );
  });
});

function checkTree(text: string): void {
  const { documents, problems } = parseYaml(text);
  const whole = { start: 0, end: text.length };
  for (const problem of problems) {
    inside(problem.range, whole, text);
    for (const fix of problem.fixes ?? []) for (const edit of fix.edits) inside(edit.range, whole, text);
  }
  for (const document of documents) {
    inside(document.range, whole, text);
    if (document.root !== undefined) checkNode(document.root, whole, text);
  }
}

function checkNode(node: YamlNode, parent: Range, text: string): void {
  inside(node.range, parent, text);
  switch (node.kind) {
    case 'scalar':
      inside(node.contentRange, node.range, text);
      return;
    case 'alias':
      return;
    case 'sequence':
      inOrder(node.items, text);
      for (const item of node.items) checkNode(item, node.range, text);
      return;
    case 'mapping':
      inOrder(node.entries, text);
      for (const entry of node.entries) {
        inside(entry.range, node.range, text);
        inOrder([entry.key, entry.value], text);
        checkNode(entry.key, entry.range, text);
        checkNode(entry.value, entry.range, text);
      }
  }
}

function inside(inner: Range, outer: Range, text: string): void {
  if (inner.start <= inner.end && contains(outer, inner.start) && contains(outer, inner.end)) return;
  throw new Error(
    `${inner.start}..${inner.end} is not inside of ${outer.start}..${outer.end}: ${JSON.stringify(text)}`,
  );
}

function inOrder(parts: readonly { readonly range: Range }[], text: string): void {
  for (let index = 1; index < parts.length; index++) {
    const before = parts[index - 1]?.range.end ?? 0;
    const start = parts[index]?.range.start ?? 0;
    if (start < before) throw new Error(`${start} begins before ${before}: ${JSON.stringify(text)}`);
  }
}
