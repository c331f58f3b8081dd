// @ts-check
// `npm run fuzz -- --documents N --seed S`: changed rules through everything that reads rules. It fails when one makes the
// product throw, answers with a range outside of the document or differently with CRLF, or takes more than 200 ms.
// `--library FILE` takes a bundle that is there instead of building one.
import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { exitCodeOf } from '../../scripts/processes.mjs';
import { cacheFolder, repository } from '../../scripts/repository.mjs';
import { randomNumbers } from '../bench/statistics.mjs';
import { hostileDocuments } from './hostile.mjs';
import { mutated, oneOf } from './mutate.mjs';
import { everything, faultsOf } from './probe.mjs';
import { seedDocuments } from './seeds.mjs';

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    library: { type: 'string' },
  },
});
const documents = Number(values.documents);
/** In milliseconds. */
const slowest = 200;
/** Of a document that is made to cost much, in milliseconds. */
const slowestHostile = 1000;
const mostKept = 40;

const folder = path.join(cacheFolder, 'fuzz');
await mkdir(folder, { recursive: true });
if (values.library === undefined) {
  const build = await exitCodeOf(process.execPath, [path.join(repository, 'scripts', 'build.mjs')], {
    cwd: repository,
  });
  if (build !== 0) process.exit(build);
}
const bundle = values.library ?? path.join(repository, 'dist', 'index.js');
const copy = path.join(folder, `library-${process.pid}`);
await cp(bundle, path.join(copy, 'index.mjs'));
await cp(path.join(path.dirname(bundle), 'chunks'), path.join(copy, 'chunks'), { recursive: true });
await writeFile(path.join(copy, 'package.json'), '{ "type": "module" }');
/** @type {import('./probe.mjs').Library} */
const library = await import(pathToFileURL(path.join(copy, 'index.mjs')).href);

const random = randomNumbers(Number(values.seed));
const seeds = await seedDocuments();
console.log(`${documents} documents from ${seeds.length} seeds, seed ${values.seed}`);
/** Kinds of faults, each with how many documents have it. @type {Map<string, number>} */
const kinds = new Map();
const times = new Float64Array(documents);
for (let number = 0; number < documents; number++) {
  const text = mutated(oneOf(seeds, random), seeds, random);
  const started = processorTime();
  const faults = faultsOf(library, text);
  times[number] = processorTime() - started;
  if ((times[number] ?? 0) > slowest) {
    times[number] = fastest(text);
    if ((times[number] ?? 0) > slowest) {
      faults.push(`${Math.round(times[number] ?? 0)} ms for ${text.length} characters`);
    }
  }
  for (const fault of new Set(faults)) await keep(fault, text, number);
  if ((number + 1) % 10_000 === 0) console.log(`${number + 1} documents, ${kinds.size} kinds of faults`);
}

for (const [name, text] of Object.entries(hostileDocuments())) {
  /** @type {<Result>(run: () => Result) => [milliseconds: number, result: Result]} */
  const timed = (run) => {
    const started = processorTime();
    const result = run();
    return [processorTime() - started, result];
  };
  const [read, file] = timed(() => library.parseSigma(text));
  const [check] = timed(() => library.checkFile(file, { profile: 'all' }));
  const [compile] = timed(() => library.compileRules(file.rules));
  const [convert] = timed(() => file.rules.slice(0, 1).map((rule) => library.convertToKql(rule, { target: 'asim' })));
  const figures = { 'read and checked': read + check, compiled: compile, converted: convert };
  const shown = Object.entries(figures).map(([what, time]) => `${what} in ${time.toFixed(0)} ms`);
  console.log(`${name}: ${shown.join(', ')}`);
  // The conversion is told only: a query of 100,000 values is of no use, however fast it is there.
  if (Math.max(read + check, compile) > slowestHostile) await keep(`too slow on ${name}`, text, -1);
}

const sorted = times.toSorted();
const at = (/** @type {number} */ share) => (sorted[Math.floor(share * (documents - 1))] ?? 0).toFixed(1);
console.log(
  `${documents} documents; median ${at(0.5)} ms, 99.9 % ${at(0.999)} ms, slowest ${at(1)} ms (CRLF's second reading included)`,
);
for (const [kind, count] of kinds) console.log(`${count} × ${kind}`);
console.log(
  kinds.size === 0
    ? 'No faults.'
    : `${kinds.size} kinds of faults; the documents are in ${path.relative(repository, folder)}`,
);
process.exit(kinds.size === 0 ? 0 : 1);

/** What this process was given, in milliseconds: other programs of the machine do not count. */
function processorTime() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** A collection of garbage is not the document's; its own slowness comes again. @param {string} text */
function fastest(text) {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round++) {
    const started = processorTime();
    everything(library, text, []);
    least = Math.min(least, processorTime() - started);
  }
  return least;
}

/** @param {string} fault @param {string} text @param {number} number */
async function keep(fault, text, number) {
  const kind = fault.replace(/`[^`]*`|"[^"]*"|\d+/g, '…').slice(0, 160);
  const count = (kinds.get(kind) ?? 0) + 1;
  kinds.set(kind, count);
  if (count > 1 || kinds.size > mostKept) return;
  console.log(`document ${number}: ${fault}`);
  await writeFile(path.join(folder, `${values.seed}-${number}.yml`), text);
}
