import { describe, expect, it } from 'vitest';
import { createSigmaDocument } from '../../server/src/lsp/documents.ts';
import { complete } from '../../server/src/lsp/features/completion.ts';
import type { Proposal } from '../../server/src/lsp/features/completionItem.ts';
import { marked } from './marked.ts';

function proposals(source: string): { text: string; offset: number; items: Proposal[] } {
  const { text, offset } = marked(source);
  const document = createSigmaDocument('file:///rule.yml', 1, text);
  const items = document ? complete(document, offset) : [];
  for (const { label, range } of items) {
    const lineStart = text.slice(0, offset).lastIndexOf('\n') + 1;
    const lineEnd = text.indexOf('\n', offset) < 0 ? text.length : text.indexOf('\n', offset);
    expect(range.start, `${label}: a range stays on its line`).toBeGreaterThanOrEqual(lineStart);
    expect(range.end, `${label}: a range stays on its line`).toBeLessThanOrEqual(lineEnd);
    expect(range.start <= offset && offset <= range.end, `${label}: a range holds the cursor`).toBe(true);
  }
  return { text, offset, items };
}

const labels = (source: string): string[] => proposals(source).items.map(({ label }) => label);

/** The text after a proposal was taken, tab stops left out. */
function taken(source: string, label: string): string {
  const { text, items } = proposals(source);
  const found = items.find((item) => item.label === label);
  if (!found) throw new Error(`No proposal ${label} among ${items.map((item) => item.label).join(', ')}`);
  return text.slice(0, found.range.start) + (found.text ?? found.label) + text.slice(found.range.end);
}

const rule = (detection: string, condition = 'selection') => `title: Test
logsource:
    category: process_creation
    product: windows
detection:
    selection:
${detection}
    condition: ${condition}
`;

describe('top-level keys', () => {
  it('offers the missing ones in their usual order', () => {
    const found = labels(`<|>\n${rule('        Image: x')}`);
    expect(found).not.toContain('title');
    expect(found).not.toContain('detection');
    expect(found.indexOf('id')).toBeLessThan(found.indexOf('status'));
    expect(found.indexOf('status')).toBeLessThan(found.indexOf('level'));
  });
  it('works at the end of the file', () => {
    expect(labels(`${rule('        Image: x')}lev<|>`)).toContain('level');
  });
  it('replaces only the name when the colon is there', () => {
    expect(taken(`lev<|>: high\n${rule('        Image: x')}`, 'level')).toContain('level: high');
  });
  it('offers nothing inside a description', () => {
    expect(labels(`description: |\n    some <|>text\n${rule('        Image: x')}`)).toEqual([]);
  });
});

describe('a document that is nothing yet', () => {
  it('can become a correlation or a filter', () => {
    const found = labels('title: x\nstatus: test\nlevel: high\n<|>');
    expect(found).toEqual(expect.arrayContaining(['logsource', 'detection', 'correlation', 'filter']));
    expect(labels(`${rule('        Image: x')}<|>`)).not.toContain('correlation');
  });
});

describe('a file of several documents', () => {
  const first = rule('        Image: x');
  it('offers keys in one that has just been begun', () => {
    expect(labels(`${first}---\n<|>`)).toContain('title');
    expect(labels(`${first}---\ntitle: x\nsta<|>`)).toContain('status');
  });
  it('offers nothing in one that is no rule', () => {
    expect(labels(`${first}---\nkind: Deployment\nspec: {}\nlev<|>`)).toEqual([]);
    expect(labels(`${first}---\nkind: Deployment\nlevel: <|>\n`)).toEqual([]);
  });
  it('takes the fields of the rule that the cursor is in', () => {
    const second = first.replace('process_creation', 'dns_query').replace('        Image: x', '        <|>');
    expect(labels(`${first}---\n${second}`)).toContain('QueryName');
  });
});

describe('values of a fixed set', () => {
  it.each([
    ['level: <|>', 'critical'],
    ['level: cr<|>itical', 'critical'],
    ['level:<|>', 'critical'],
    ["level: 'cri<|>'", 'critical'],
    ['status: <|>', 'experimental'],
    ['related:\n    - id: x\n      type: <|>', 'derived'],
  ])('%s', (line, expected) => {
    expect(labels(`${line}\n${rule('        Image: x')}`)).toContain(expected);
  });
  it('puts a blank after the colon where it is missing', () => {
    expect(taken(`level:<|>\n${rule('        Image: x')}`, 'high')).toContain('level: high\n');
  });
  it('keeps the quotes', () => {
    expect(taken(`level: 'lo<|>'\n${rule('        Image: x')}`, 'low')).toContain("level: 'low'\n");
  });
});

describe('logsource', () => {
  const withLogsource = (logsource: string) =>
    `title: x\nlogsource:\n${logsource}\ndetection:\n    sel:\n        Image: x\n    condition: sel\n`;
  it('offers only categories that exist for the product', () => {
    const found = labels(withLogsource('    category: <|>\n    product: macos'));
    expect(found).toContain('process_creation');
    expect(found).not.toContain('registry_set');
  });
  it('adds the product that a category needs', () => {
    const after = taken(withLogsource('    category: reg<|>'), 'registry_set · windows');
    expect(after).toContain('    category: registry_set\n    product: windows\n');
  });
  it('offers whole combinations in an empty one', () => {
    const after = taken(withLogsource('    <|>'), 'process_creation · linux');
    expect(after).toContain('logsource:\n    category: process_creation\n    product: linux\ndetection');
  });
  it('offers services of the product', () => {
    expect(labels(withLogsource('    product: windows\n    service: <|>'))).toContain('security');
  });
});

describe('fields', () => {
  it.each([
    ['an empty line', '        <|>'],
    ['an empty line after another field', '        User: x\n        <|>'],
    ['half-typed', '        Com<|>'],
    ['before a modifier', "        Com<|>|contains: 'x'"],
    ['in a list of maps', '        - Com<|>'],
    ['a second key in a list of maps', '        - User: x\n          <|>'],
    ['after a dash', '        - <|>'],
  ])('%s', (_, line) => {
    const found = labels(rule(line));
    expect(found.slice(0, 3)).toContain('CommandLine');
    expect(found).toContain('Image');
  });
  it('leaves out what the map has', () => {
    expect(labels(rule('        Image: x\n        <|>\n        CommandLine: x'))).not.toContain('CommandLine');
  });
  it('says what a field becomes', () => {
    const { items } = proposals(rule('        <|>'));
    const found = items.find(({ label }) => label === 'CommandLine');
    expect(found?.detail).toContain('xdr ProcessCommandLine: string');
    expect(found?.detail).toContain('asim ');
    expect(found?.description).toMatch(/^[\d,]+ rules$/);
  });
  it('writes the colon, but not twice', () => {
    expect(taken(rule('        Imag<|>'), 'Image')).toContain('        Image: \n');
    expect(taken(rule('        Imag<|>: x'), 'Image')).toContain('        Image: x\n');
    expect(taken(rule('        Imag<|>|endswith: x'), 'Image')).toContain('        Image|endswith: x\n');
  });
  it('offers none in a list of values, in comments and for other YAML', () => {
    expect(labels(rule('        Image:\n            - <|>'))).toEqual([]);
    expect(labels(rule('        # <|>'))).toEqual([]);
    expect(labels('kind: Deployment\nspec:\n    <|>\n')).toEqual([]);
  });
  it('offers none among keywords', () => {
    expect(labels(rule('        - mimikatz\n        - <|>'))).toEqual([]);
    expect(labels(rule('        - Image: x\n        - <|>'))).toContain('CommandLine');
  });
  it('offers event ids with their titles', () => {
    const source =
      'title: x\nlogsource:\n    product: windows\n    service: security\ndetection:\n    s:\n        EventID: <|>\n    condition: s\n';
    const { items } = proposals(source);
    expect(items.find(({ label }) => label === '4624')?.description).toMatch(/logon/i);
    expect(labels(source.replace('EventID: <|>', 'EventID:\n            - <|>'))).toContain('4688');
  });
  it('has the other fields of another log source', () => {
    const found = labels(
      'title: x\nlogsource:\n    product: windows\n    category: dns_query\ndetection:\n    s:\n        <|>\n    condition: s\n',
    );
    expect(found.slice(0, 2)).toContain('QueryName');
  });
  it('offers them after `fieldref`', () => {
    expect(labels(rule('        Image|fieldref: <|>'))).toContain('ParentImage');
  });
});

describe('modifiers', () => {
  it('offers those that are used with the field first', () => {
    expect(labels(rule('        Image|<|>')).slice(0, 2)).toEqual(['endswith', 'contains']);
  });
  it('offers only legal ones', () => {
    const found = labels(rule('        CommandLine|re|<|>: x'));
    expect(found).toContain('i');
    expect(found).not.toContain('cidr');
    expect(found).not.toContain('re');
  });
  it('replaces the one under the cursor', () => {
    expect(taken(rule("        Image|ends<|>wit|all: 'x'"), 'endswith')).toContain("        Image|endswith|all: 'x'\n");
    expect(taken(rule('        Image|end<|>'), 'endswith')).toContain('        Image|endswith: \n');
  });
});

describe('condition', () => {
  const two = (condition: string) =>
    `title: x\nlogsource:\n    product: windows\ndetection:\n    selection_img:\n        Image: a\n    selection_cli:\n        CommandLine: b\n    filter:\n        User: c\n    condition: ${condition}\n`;
  it.each([
    ['<|>', ['selection_img', 'filter', '1 of selection_*', 'all of selection_*', 'not', 'all of them']],
    ['sel<|>', ['selection_img', 'selection_cli']],
    ['selection_img <|>', ['and', 'or', 'and not']],
    ['selection_img and <|>', ['selection_cli', 'not']],
    ['selection_img and not (<|>', ['filter']],
    ['1 <|>', ['of']],
    ['1 of <|>', ['selection_*', 'them', 'filter']],
    ['all of sel<|>', ['selection_*']],
    ["'selection_img and <|>'", ['filter']],
    ['>\n        selection_img and <|>', ['filter']],
    ['\n        - selection_img\n        - <|>', ['filter']],
  ])('%s', (condition, expected) => {
    expect(labels(two(condition))).toEqual(expect.arrayContaining(expected));
  });
  it('does not offer operators where an operand has to stand, nor the other way round', () => {
    expect(labels(two('selection_img and <|>'))).not.toContain('and');
    expect(labels(two('selection_img <|>'))).not.toContain('filter');
  });
  it('says what a selection holds', () => {
    const { items } = proposals(two('<|>'));
    expect(items.find(({ label }) => label === 'filter')?.detail).toBe('User is c');
  });
  it('replaces the word', () => {
    expect(taken(two('selection_img and fil<|>te'), 'filter')).toContain('condition: selection_img and filter\n');
    expect(taken(two("'fil<|>'"), 'filter')).toContain("condition: 'filter'\n");
  });
});

describe('tags', () => {
  const tagged = (tags: string) => `title: x\ntags:\n${tags}\n${rule('        Image: x')}`;
  const find = (source: string, label: string) => proposals(source).items.find((item) => item.label === label);
  it.each([
    '    - <|>',
    '    - att<|>',
    '    - attack.t10<|>',
    '    - power<|>',
    '    - attack.execution\n    - <|>',
    '    <|>',
  ])('%s', (tags) => {
    expect(find(tagged(tags), 'attack.t1059.001')?.filterText).toMatch(/attack\.t1059\.001 PowerShell/);
  });
  it('replaces the whole tag', () => {
    expect(taken(tagged('    - power<|>shell'), 'attack.t1059.001')).toContain('    - attack.t1059.001\n');
    expect(taken(tagged("    - 'attack.t<|>'"), 'attack.t1059.001')).toContain("    - 'attack.t1059.001'\n");
    expect(taken(tagged('    <|>'), 'attack.t1059.001')).toContain('    - attack.t1059.001\n');
  });
  it('works in a flow list', () => {
    expect(taken(`title: x\ntags: [attack.execution, <|>]\n${rule('        Image: x')}`, 'attack.t1059.001')).toContain(
      'tags: [attack.execution, attack.t1059.001]',
    );
  });
  it('puts the tactics of the rule’s techniques first, and leaves out what is there', () => {
    const found = labels(tagged('    - attack.t1059.001\n    - <|>'));
    expect(found[0]).toBe('attack.execution');
    expect(found).not.toContain('attack.t1059.001');
  });
  it('offers no revoked technique', () => {
    expect(labels(tagged('    - <|>'))).not.toContain('attack.t1086');
  });
});

describe('correlations and filters', () => {
  const correlation = (lines: string) =>
    `title: base\nname: base_rule\nlogsource:\n    product: windows\n    category: process_creation\ndetection:\n    s:\n        Image: x\n    condition: s\n---\ntitle: many\ncorrelation:\n${lines}\n`;
  it.each([
    ['    <|>', 'timespan'],
    ['    type: <|>', 'event_count'],
    ['    rules:\n        - <|>', 'base_rule'],
    ['    group-by:\n        - <|>', 'User'],
    ['    condition:\n        <|>', 'gte'],
  ])('%s', (lines, expected) => {
    expect(labels(correlation(lines))).toContain(expected);
  });
  it('offers fields in a filter', () => {
    const filter =
      'title: f\nlogsource:\n    product: windows\n    category: process_creation\nfilter:\n    rules:\n        - any\n    selection:\n        <|>\n    condition: not selection\n';
    expect(labels(filter)).toContain('CommandLine');
  });
});
