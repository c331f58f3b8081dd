import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseSigma } from '../../server/src/sigma/parse.ts';
import { sharedPath } from '../shared.ts';

/** Public rules that are refused, with the code that says why. There are none; the unsupported ones are not asked. */
const refused: Readonly<Record<string, string>> = {};

const corpus = sharedPath('corpus');

describe.runIf(corpus !== undefined)('public rules', () => {
  test('every one is recognised, has a meaning and no error', { timeout: 120_000 }, () => {
    const found: Record<string, string> = {};
    let count = 0;
    for (const folder of readdirSync(corpus ?? '').filter((name) => name.startsWith('rules'))) {
      for (const path of rulesIn(join(corpus ?? '', folder))) {
        count++;
        const { rules, problems } = parseSigma(readFileSync(path, 'utf8'));
        const error = problems.find(({ severity }) => severity === 'error');
        const code = error?.code ?? (rules.length === 0 ? 'not recognised' : undefined);
        const meaningless = rules.some((rule) => rule.kind !== 'correlation' && rule.expression === undefined);
        if (code !== undefined || meaningless) found[path] = code ?? 'no expression';
      }
    }
    expect(found).toEqual(refused);
    expect(count).toBeGreaterThan(1000);
  });
});

function rulesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yml'))
    .map((name) => join(folder, name));
}
