import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { normalizeEvent } from '../../server/src/events/normalize.ts';
import { readEvents } from '../../server/src/events/read.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';
import { withPlaceholders } from '../../server/src/sigma/placeholders.ts';
import type { DetectionRule } from '../../server/src/sigma/rule.ts';
import { sharedPath } from '../shared.ts';
import { type SampleEvent, synthesise } from './synthesise.ts';
import { compareReadings } from './verdict.ts';

const folders = ['rules', 'rules-emerging-threats', 'rules-threat-hunting'];

/** Public rules are there to compare the readings of. */
export const hasCorpus = sharedPath('corpus/rules') !== undefined;

/**
 * Every rule of one part of the public rules on its regression events and on events made for it: the matcher and each
 * target's query give the same verdict, but where the mapping says that it is approximate.
 */
export async function expectAgreement(part: number, parts: number): Promise<void> {
  const files = folders.flatMap(filesIn).filter((_, index) => index % parts === part);
  const disagreements: string[] = [];
  const counts = { rules: 0, agreed: 0, hits: 0, unplaced: 0, approximate: 0 };
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    const names = [...text.matchAll(/%(\w+)%/g)].flatMap(([, name]) => name ?? []);
    const placeholders = Object.fromEntries(names.map((name) => [name, ['first', 'second']]));
    for (const written of parseSigma(text).rules) {
      const rule = withPlaceholders(written, placeholders);
      if (rule.kind !== 'detection' || rule.expression === undefined) continue;
      const verdicts = await compareReadings(rule, [...synthesise(rule.expression), ...regressionEvents(rule)]);
      counts.rules++;
      counts.agreed += verdicts.agreed;
      counts.hits += verdicts.hits;
      counts.unplaced += verdicts.unplaced;
      disagreements.push(...verdicts.problems.map((problem) => `${path.basename(file)}: ${problem}`));
      for (const { approximate, target, matcher, event, query } of verdicts.disagreements) {
        if (approximate) counts.approximate++;
        else disagreements.push(`${path.basename(file)} ${target}: rule ${matcher} on ${shown(event)}\n${query}`);
      }
    }
  }
  process.stdout.write(`readings of part ${part + 1} of ${parts}: ${JSON.stringify(counts)}\n`);
  expect(disagreements.slice(0, 20)).toEqual([]);
  expect(counts.hits).toBeGreaterThan(counts.rules);
}

function filesIn(folder: string): string[] {
  const root = sharedPath(`corpus/${folder}`);
  if (root === undefined) return [];
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yml'))
    .sort()
    .map((name) => path.join(root, name));
}

/** The JSON beside the `info.yml` that the rule names. */
function regressionEvents({ regressionTestsPath }: DetectionRule): SampleEvent[] {
  const info = regressionTestsPath && sharedPath(`corpus/${regressionTestsPath.value}`);
  if (info === undefined || !existsSync(info)) return [];
  const folder = path.dirname(info);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => readEvents(readFileSync(path.join(folder, name), 'utf8')).events)
    .map(({ event }) => ({ ...normalizeEvent(event) }));
}

function shown(event: SampleEvent): string {
  return JSON.stringify(event, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}
