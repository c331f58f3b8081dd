import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BinaryOperator, Scalar } from '../../server/src/kql/ast.ts';
import { and, binary, column, not, or, text } from '../../server/src/kql/build.ts';
import { anyOf } from '../../server/src/kql/translate/merge.ts';
import { withTerms } from '../../server/src/kql/translate/terms.ts';
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

test('a computed column has no index', () => {
  const detection = String.raw`selection: { Image|endswith: '\certutil.exe', Product: a }`;
  expect(convertText(ruleText(detection), 'workspace').query).not.toContain(' has ');
});

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
      const indexed = withTerms(meant, () => true);
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
      const indexed = withTerms(meant, () => true);
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
      const indexed = withTerms(meant, () => true);
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
