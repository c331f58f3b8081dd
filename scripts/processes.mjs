// @ts-check
// Starts other programs, and sees to it that none outlives this one.
import { spawn, spawnSync } from 'node:child_process';
import os from 'node:os';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/** Programs that are running, each the leader of its own process group unless this process is itself in one of ours. @type {Set<ChildProcess>} */
const running = new Set();

/** Set for programs that run inside a group of ours: what they start stays in the group and ends with it. */
const insideGroup = process.env.SIGMASMITH_PROCESS_GROUP === '1';
const ownGroups = !insideGroup && process.platform !== 'win32';
/** Programs that were told to end. @type {WeakSet<ChildProcess>} */
const stopped = new WeakSet();
let watching = false;

/**
 * Starts a program that is stopped with this one, whatever way this one ends.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {ChildProcess}
 */
export function startProcess(command, args, options = {}) {
  watchForTheEnd();
  const child = spawn(command, args, {
    ...options,
    detached: ownGroups,
    env: { ...(options.env ?? process.env), SIGMASMITH_PROCESS_GROUP: '1' },
  });
  running.add(child);
  child.once('exit', () => {
    running.delete(child);
    if (ownGroups) signal(child, 'SIGKILL'); // What it left behind in its group.
  });
  child.once('error', () => running.delete(child));
  return child;
}

/**
 * Runs a program to its end, its output shown as it comes.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>} its exit code; 128 and more after a signal, as in a shell.
 */
export function exitCodeOf(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = startProcess(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options });
    child.once('error', (error) => reject(new Error(`\`${command}\` cannot be started: ${error.message}`)));
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? os.constants.signals[signal] : 0)));
  });
}

/**
 * Runs a program that must succeed. Its output is kept back, and shown only in the error when it fails.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<string>} what it printed.
 */
export function outputOf(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = startProcess(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.once('error', (error) => reject(new Error(`\`${command}\` cannot be started: ${error.message}`)));
    child.once('close', (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new Error(`\`${[command, ...args].join(' ')}\` ended with ${code ?? signal}:\n${output.trimEnd()}`));
    });
  });
}

/**
 * npm, run in a folder; on Windows it is a batch file, which needs a shell.
 *
 * @param {string[]} args
 * @param {string} folder
 */
export function npm(args, folder) {
  return outputOf('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    shell: process.platform === 'win32',
  });
}

/**
 * Settles when a program ends by itself, with its exit code (null after a signal); never when it is stopped by this one.
 *
 * @param {ChildProcess} child
 * @returns {Promise<number | null>}
 */
export function endedByItself(child) {
  return new Promise((resolve) => {
    child.once('exit', (code) => {
      if (!stopped.has(child)) resolve(code);
    });
  });
}

/**
 * Stops a program and all that it started: asks first, and insists after five seconds.
 *
 * @param {ChildProcess} child
 * @returns {Promise<void>}
 */
export async function stopProcess(child) {
  if (!running.has(child)) return;
  stopped.add(child);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  signal(child, 'SIGTERM');
  const insist = setTimeout(() => signal(child, 'SIGKILL'), 5000);
  await ended;
  clearTimeout(insist);
}

/**
 * @param {ChildProcess} child
 * @param {NodeJS.Signals} name
 */
function signal(child, name) {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f']);
    return;
  }
  try {
    process.kill(ownGroups ? -child.pid : child.pid, name);
  } catch {
    // It has just ended by itself.
  }
}

function watchForTheEnd() {
  if (watching) return;
  watching = true;
  process.on('exit', () => {
    for (const child of running) signal(child, 'SIGKILL');
  });
  for (const [name, code] of /** @type {const} */ ([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ])) {
    process.on(name, async () => {
      await Promise.all([...running].map(stopProcess));
      process.exit(code);
    });
  }
}
