// @ts-check
// `npm test`: installs what is missing, runs every layer of tests and adds them up.
// `node scripts/test.mjs LAYER [FILTER…]` runs one layer; filters are parts of file names.
// Plain Node only until the packages are installed, so what needs them is imported later.
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { installChromium } from './chromium.mjs';
import { installPackages } from './install.mjs';
import { exitCodeOf } from './processes.mjs';
import { cacheFolder, inCi, repository } from './repository.mjs';
import { installVscodeServer } from './vscodeServer.mjs';

/** @typedef {import('./vscodeServer.mjs').VscodeVersion} VscodeVersion */

/**
 * @typedef {object} LayerReport What a layer's runner writes as JSON to the file that SIGMASMITH_REPORT names.
 * @property {number} passed
 * @property {string[]} failed The names of the tests that failed.
 * @property {{ name: string, reason?: string }[]} skipped
 */

/** @typedef {{ name: string, run: (filters: string[], report: string) => Promise<number> }} Layer */

/** @type {Record<string, () => Promise<Layer[]>>} */
const layers = {
  unit: async () => {
    await runScript('generate.mjs');
    return [vitestLayer('unit', 'vitest.config.ts')];
  },
  lsp: async () => {
    await runScript('build.mjs');
    return [vitestLayer('lsp', 'vitest.lsp.config.ts')];
  },
  vscode: async () => {
    await runScript('build.mjs');
    const { runInServer } = await import('../test/vscode/runServer.mjs');
    return versions().map((version) => ({
      name: `vscode (${version})`,
      run: (_filters, report) => runInServer(version, report),
    }));
  },
  e2e: async () => {
    const { packageExtension } = await import('./package.mjs');
    const vsix = path.join(cacheFolder, 'sigmasmith.vsix');
    await packageExtension(vsix);
    return versions().map((version) =>
      vitestLayer(`e2e (${version})`, 'vitest.e2e.config.ts', { SIGMASMITH_VSCODE: version, SIGMASMITH_VSIX: vsix }),
    );
  },
  electron: async () => {
    await runScript('build.mjs');
    const { runInElectron } = await import('../test/vscode/runElectron.mjs');
    return [{ name: 'electron', run: (_filters, report) => runInElectron(report) }];
  },
};

/** Without a layer's name all run but the one that needs a desktop: it is the vscode layer's suite once more. */
const everyday = ['unit', 'lsp', 'vscode', 'e2e'];

const [only, ...filters] = process.argv.slice(2);
if (only !== undefined && !Object.hasOwn(layers, only)) {
  console.error(`\`${only}\` is not a layer of tests. There are: ${Object.keys(layers).join(', ')}.`);
  process.exit(2);
}
await installPackages();

if (only === undefined) await installPrograms();

/** @type {{ name: string, report: LayerReport, seconds: number }[]} */
const results = [];
for (const name of only === undefined ? everyday : [only]) {
  for (const layer of await prepared(name)) results.push(await result(layer));
}
process.exitCode = summarise() ? 0 : 1;

/** What the layers need beside packages. First of all, because a unit test reads a grammar that ships with VS Code. */
async function installPrograms() {
  try {
    for (const version of versions()) await installVscodeServer(version);
    await installChromium();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error('The layers that need it will fail; the others run.');
  }
}

/**
 * A layer that cannot even be prepared fails; the others still run.
 *
 * @param {string} name
 * @returns {Promise<Layer[]>}
 */
async function prepared(name) {
  try {
    return (await layers[name]?.()) ?? [];
  } catch (error) {
    const run = () => Promise.reject(error);
    return [{ name, run }];
  }
}

/** @param {Layer} layer */
async function result(layer) {
  console.log(`\n── ${layer.name} ──`);
  const started = Date.now();
  const report = await reportOf(layer);
  return { name: layer.name, report, seconds: Math.round((Date.now() - started) / 1000) };
}

/**
 * @param {Layer} layer
 * @returns {Promise<LayerReport>} with a failure where the runner failed without naming a test, or ran none.
 */
async function reportOf({ name, run }) {
  const file = path.join(cacheFolder, 'reports', `${name.replace(/\W+/g, '-')}.json`);
  await mkdir(path.dirname(file), { recursive: true });
  await rm(file, { force: true });
  /** @type {LayerReport} */
  let report = { passed: 0, failed: [], skipped: [] };
  try {
    const code = await run(filters, file);
    report = JSON.parse(await readFile(file, 'utf8').catch(() => JSON.stringify(report)));
    if (code !== 0 && report.failed.length === 0) report.failed.push(`the runner ended with ${code}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    report.failed.push('the layer could not be run');
  }
  if (report.passed + report.failed.length === 0) report.failed.push('no test ran');
  return report;
}

/** Prints each layer's figures, then the failures, and last the sum. Returns whether all is well. */
function summarise() {
  console.log('');
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  for (const { name, report, seconds } of results) {
    passed += report.passed;
    failed += report.failed.length;
    skipped += report.skipped.length;
    const counts = `${report.passed} passed, ${report.failed.length} failed, ${report.skipped.length} skipped`;
    console.log(`${name.padEnd(16)} ${counts} (${seconds} s)`);
  }
  for (const { name, report } of results) {
    for (const test of report.skipped)
      console.log(`SKIPPED ${name}: ${test.name}: ${test.reason ?? 'no reason given'}`);
    for (const test of report.failed) console.log(`FAILED ${name}: ${test}`);
  }
  if (inCi) {
    if (skipped > 0) console.log('CI skips nothing: each skipped test counts as failed.');
    failed += skipped;
    skipped = 0;
  }
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  return failed === 0;
}

/**
 * @param {string} name
 * @param {string} config
 * @param {Record<string, string>} [env]
 * @returns {Layer}
 */
function vitestLayer(name, config, env = {}) {
  const vitest = path.join(repository, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', `--reporter=${path.join(repository, 'scripts', 'vitestReport.mjs')}`];
  return {
    name,
    run: (filters, report) =>
      exitCodeOf(process.execPath, [vitest, 'run', '--config', config, ...reporters, ...filters], {
        cwd: repository,
        env: { ...process.env, ...env, SIGMASMITH_REPORT: report },
      }),
  };
}

/** @param {string} name */
async function runScript(name) {
  const code = await exitCodeOf(process.execPath, [path.join(repository, 'scripts', name)], { cwd: repository });
  if (code !== 0) throw new Error(`scripts/${name} failed.`);
}

/** @returns {VscodeVersion[]} The newest; in CI the oldest too; SIGMASMITH_VSCODE names one. */
function versions() {
  const chosen = process.env.SIGMASMITH_VSCODE;
  if (chosen === 'newest' || chosen === 'oldest') return [chosen];
  return inCi ? ['newest', 'oldest'] : ['newest'];
}
