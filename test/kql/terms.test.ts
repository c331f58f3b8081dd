import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BinaryOperator, Scalar } from '../../server/src/kql/ast.ts';
import { and, binary, column, not, or, text } from '../../server/src/kql/build.ts';
import type { Holder } from '../../server/src/kql/tableMapping.ts';
import { anyOf } from '../../server/src/kql/translate/merge.ts';
import { impliedTerms } from '../../server/src/kql/translate/terms.ts';
import { patternPredicate } from '../../server/src/kql/translate/text.ts';
import type { PatternPart } from '../../server/src/sigma/pattern.ts';
import { conditionsOf, convertText, ruleText } from './convertDetection.ts';
import { evaluate } from './evaluate.ts';

test.each<[detection: string, kql: string]>([
  [
    `{ CommandLine|contains: ' -FilePath ' }`,
    `ProcessCommandLine has "FilePath" and ProcessCommandLine contains " -FilePath "`,
  ],
  [`{ CommandLine|contains: FilePath }`, `ProcessCommandLine contains "FilePath"`],
  [`{ CommandLine|contains: ' FilePath' }`, `ProcessCommandLine contains " FilePath"`],
  [`{ CommandLine|contains: 'é-FilePathé ' }`, `ProcessCommandLine contains "é-FilePathé "`],
  [`{ CommandLine|contains: ' File_Path ' }`, `ProcessCommandLine contains " File_Path "`],
  [`{ CommandLine|contains: ' -a ' }`, `ProcessCommandLine contains " -a "`],
  [`{ CommandLine: ' FilePath ' }`, `ProcessCommandLine =~ " FilePath "`],
  [
    `{ CommandLine|startswith: 'whoami /' }`,
    `ProcessCommandLine has "whoami" and ProcessCommandLine startswith "whoami /"`,
  ],
  [`{ CommandLine|startswith: 'whoami' }`, `ProcessCommandLine startswith "whoami"`],
  [
    String.raw`{ Image|endswith: '\certutil.exe' }`,
    String.raw`FolderPath has "certutil" and FolderPath endswith @"\certutil.exe"`,
  ],
  [`{ Image|endswith: '.exe' }`, `FolderPath endswith ".exe"`],
  [
    String.raw`{ Image|endswith: ['\certutil.exe', '\bits.exe'] }`,
    String.raw`FolderPath has_any ("certutil", "bits")
    and (FolderPath endswith @"\certutil.exe" or FolderPath endswith @"\bits.exe")`,
  ],
  [
    String.raw`{ Image|endswith: ['\certutil.exe', '\CertUtil.com'] }`,
    String.raw`FolderPath has "certutil" and (FolderPath endswith @"\certutil.exe" or FolderPath endswith @"\CertUtil.com")`,
  ],
  [
    String.raw`{ Image|endswith: ['\certutil.exe', 'bits.exe'] }`,
    String.raw`FolderPath endswith @"\certutil.exe" or FolderPath endswith "bits.exe"`,
  ],
  [
    `{ CommandLine|contains|all: [' -aaa ', ' -bbb ', ccc] }`,
    `ProcessCommandLine has_all ("aaa", "bbb")
    and ProcessCommandLine contains " -aaa "
    and ProcessCommandLine contains " -bbb "
    and ProcessCommandLine contains "ccc"`,
  ],
  [
    String.raw`{ CommandLine: [certutil, '*\certutil.exe'] }`,
    String.raw`ProcessCommandLine has "certutil"
    and (ProcessCommandLine =~ "certutil" or ProcessCommandLine endswith @"\certutil.exe")`,
  ],
  [
    String.raw`{ CommandLine|contains: '\a*b -FilePath *.txt' }`,
    String.raw`ProcessCommandLine has "FilePath" and ProcessCommandLine matches regex @"(?is)\\a.*b -FilePath .*\.txt"`,
  ],
  [
    `{ CommandLine: 'whoami /?ll*' }`,
    `ProcessCommandLine has "whoami" and ProcessCommandLine matches regex "(?is)^whoami /.ll"`,
  ],
  [`{ CommandLine: '*whoami?all' }`, `ProcessCommandLine matches regex "(?is)whoami.all$"`],
  [`{ CommandLine|re: ' -FilePath ' }`, `ProcessCommandLine matches regex " -FilePath "`],
  [String.raw`{ Image|endswith|neq: '\certutil.exe' }`, String.raw`FolderPath !endswith @"\certutil.exe"`],
])('%s', (detection, kql) => {
  expect(conditionsOf(convertText(ruleText(`selection: ${detection}`), 'xdr'))).toBe(kql);
});

/** Sysmon's fields in a bag, where there is one. */
const bags = { tables: { prefer: ['WindowsEvent'] } };

test.each<
  [
    where: string,
    logsource: { category: string; product: string } | { product: string; service: string },
    detection: string,
    first: string,
  ]
>([
  [
    'XML in a column of text',
    { product: 'windows', service: 'powershell-classic' },
    `{ Data|contains: ['[Type]::GetType(', ' -noni '] }`,
    'EventData has_any ("GetType", "noni")',
  ],
  [
    'XML, two fields of the same column',
    { product: 'windows', service: 'system' },
    String.raw`{ Provider_Name: x, ImagePath|contains: '\PAExec', ServiceName|startswith: 'PAExec-' }`,
    'EventData has "PAExec"',
  ],
  [
    'a bag, which is searched as the JSON that it is',
    { category: 'image_load', product: 'windows' },
    String.raw`{ ImageLoaded|endswith: '\vaultcli.dll', Description: a }`,
    'EventData has "vaultcli"',
  ],
  [
    'key-value pairs',
    { product: 'linux', service: 'auditd' },
    `{ type: SYSCALL, tty|contains: 'pts/session-' }`,
    'SyslogMessage has "session"',
  ],
])('the terms of a computed column are looked for where it lies: %s', (_, logsource, detection, first) => {
  const { query } = convertText(
    ruleText(`selection: ${detection}`, logsource),
    'workspace',
    'category' in logsource ? bags : {},
  );
  expect(query).toContain(`| where ${first}\n| extend`);
});

test.each<[why: string, detection: string]>([
  ['JSON writes an ampersand as its number', `{ ImageLoaded|contains: '&vaultcli&', Description: a }`],
  ['a number may be written in several ways', `{ ImageLoaded|contains: ' 1000 ', Description: a }`],
  ['a tab is two characters in JSON', String.raw`{ ImageLoaded|contains: "\tvaultcli ", Description: a }`],
  ['nothing separates', `{ ImageLoaded|contains: vaultcli, Description: a }`],
])('no condition on a bag: %s', (_, detection) => {
  const { query } = convertText(
    ruleText(`selection: ${detection}`, { category: 'image_load', product: 'windows' }),
    'workspace',
    bags,
  );
  expect(query).not.toContain(' has');
});

function withTerms(meant: Scalar, escapes: Holder['escapes'] = 'none'): Scalar {
  const terms = impliedTerms(meant, (name) => ({ columns: [name], escapes }));
  return terms.length === 0 ? meant : and([...terms, meant]);
}

const words = fc.constantFrom('abc', 'ABC', 'abcd', 'x', '12ab', 'é', '_', ' ', '-', '\\', '.', '/', 'ß', '日');
const texts = fc.array(words, { maxLength: 6 }).map((parts) => parts.join(''));
const operators = fc.constantFrom<BinaryOperator>(
  'contains',
  'contains_cs',
  'startswith',
  'startswith_cs',
  'endswith',
  'endswith_cs',
  '==',
  '=~',
);
const columns = fc.constantFrom('A', 'B');

const { predicate } = fc.letrec<{ predicate: Scalar; list: Scalar[] }>((tie) => ({
  predicate: fc.oneof(
    { maxDepth: 3 },
    fc
      .tuple(columns, operators, texts)
      .map(([name, operator, literal]) => binary(column(name), operator, text(literal))),
    tie('list').map(and),
    tie('list').map(anyOf),
    tie('list').map(or),
    tie('predicate').map(not),
  ),
  list: fc.array(tie('predicate'), { minLength: 1, maxLength: 3 }),
}));

test('conditions on terms change no result', () => {
  let added = 0;
  fc.assert(
    fc.property(predicate, fc.array(fc.tuple(texts, texts), { minLength: 5, maxLength: 5 }), (meant, rows) => {
      const indexed = withTerms(meant);
      if (indexed === meant) return;
      added++;
      for (const [a, b] of rows) {
        const row = (name: string) => (name === 'A' ? a : b);
        expect(evaluate(indexed, row) === true, `${a} ${b}`).toBe(evaluate(meant, row) === true);
      }
    }),
    { numRuns: 6_000 },
  );
  expect(added).toBeGreaterThan(100);
});

test('texts made of a literal keep its terms', () => {
  let passed = 0;
  fc.assert(
    fc.property(texts, operators, texts, texts, (literal, operator, before, after) => {
      const meant = binary(column('A'), operator, text(literal));
      const indexed = withTerms(meant);
      if (indexed === meant) return;
      const value = `${/^(starts|=)/.test(operator) ? '' : before}${literal}${/^(ends|=)/.test(operator) ? '' : after}`;
      const row = () => value;
      expect(evaluate(meant, row)).toBe(true);
      expect(evaluate(indexed, row), value).toBe(true);
      passed++;
    }),
    { numRuns: 5_000 },
  );
  expect(passed).toBeGreaterThan(100);
});

const parts = fc.oneof<fc.Arbitrary<PatternPart>[]>(
  texts.filter((each) => each !== '').map((each) => ({ kind: 'text', text: each })),
  fc.constant({ kind: 'any' }),
  fc.constant({ kind: 'one' }),
);

test('texts made of a pattern keep its terms', () => {
  let passed = 0;
  fc.assert(
    fc.property(fc.array(parts, { minLength: 1, maxLength: 5 }), texts, (made, filler) => {
      const pattern = made.filter(({ kind }, index) => kind === 'one' || kind !== made[index - 1]?.kind);
      const meant = patternPredicate({ scalar: column('A') }, pattern, false);
      const indexed = withTerms(meant);
      if (indexed === meant) return;
      const value = pattern
        .map((part) => (part.kind === 'text' ? part.text : part.kind === 'one' ? (filler[0] ?? 'x') : filler))
        .join('');
      const row = () => value;
      expect(evaluate(meant, row)).toBe(true);
      expect(evaluate(indexed, row), value).toBe(true);
      passed++;
    }),
    { numRuns: 5_000 },
  );
  expect(passed).toBeGreaterThan(100);
});

test('the terms of a text are in the JSON and in the XML that hold it', () => {
  let passed = 0;
  fc.assert(
    fc.property(heldTexts, operators, heldTexts, heldTexts, (literal, operator, before, after) => {
      const meant = binary(column('A'), operator, text(literal));
      const value = `${/^(starts|=)/.test(operator) ? '' : before}${literal}${/^(ends|=)/.test(operator) ? '' : after}`;
      expect(evaluate(meant, () => value)).toBe(true);
      for (const [escapes, holder] of [
        ['json', JSON.stringify({ a: value })],
        ['json', JSON.stringify({ a: value }).replace(/[<>&'=+]|[^ -~]/g, asNumber)],
        ['none', `<Data Name='a'>${value.replace(/[<>&"'\r\n]/g, (each) => entities[each] ?? each)}</Data>`],
        ['none', `a="${value}" b=c`],
      ] as const) {
        for (const term of impliedTerms(meant, () => ({ columns: ['A'], escapes }))) {
          expect(
            evaluate(term, () => holder),
            holder,
          ).toBe(true);
          passed++;
        }
      }
    }),
    { numRuns: 5_000 },
  );
  expect(passed).toBeGreaterThan(1_000);
});

const heldTexts = fc
  .array(
    fc.constantFrom(
      'abc',
      'ABC',
      'x',
      '12ab',
      '100',
      'é',
      '_',
      ' ',
      '-',
      '\\',
      '.',
      '/',
      '&',
      '<',
      '"',
      "'",
      '\t',
      '\n',
    ),
    {
      maxLength: 6,
    },
  )
  .map((each) => each.join(''));

function asNumber(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

const entities: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&quot;',
  "'": '&apos;',
  '\r': '&#xD;',
  '\n': '&#xA;',
};

test.each<[why: string, detection: string, kql: string]>([
  [
    'one of the columns has the term',
    String.raw`TargetObject|endswith: '\Run\Updater Service'`,
    'RegistryKey has "Updater" or RegistryValueName has "Updater"',
  ],
  [
    'one of the columns has each term',
    String.raw`TargetObject|contains|all: ['\Winlogon\', ' Notify ']`,
    '(RegistryKey has "Winlogon" or RegistryValueName has "Winlogon")\n    and (RegistryKey has "Notify" or RegistryValueName has "Notify")',
  ],
  [
    'a term that the query itself writes is in none',
    String.raw`TargetObject|endswith: '\open\(Default)'`,
    'RegistryKey has "open" or RegistryValueName has "open"',
  ],
])('a text that is put together of columns: %s', (_, detection, kql) => {
  const { query } = convertText(
    ruleText(`selection: { ${detection} }`, { category: 'registry_set', product: 'windows' }),
    'xdr',
  );
  expect(query).toContain(`| where ${kql}\n| extend`);
});

test.each(['TargetObject', 'Image'])('more terms than anybody reads are not asked for: %s', (field) => {
  const values = Array.from({ length: 120 }, (_, index) => String.raw`'\word${index}\'`).join(', ');
  const { query } = convertText(
    ruleText(`selection: { ${field}|contains: [${values}] }`, { category: 'registry_set', product: 'windows' }),
    'xdr',
  );
  expect(query).toContain('word119');
  expect(query).not.toMatch(/ has|where true/);
});
