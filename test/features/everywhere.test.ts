import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fieldsOf } from '../../server/src/catalog/taxonomy.ts';
import { createSigmaDocument } from '../../server/src/lsp/documents.ts';
import { complete } from '../../server/src/lsp/features/completion.ts';
import { hover } from '../../server/src/lsp/features/hover.ts';
import { logsourceOf } from '../../server/src/lsp/features/ruleAt.ts';
import { sharedPath } from '../shared.ts';
import { marked } from './marked.ts';

const folder = sharedPath('corpus/rules');
const files =
  folder === undefined
    ? []
    : readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.yml'))
        .sort();
const some = files.filter((_, index) => index % Math.ceil(files.length / 60) === 0);

describe.skipIf(folder === undefined)('on public rules', { timeout: 60_000 }, () => {
  it.each(some)('%s: every place has an answer that stays on its line', (name) => {
    const text = readFileSync(path.join(folder ?? '', name), 'utf8');
    const document = createSigmaDocument('u', 1, text);
    if (!document) throw new Error('not recognised as Sigma');
    for (let offset = 0; offset <= text.length; offset += 7) {
      for (const { range, label } of complete(document, offset)) {
        if (range.start > offset || range.end < offset || text.slice(range.start, range.end).includes('\n')) {
          expect.fail(`${label} at ${offset} replaces ${range.start} to ${range.end}`);
        }
      }
      const found = hover(document, offset);
      if (found) expect(found.range.start <= offset && offset <= found.range.end).toBe(true);
    }
  });

  it.each(some.filter((_, index) => index % 10 === 0))('%s: also while it is being typed', (name) => {
    const text = readFileSync(path.join(folder ?? '', name), 'utf8');
    for (let length = 1; length < text.length; length += 23) {
      const document = createSigmaDocument('u', 1, text.slice(0, length));
      if (!document) continue;
      complete(document, length);
      hover(document, length);
    }
  });

  it.each(some)('%s: an empty new selection is offered the fields of the log source', (name) => {
    const rule = readFileSync(path.join(folder ?? '', name), 'utf8');
    const { text, offset } = marked(rule.replace(/\ndetection:\s*\n/, '\ndetection:\n    fresh:\n        <|>\n'));
    const document = createSigmaDocument('u', 1, text);
    const offered = document ? complete(document, offset).map(({ label }) => label) : [];
    const known = fieldsOf(logsourceOf(document?.file.rules[0])).map((field) => field.name);
    expect(offered).toEqual(expect.arrayContaining(known));
  });
});
