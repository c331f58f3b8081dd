import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSigma, type SigmaFile } from '../../server/src/sigma/parse.ts';

export const examples = path.resolve(import.meta.dirname, '../../examples');

/** All rule files under examples/, by their paths within it. */
export const ruleFiles: readonly string[] = readdirSync(examples, { recursive: true, encoding: 'utf8' })
  .map((name) => name.split(path.sep).join('/'))
  .filter((name) => /^(?:rules|filters)\/.*\.yml$/.test(name) && !name.endsWith('.test.yml'))
  .toSorted();

export function parseExample(name: string): SigmaFile {
  return parseSigma(readFileSync(path.join(examples, name), 'utf8'));
}
