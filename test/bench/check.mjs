// @ts-check
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder, repository } from '../../scripts/repository.mjs';

const program = path.join(repository, 'dist', 'cli.cjs');
const rounds = 3;
const seedRules = 20;
const copies = [1, 10, 100, 1000];
const gate = 2;

/**
 * How long `sigmasmith check --profile all` takes, its start included: on the public rules, and on more and more copies of
 * some of them.
 *
 * @param {string} folder of rules
 * @returns {Promise<string[]>} lines for people.
 */
export async function measureCheck(folder) {
  const corpus = path.join(repository, '..', 'shared', 'corpus');
  const ruleFolders = existsSync(corpus)
    ? (await readdir(corpus, { withFileTypes: true }))
        .filter((entry) => entry.isDirectory() && entry.name !== 'regression_data')
        .map(({ name }) => path.join(corpus, name))
    : [folder];
  const { seconds, summary } = await best(ruleFolders);
  const lines = [
    `all public rules  ${seconds.toFixed(2)} s  (${summary})  gate ≤ ${gate} s: ${seconds <= gate ? 'met' : 'MISSED'}`,
  ];
  for (const count of copies) {
    const target = await copiesOf(folder, count);
    const result = await best([target]);
    const rules = seedRules * count;
    const each = ((result.seconds / rules) * 1000).toFixed(3);
    lines.push(`${String(rules).padStart(6)} rules      ${result.seconds.toFixed(2)} s  (${each} ms a rule)`);
    await rm(target, { recursive: true, force: true });
  }
  return lines;
}

/** @param {string[]} paths */
async function best(paths) {
  let seconds = Number.POSITIVE_INFINITY;
  let summary = '';
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now();
    summary = await check(paths);
    seconds = Math.min(seconds, (performance.now() - started) / 1000);
  }
  return { seconds, summary };
}

/**
 * @param {string[]} paths
 * @returns {Promise<string>} the last line that the command says.
 */
function check(paths) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, 'check', ...paths, '--profile', 'all'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (data) => {
      said += data;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0 || code === 1) resolve(said.trim().split('\n').at(-1) ?? '');
      else reject(new Error(`sigmasmith check ended with ${code}: ${said}`));
    });
  });
}

/**
 * Copies of some rules, each with an id, a title and a file name of its own, as a growing collection has them.
 *
 * @param {string} folder
 * @param {number} count
 */
export async function copiesOf(folder, count) {
  const target = path.join(cacheFolder, 'bench', `copies-${count}`);
  await rm(target, { recursive: true, force: true });
  const files = (await readdir(folder)).filter((file) => file !== 'large.yml').sort();
  const step = Math.max(1, Math.floor(files.length / seedRules));
  const seeds = await Promise.all(
    Array.from({ length: seedRules }, (_, index) =>
      readFile(path.join(folder, files[(index * step) % files.length] ?? ''), 'utf8'),
    ),
  );
  for (let copy = 0; copy < count; copy += 1) {
    const inner = path.join(target, String(copy));
    await mkdir(inner, { recursive: true });
    await Promise.all(
      seeds.map((text, seed) => {
        const number = copy * seedRules + seed;
        const own = text
          .replace(/^title: (.*)$/m, `title: $1 ${number}`)
          .replace(/^id: (.{24}).{12}$/m, `id: $1${number.toString(16).padStart(12, '0')}`);
        return writeFile(path.join(inner, `rule_${number}.yml`), own);
      }),
    );
  }
  return target;
}
