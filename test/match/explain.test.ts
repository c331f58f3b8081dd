import { describe, expect, it } from 'vitest';
import { displayText } from '../../server/src/match/display.ts';
import { explain } from '../../server/src/match/explain.ts';
import { whyNot } from '../../server/src/match/whyNot.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';

const text = `title: T
logsource:
  category: process_creation
detection:
  selection_img:
    - Image|endswith:
        - '\\powershell.exe'
        - '\\pwsh.exe'
    - OriginalFileName: 'PowerShell.EXE'
  selection_cli:
    CommandLine|contains|all:
      - '-enc'
      - 'hidden'
  filter_main_system:
    User|startswith: 'NT AUTHORITY\\'
  condition: all of selection_* and not 1 of filter_main_*
`;
const [rule] = parseSigma(text).rules;

function check(event: Record<string, unknown>, reason: string | undefined, decided?: string): void {
  if (rule === undefined) throw new Error('This is no rule.');
  const why = whyNot(explain(rule, event));
  expect(why?.text).toBe(reason);
  if (why !== undefined) expect(text.slice(why.range.start, why.range.end)).toContain(decided);
}

describe('whyNot', () => {
  it('says nothing of a match', () =>
    check({ Image: 'C:\\pwsh.exe', CommandLine: '-ENC hidden', User: 'x' }, undefined));

  it('names the items that failed, and what the event has instead', () =>
    check(
      { Image: 'C:\\pwsh.exe', CommandLine: 'pwsh -nop -enc A' },
      "`CommandLine|contains|all: 'hidden'`: the event has `pwsh -nop -enc A`",
      'CommandLine|contains|all',
    ));

  it('tells the nearest of several alternatives', () =>
    check(
      { Image: 'C:\\cmd.exe', CommandLine: '-enc hidden' },
      "`Image|endswith: '\\powershell.exe'` and 1 more value: the event has `C:\\cmd.exe` (nearest of 2 alternatives)",
      'Image|endswith',
    ));

  it('says which field is missing', () =>
    check(
      { Image: 'C:\\pwsh.exe' },
      "`CommandLine|contains|all: '-enc'` and 1 more value: the event has no such field",
      'CommandLine',
    ));

  it('names the filter that matched', () =>
    check(
      { Image: 'C:\\pwsh.exe', CommandLine: '-enc hidden', User: 'NT AUTHORITY\\SYSTEM' },
      "the filter `filter_main_system` matched, which the condition excludes: `User|startswith: 'NT AUTHORITY\\'`, the event has `NT AUTHORITY\\SYSTEM`",
      'User|startswith',
    ));

  it.each([
    ["F|neq: 'a'", { F: 'A' }, "`F|neq: 'a'`: the event has `A`"],
    ["F: 'a'", { F: null }, "`F: 'a'`: the event has null"],
    ["F: 'a'", { F: '' }, "`F: 'a'`: the event has an empty text"],
    ["F: 'a'", { F: ['b', 1] }, '`F: \'a\'`: the event has `["b", 1]`'],
    ['F: null', { F: 'a' }, '`F: null`: the event has `a`'],
    ['F:', { F: 'a' }, '`F: null`: the event has `a`'],
    ['F|fieldref: G', { F: 'a', G: 'b' }, '`F|fieldref: G`: the event has `a`, and `b` in `G`'],
    ["- 'x y'", { F: 'a' }, "the keyword `'x y'`: no value of the event has it"],
  ])('%s', (selection, event, reason) => {
    const [one] = parseSigma(
      `title: T\nlogsource: {category: t}\ndetection:\n  s:\n    ${selection}\n  condition: s\n`,
    ).rules;
    if (one === undefined) throw new Error('This is no rule.');
    expect(whyNot(explain(one, event))?.text).toBe(reason);
  });
});

describe('explain', () => {
  it('mirrors the expression and judges every value', () => {
    if (rule === undefined) throw new Error('This is no rule.');
    const explanation = explain(rule, { Image: 'C:\\pwsh.exe', CommandLine: '-enc' });
    expect(explanation.matched).toBe(false);
    expect(rule.kind === 'detection' && explanation.expression).toBe(rule.kind === 'detection' && rule.expression);
    const items = JSON.stringify(explanation, (key, value: unknown) =>
      key === 'expression' || key === 'range' ? undefined : value,
    );
    expect(items).toContain('"matched":true,"values"');
    expect(items).toContain('"source":"hidden"');
  });
});

describe('displayText', () => {
  it.each<[unknown, string]>([
    ['a\nb\t\u0007', 'a\\nb\\t\ufffd'],
    [18446744073709551615n, '18446744073709551615'],
    [{ a: [1, { b: 'x' }] }, '{a: [1, {b: "x"}]}'],
    [[[[[[1]]]]], '[[[[[…]]]]]'],
  ])('shows %s', (value, shown) => expect(displayText(value)).toBe(shown));

  it('keeps the start and the end of a long text, and never much more', () => {
    const shown = displayText(`start${'x'.repeat(100_000)}end`, 40);
    expect(shown).toHaveLength(40);
    expect(shown).toMatch(/^start.*…x*end$/);
    expect(displayText(Array.from({ length: 100_000 }, () => 'x'.repeat(1000))).length).toBeLessThanOrEqual(160);
  });
});
