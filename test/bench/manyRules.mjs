// @ts-check
// Many rules over many events: all at once, each by itself, and DuckDB with a query for each.

import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { isInstalled } from '../../scripts/install.mjs';
import { npm } from '../../scripts/processes.mjs';
import { cacheFolder } from '../../scripts/repository.mjs';
import { processEvents } from './processEvents.mjs';
import { sqlOf } from './sql.mjs';

/** @typedef {typeof import('../../server/src/index.ts')} Library */
/** @typedef {import('../../server/src/index.ts').DetectionRule} DetectionRule */

const eventCount = 100_000;
/** Each rule by itself is asked about fewer: it takes ten times as long. */
const aloneCount = 5000;
const pieceSize = 1000;
const gate = 10_000;
const peerFolder = path.join(import.meta.dirname, 'peer');

/**
 * Matches all rules for Windows process creations on generated events that are read from a file.
 *
 * @param {Library} library
 * @param {string} folder of rules
 * @returns {Promise<string[]>} lines for people.
 */
export async function measureManyRules(library, folder) {
  const rules = await processRules(library, folder);
  const file = await eventFile();
  const together = await measureTogether(library, rules, file);
  const alone = await measureAlone(library, rules, file);
  const floor = await measured(eventCount, () => forEachLine(file, eventCount, (line) => JSON.parse(line)));
  const lines = [
    `${rules.length} rules, ${eventCount.toLocaleString('en')} events; events for each second of processor time, reading and JSON.parse included`,
    `${line('all at once', together)}  gate ≥ ${gate.toLocaleString('en')}: ${together.perSecond >= gate ? 'met' : 'MISSED'}`,
    `${line('each rule by itself', alone)}  all at once is ${ratio(together, alone)} as fast`,
    line('JSON.parse only', floor),
    `heap while the file is streamed: ${together.heap.join(', ')} MB`,
    `compiling the rules: ${Math.round(together.compile)} ms`,
  ];
  const database = await measureDatabase(rules, file);
  if (typeof database === 'string') return [...lines, `DuckDB is left out: ${database}`];
  const agreeing = rules.filter((_, index) => {
    const hits = database.hits[index];
    return hits === undefined || hits === (together.hits.get(index) ?? 0);
  });
  return [
    ...lines,
    `${line('DuckDB, queries only', database.query)}  all at once is ${ratio(together, database.query)} as fast`,
    `${line('DuckDB, reading included', database.all)}  all at once is ${ratio(together, database.all)} as fast`,
    `DuckDB ran ${database.hits.filter((hits) => hits !== undefined).length} of the rules; of all ${agreeing.length} have the same number of hits`,
  ];
}

/** @typedef {{ perSecond: number }} Speed */

/** @param {string} name @param {Speed} speed */
function line(name, { perSecond }) {
  return `${name.padEnd(24)} ${Math.round(perSecond).toLocaleString('en').padStart(9)} events/s`;
}

/** @param {Speed} one @param {Speed} other */
function ratio(one, other) {
  return `${(one.perSecond / other.perSecond).toFixed(1)} times`;
}

/** @param {Library} library @param {string} folder */
async function processRules({ parseSigma }, folder) {
  /** @type {DetectionRule[]} */
  const rules = [];
  for (const name of (await readdir(folder)).sort()) {
    if (name === 'large.yml') continue;
    for (const rule of parseSigma(await readFile(path.join(folder, name), 'utf8')).rules) {
      if (rule.kind !== 'detection' || rule.expression === undefined) continue;
      const { category, product } = rule.logsource;
      if (category?.value === 'process_creation' && product?.value === 'windows') rules.push(rule);
    }
  }
  return rules;
}

/** One event a line; made in pieces, so that the heap is the matcher's. */
async function eventFile() {
  const file = path.join(cacheFolder, 'bench', 'processEvents.ndjson');
  await mkdir(path.dirname(file), { recursive: true });
  const stream = createWriteStream(file);
  for (let piece = 0; piece < eventCount / pieceSize; piece++) {
    const lines = processEvents(pieceSize, piece).map((event) => `${JSON.stringify(event)}\n`);
    if (!stream.write(lines.join(''))) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
  return file;
}

/** @param {Library} library @param {readonly DetectionRule[]} rules @param {string} file */
async function measureTogether({ compileRules, readEvents }, rules, file) {
  const started = performance.now();
  const matchesOf = compileRules(rules);
  const compile = performance.now() - started;
  /** @type {Map<number, number>} */
  const hits = new Map();
  /** @type {number[]} */
  const heap = [];
  const speed = await measured(eventCount, async () => {
    let seen = 0;
    for await (const text of wholeLines(file)) {
      for (const { event } of readEvents(text).events) {
        for (const { index } of matchesOf(event)) hits.set(index, (hits.get(index) ?? 0) + 1);
        if (++seen % (eventCount / 5) === 0) heap.push(Math.round(process.memoryUsage().heapUsed / 1e6));
      }
    }
  });
  return { ...speed, hits, heap, compile };
}

/** @param {Library} library @param {readonly DetectionRule[]} rules @param {string} file */
async function measureAlone({ compileMatcher }, rules, file) {
  const matchers = rules.map((rule) => compileMatcher(rule));
  return measured(aloneCount, () =>
    forEachLine(file, aloneCount, (text) => {
      const event = JSON.parse(text);
      for (const matches of matchers) matches(event);
    }),
  );
}

/** @param {number} events @param {() => Promise<void>} run @returns {Promise<Speed>} */
async function measured(events, run) {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return { perSecond: events / ((user + system) / 1e6) };
}

/** @param {string} file @param {number} count @param {(line: string) => void} use */
async function forEachLine(file, count, use) {
  let used = 0;
  for await (const text of wholeLines(file)) {
    for (const one of text.split('\n')) {
      if (used === count) return;
      if (one === '') continue;
      use(one);
      used += 1;
    }
  }
}

/** A file in pieces that end where a line does. @param {string} file @returns {AsyncGenerator<string>} */
async function* wholeLines(file) {
  let rest = '';
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 18 })) {
    const end = chunk.lastIndexOf('\n') + 1;
    if (end > 0) yield rest + chunk.slice(0, end);
    rest = end > 0 ? chunk.slice(end) : rest + chunk;
  }
  if (rest !== '') yield rest;
}

/**
 * @param {readonly DetectionRule[]} rules
 * @param {string} file
 * @returns {Promise<{ query: Speed, all: Speed, hits: (number | undefined)[] } | string>} why it could not be measured.
 */
async function measureDatabase(rules, file) {
  try {
    if (!isInstalled(peerFolder)) await npm(['ci', '--ignore-scripts'], peerFolder);
    const { DuckDBInstance } = createRequire(path.join(peerFolder, 'package.json'))('@duckdb/node-api');
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    const connection = await instance.connect();
    const columns = Object.keys(processEvents(1)[0] ?? {});
    const ingest = await measured(eventCount, async () => {
      const types = columns.map((column) => `'${column}': 'VARCHAR'`).join(', ');
      const both = columns.map((column) => `"${column}", lower("${column}") AS "${column}_lower"`).join(', ');
      await connection.run(
        `CREATE TABLE events AS SELECT ${both} FROM read_json('${file.replaceAll("'", "''")}', format = 'newline_delimited', columns = {${types}})`,
      );
    });
    /** @type {(number | undefined)[]} */
    const hits = [];
    const names = new Set(columns);
    const query = await measured(eventCount, async () => {
      for (const rule of rules) {
        const condition = rule.expression && sqlOf(rule.expression, names);
        if (condition === undefined) hits.push(undefined);
        else {
          const reader = await connection.runAndReadAll(`SELECT count(*)::INTEGER FROM events WHERE ${condition}`);
          hits.push(reader.getRows()[0]?.[0]);
        }
      }
    });
    connection.closeSync();
    return { query, all: { perSecond: 1 / (1 / query.perSecond + 1 / ingest.perSecond) }, hits };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
