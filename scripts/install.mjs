// @ts-check
// Plain Node only: this runs before anything is installed.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { npm } from './processes.mjs';
import { repository } from './repository.mjs';

/** Installs the project's npm packages when they are missing or not the ones that the lock file names. */
export async function installPackages() {
  if (!isInstalled(repository)) {
    console.log('Installing npm packages (npm ci) …');
    await npm(['ci', '--ignore-scripts'], repository);
  }
}

/**
 * Whether the packages under a folder's `node_modules` are those of its `package-lock.json`.
 *
 * @param {string} folder
 */
export function isInstalled(folder) {
  const installed = path.join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const wanted = readPackages(path.join(folder, 'package-lock.json'));
  const present = readPackages(installed);
  return Object.entries(wanted).every(
    ([name, { version, optional }]) => name === '' || optional || present[name]?.version === version,
  );
}

/**
 * @param {string} lock
 * @returns {Record<string, { version: string, optional?: boolean }>}
 */
function readPackages(lock) {
  return JSON.parse(readFileSync(lock, 'utf8')).packages;
}
