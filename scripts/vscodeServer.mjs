// @ts-check
// VS Code as a server with its workbench in the browser and its extension host on Node, from npm packages alone.
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, open, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { endedByItself, npm, outputOf, startProcess, stopProcess } from './processes.mjs';
import { cacheFolder, repository } from './repository.mjs';

/** @typedef {'newest' | 'oldest'} VscodeVersion the newest tried and the oldest supported; test/vscode/server says which. */

/** The versions that are tested, the one for everyday use first. @type {VscodeVersion[]} */
export const vscodeVersions = ['newest', 'oldest'];

/** Rises when the steps below change, so that what earlier steps made is made anew. */
const recipe = 1;

/** @typedef {{ node: string, main: string }} InstalledServer The program and the script that make up the server. */

/**
 * Installs a VS Code server into the cache folder unless it is there. Safe to call from several processes at once.
 *
 * @param {VscodeVersion} version
 * @returns {Promise<InstalledServer>}
 */
export async function installVscodeServer(version) {
  const source = path.join(repository, 'test', 'vscode', 'server', version);
  const folder = path.join(cacheFolder, 'vscode', version);
  const stamp = path.join(folder, 'installed.txt');
  const wanted = `recipe ${recipe}\n${process.platform}-${process.arch}\n${await readFile(path.join(source, 'package-lock.json'), 'utf8')}`;
  const isThere = async () => existsSync(stamp) && (await readFile(stamp, 'utf8')) === wanted;

  if (!(await isThere())) {
    await mkdir(path.dirname(folder), { recursive: true });
    const unlock = await lock(`${folder}.lock`);
    try {
      if (!(await isThere())) {
        const started = Date.now();
        await rm(folder, { recursive: true, force: true });
        await installInto(folder, source, version);
        await writeFile(stamp, wanted);
        console.log(`VS Code server (${version}): installed in ${Math.round((Date.now() - started) / 1000)} s.`);
      }
    } finally {
      await unlock();
    }
  }
  return { node: await nodeFor(folder), main: path.join(vscodeFolder(folder), 'out', 'server-main.js') };
}

/**
 * @typedef {object} ServerOptions
 * @property {VscodeVersion} version
 * @property {string} dataFolder Settings, extensions and logs; made when missing.
 * @property {string[]} [extensions] VSIX files to install.
 * @property {Record<string, unknown>} [settings] Added to `quietSettings`, unless the data folder has settings already.
 * @property {boolean} [smokeTestDriver] Lets a page load a development extension and its tests.
 * @property {number} [port] A free one unless given.
 * @property {Record<string, string>} [env] Reaches the extension host.
 */

/**
 * @typedef {object} VscodeServer
 * @property {string} authority `127.0.0.1:PORT`.
 * @property {(folder: string, payload?: [string, string][]) => string} url The address of the workbench on a folder.
 * @property {(file: string) => string} remoteUri A file as the workbench names it.
 * @property {() => Promise<void>} stop
 * @property {Promise<number | null>} ended Its exit code, once it has ended by itself.
 */

/**
 * Starts a VS Code server on the loopback address and waits until it answers.
 *
 * @param {ServerOptions} options
 * @returns {Promise<VscodeServer>}
 */
export async function startVscodeServer({
  version,
  dataFolder,
  extensions = [],
  settings,
  smokeTestDriver,
  port = 0,
  env,
}) {
  const { node, main } = await installVscodeServer(version);
  const common = [main, '--accept-server-license-terms', '--server-data-dir', dataFolder];
  const environment = { ...process.env, ...noMarketplace, ...env };
  for (const scope of ['User', 'Machine']) {
    const file = path.join(dataFolder, 'data', scope, 'settings.json');
    if (!existsSync(file)) await writeSettings(file, { ...quietSettings, ...settings });
  }
  for (const extension of extensions) {
    await outputOf(node, [...common, '--install-extension', extension, '--force'], { env: environment });
  }
  const child = startProcess(
    node,
    [
      '--require',
      path.join(repository, 'test', 'vscode', 'server', 'endWithParent.cjs'),
      ...common,
      ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token', '--telemetry-level', 'off'],
      ...(smokeTestDriver ? ['--enable-smoke-test-driver'] : []),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: environment },
  );
  const ended = endedByItself(child);
  const authority = `127.0.0.1:${await boundPort(child)}`;
  const remoteUri = (/** @type {string} */ file) => `vscode-remote://${authority}${encodeURI(file)}`;
  return {
    authority,
    remoteUri,
    url: (folder, payload = []) =>
      `http://${authority}/?folder=${queryPart(folder)}` +
      (payload.length > 0 ? `&payload=${queryPart(JSON.stringify(payload))}` : ''),
    stop: () => stopProcess(child),
    ended,
  };
}

/**
 * Encoded for an address's query, the paths in it still readable.
 *
 * @param {string} text
 */
function queryPart(text) {
  return encodeURIComponent(text).replaceAll('%2F', '/').replaceAll('%3A', ':');
}

/** No question, no welcome page, no traffic: a workbench that shows the extension and nothing else. */
export const quietSettings = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'files.autoSave': 'off',
  'testing.automaticallyOpenTestResults': 'neverOpen',
};

/** The server must not call anyone: an empty address turns the marketplace off. */
const noMarketplace = { EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: '' }) };

/**
 * @param {string} file Its folder is made when missing.
 * @param {Record<string, unknown>} settings
 */
export async function writeSettings(file, settings) {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(settings, undefined, 2));
}

/**
 * The port that the server says it listens on, once it answers there.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
async function boundPort(child) {
  let output = '';
  const port = await new Promise((resolve, reject) => {
    const read = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk).slice(-20_000);
      const bound = /listening on (\d+)/.exec(output);
      if (bound) resolve(Number(bound[1]));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', (error) => reject(new Error(`The VS Code server cannot be started: ${error.message}`)));
    child.once('exit', (code) => reject(new Error(`The VS Code server ended with ${code}:\n${output}`)));
  });
  for (const deadline = Date.now() + 60_000; ; await delay(100)) {
    const answer = await fetch(`http://127.0.0.1:${port}/version`).catch(() => undefined);
    if (answer?.ok) return port;
    if (Date.now() > deadline) throw new Error(`The VS Code server does not answer on port ${port}:\n${output}`);
  }
}

/**
 * @param {string} folder
 * @param {string} source
 * @param {VscodeVersion} version
 */
async function installInto(folder, source, version) {
  const say = (/** @type {string} */ what) => console.log(`VS Code server (${version}): ${what} …`);
  await mkdir(folder, { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) await cp(path.join(source, name), path.join(folder, name));
  say('downloading the packages (about 200 MB)');
  await npm(['ci', '--ignore-scripts'], folder);
  const vscode = vscodeFolder(folder);
  say('downloading what VS Code needs');
  // Not `npm ci`: the lock that ships there is out of step with its package.json. Optional packages hold the prebuilt watcher.
  await npm(['install', '--omit=dev', '--ignore-scripts', '--no-save'], vscode);
  await replaceNativeModules(vscode);
  await linkRipgrep(folder, vscode);
  // The assistant that ships with the newest one is of no use here.
  await rm(path.join(vscode, 'extensions', 'copilot'), { recursive: true, force: true });
}

/** @param {string} folder */
function vscodeFolder(folder) {
  return path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
}

/**
 * Two native modules have no prebuilt form in their packages; a log and a parent's watch can be plain JavaScript.
 *
 * @param {string} vscode
 */
async function replaceNativeModules(vscode) {
  const stubs = path.join(repository, 'test', 'vscode', 'server', 'stubs');
  const replaced = [
    ['spdlog.cjs', '@vscode/spdlog'],
    ['watchdog.cjs', '@vscode/native-watchdog'],
    ['watchdog.cjs', 'native-watchdog'],
  ];
  for (const [stub = '', name = ''] of replaced) {
    const target = path.join(vscode, 'node_modules', name);
    if (existsSync(target)) await cp(path.join(stubs, stub), path.join(target, 'index.js'));
  }
}

/**
 * The older VS Code looks for a ripgrep that an install script would have downloaded; a package carries one.
 *
 * @param {string} folder
 * @param {string} vscode
 */
async function linkRipgrep(folder, vscode) {
  const program = process.platform === 'win32' ? 'rg.exe' : 'rg';
  const binary = path.join(
    folder,
    'node_modules',
    '@vscode',
    `ripgrep-${process.platform}-${process.arch}`,
    'bin',
    program,
  );
  const wanted = path.join(vscode, 'node_modules', '@vscode', 'ripgrep');
  if (!existsSync(binary) || !existsSync(wanted)) return;
  await mkdir(path.join(wanted, 'bin'), { recursive: true });
  await cp(binary, path.join(wanted, 'bin', program));
  const archive = path.join(vscode, 'node_modules.asar');
  if (!existsSync(archive)) await symlink('node_modules', archive);
}

/**
 * The Node of the version that the server was built for: npm's where it has one for this machine, else this one if it fits.
 *
 * @param {string} folder
 */
async function nodeFor(folder) {
  const packaged = path.join(folder, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(packaged)) return packaged;
  const { engines } = JSON.parse(
    await readFile(path.join(folder, 'node_modules', 'code-server', 'package.json'), 'utf8'),
  );
  if (process.versions.node.split('.')[0] === engines.node) return process.execPath;
  throw new Error(
    `The VS Code server needs Node ${engines.node} on ${os.type()} (this is ${process.version}): install it and try again.`,
  );
}

/**
 * Waits until no other process holds a lock file, then holds it. A lock whose process has ended does not count.
 *
 * @param {string} file
 * @returns {Promise<() => Promise<void>>} gives it back.
 */
async function lock(file) {
  for (let told = false; ; await delay(500)) {
    try {
      const handle = await open(file, 'wx');
      await handle.writeFile(String(process.pid));
      await handle.close();
      return () => rm(file, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const holder = Number(await readFile(file, 'utf8').catch(() => ''));
    if (holder > 0 && !isRunning(holder)) await takeAway(file);
    else if (!told) {
      console.log('Another process is installing the VS Code server; waiting for it …');
      told = true;
    }
  }
}

/**
 * Renamed first, so that of two who find a dead lock only one removes it.
 *
 * @param {string} file
 */
async function takeAway(file) {
  const aside = await mkdtemp(`${file}.`);
  await rename(file, path.join(aside, 'lock')).catch(() => undefined);
  await rm(aside, { recursive: true, force: true });
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
