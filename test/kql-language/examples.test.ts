import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ask, slow } from './ask.ts';

const folder = path.resolve(import.meta.dirname, '../../examples/queries');

test.each(readdirSync(folder).filter((name) => name.endsWith('.kql')))(
  'nothing is wrong with examples/queries/%s, and it is formatted in a way that its words survive',
  (name) => {
    const text = readFileSync(path.join(folder, name), 'utf8');
    expect(ask('findings', text).answer).toEqual([]);
    for (const { text: formatted } of ask('format', text).answer) {
      expect(formatted.replace(/\s+/g, '')).toBe(text.replace(/\s+/g, ''));
      expect(ask('findings', formatted).answer).toEqual([]);
    }
  },
  slow,
);
