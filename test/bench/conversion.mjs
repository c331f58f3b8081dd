// @ts-check
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { quantile } from './statistics.mjs';

/** @typedef {typeof import('../../server/src/index.ts')} Library */

const targets = /** @type {const} */ (['asim', 'xdr', 'workspace']);
const rounds = 5;

/**
 * Parses each rule and converts it for each target, several times over; a rule's figure is the best of its rounds.
 *
 * @param {Library} library
 * @param {string} folder of rules
 * @returns {Promise<string[]>} lines for people.
 */
export async function measureConversion({ parseSigma, convertToKql }, folder) {
  const files = (await readdir(folder)).filter((file) => file !== 'large.yml');
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')));
  /** @type {Map<string, number[]>} */
  const times = new Map([['parse', []], ...targets.map((target) => /** @type {[string, number[]]} */ ([target, []]))]);
  /** @type {Map<string, number>} */
  const queries = new Map(targets.map((target) => [target, 0]));
  let rules = 0;
  for (const text of texts) {
    times.get('parse')?.push(best(() => parseSigma(text)));
    for (const rule of parseSigma(text).rules) {
      rules += 1;
      for (const target of targets) {
        times.get(target)?.push(best(() => convertToKql(rule, { target })));
        if (convertToKql(rule, { target }).query !== undefined) queries.set(target, (queries.get(target) ?? 0) + 1);
      }
    }
  }
  return [...times].map(([what, figures]) => {
    const median = quantile(figures, 0.5);
    const gate = what === 'parse' ? '' : `  gate ≤ 0.3 ms: ${median <= 0.3 ? 'met' : 'MISSED'}`;
    const count = what === 'parse' ? `${texts.length} files` : `${queries.get(what)} of ${rules} rules have a query`;
    return `${what.padEnd(10)} median ${median.toFixed(3)} ms, p95 ${quantile(figures, 0.95).toFixed(3)} ms  (${count})${gate}`;
  });
}

/** @param {() => unknown} work @returns {number} milliseconds */
function best(work) {
  let shortest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now();
    work();
    shortest = Math.min(shortest, performance.now() - started);
  }
  return shortest;
}
