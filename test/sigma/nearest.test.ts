import { expect, test } from 'vitest';
import { nearest } from '../../server/src/sigma/nearest.ts';

const candidates = ['contains', 'startswith', 'endswith', 'cased', 'cidr', 're', 'i'];

test.each([
  ['endswit', 'endswith'],
  ['enswdith', 'endswith'],
  ['Contains', 'contains'],
  ['conatins', 'contains'],
  ['starts_with', 'startswith'],
  ['cidre', 'cidr'],
  ['xyz', undefined],
  ['equals', undefined],
  ['', undefined],
  ['c'.repeat(1000), undefined],
])('%s means %s', (word, expected) => expect(nearest(word, candidates)).toBe(expected));

test('the nearest of several, the first of equals', () => {
  expect(nearest('selection_a', ['selection_xy', 'selection_b', 'selection_c'])).toBe('selection_b');
});
