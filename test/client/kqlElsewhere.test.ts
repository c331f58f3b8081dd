import { expect, test } from 'vitest';
import { providesKql } from '../../client/src/kqlElsewhere.ts';

const own = 'Publisher.sigmasmith';
const withLanguages = (id: string, languages: unknown) => ({ id, packageJSON: { contributes: { languages } } });

test.each<[string, ReturnType<typeof withLanguages>, boolean]>([
  [
    'Kuskus',
    withLanguages('rosshamish.kuskus-kusto-syntax-highlighting', [
      { id: 'kusto', aliases: ['Kusto'], extensions: ['.csl', '.kusto', '.kql'] },
    ]),
    true,
  ],
  ['Microsoft’s', withLanguages('ms-kusto.kusto', [{ id: 'kusto', extensions: ['.kql'] }]), true],
  ['one that calls it KQL', withLanguages('some.kql', [{ id: 'KQL' }]), true],
  ['one that has its files', withLanguages('some.other', [{ id: 'azure-query', extensions: ['.KQL'] }]), true],
  ['ours, however it is written', withLanguages('publisher.Sigmasmith', [{ id: 'kusto' }]), false],
  [
    'VS Code’s XML, which has .csl too',
    withLanguages('vscode.xml', [{ id: 'xml', extensions: ['.xml', '.csl'] }]),
    false,
  ],
  ['another language', withLanguages('some.yaml', [{ id: 'yaml', extensions: ['.yml'] }]), false],
  ['no languages', withLanguages('some.theme', undefined), false],
  ['something else in their place', withLanguages('some.broken', { id: 'kusto' }), false],
  ['no package at all', { id: 'some.broken', packageJSON: undefined } as never, false],
  ['nothing in the list', withLanguages('some.broken', [null, { extensions: 1 }]), false],
])('%s', (_, installed, expected) => {
  expect(providesKql([withLanguages(own, [{ id: 'kusto' }]), installed], own)).toBe(expected);
});
