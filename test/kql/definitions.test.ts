import { expect, test } from 'vitest';
import { convertText, ruleText } from './convertDetection.ts';

const text = ruleText(String.raw`selection: { ImageLoaded|endswith: '\vaultcli.dll', Description: a }`, {
  category: 'image_load',
  product: 'windows',
});

test('a definition stands below the comments and above the query, once', () => {
  const { query = '' } = convertText(text, 'workspace', { header: true });
  expect(query).toMatch(/^(\/\/ .*\n)+let unescape_xml = [^}]+};\nEvent\n/);
  expect(query.match(/let unescape_xml/g)).toHaveLength(1);
});

test.each([true, false])('what stands below it still leads to the rule, with a header: %s', (header) => {
  const { query = '', sourceMap } = convertText(text, 'workspace', { header });
  const led = (part: string) =>
    sourceMap
      .filter(({ query: { start, end } }) => query.slice(start, end) === part)
      .map(({ source }) => text.slice(source.start, source.end));
  expect(led(String.raw`ImageLoaded endswith @"\vaultcli.dll"`)).toContain(String.raw`'\vaultcli.dll'`);
  expect(led('Event').join()).toContain('logsource:');
  if (header) expect(led('// Test').join()).toContain('Test');
});

test('a query that calls nothing of the kind has none', () => {
  expect(convertText(text, 'xdr').query ?? '').not.toContain('let ');
});
