import { expect, test } from 'vitest';
import { portability } from '../../server/src/lsp/features/portability.ts';
import { alone } from '../../server/src/lsp/surroundings.ts';
import { documentOf, processRule, ruleAbout } from './documentOf.ts';

const titles = (text: string, around = alone) => portability(documentOf(text), around).map(({ title }) => title);

test('each target says that its query means the same', () => {
  expect(titles(processRule("Image|endswith: '\\whoami.exe'"))).toEqual(['asim ✓', 'xdr ✓', 'workspace ✓']);
});

test('differences are counted, and named in the tooltip', () => {
  const lenses = portability(documentOf(processRule('OriginalFileName: whoami.exe')), alone);
  const near = lenses.filter(({ title }) => title.includes('≈'));
  expect(near.map(({ title }) => title)).toContain('asim ≈ 1');
  for (const { tooltip } of near) expect(tooltip.split('\n').length).toBeGreaterThan(1);
});

test('the first obstacle is in the line, all of them in the tooltip', () => {
  const text = processRule('FrobnicationLevel: 3', 'Nonsense: 4');
  const lenses = portability(documentOf(text), alone);
  expect(lenses.at(-1)?.title).toBe('workspace ✗ no column for FrobnicationLevel');
  for (const { tooltip } of lenses) expect(tooltip).toContain('Nonsense');
});

test('what several targets in a row lack is told once', () => {
  expect(titles(ruleAbout('product: contoso', 'Field: x'))).toEqual([
    'asim ✗',
    'xdr ✗',
    'workspace ✗ no table for the log source',
  ]);
});

test('a rule that has an error says that itself', () => {
  expect(titles(processRule("Image|endswit: '\\whoami.exe'"))).toEqual([]);
});

test('filters have no query of their own, and the rules beside them have one', () => {
  const filter = `title: Not our agent
logsource:
    category: process_creation
    product: windows
filter:
    rules: any
    selection:
        User: agent
    condition: not selection
`;
  expect(titles(`${processRule('User: x')}---\n${filter}`)).toHaveLength(3);
});

test('settings reach it', () => {
  const text = processRule('OriginalFileName: whoami.exe');
  expect(titles(text, { ...alone, query: { strict: true } }).filter((title) => title.includes('≈'))).toEqual([]);
});

test('a file of very many rules is not converted as a whole', () => {
  const many = Array.from({ length: 150 }, () => processRule('User: x')).join('---\n');
  expect(titles(many)).toHaveLength(300);
});
