// @ts-check
// A browser of the Chromium family that is installed on this machine: nothing is downloaded but Debian's own package.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { outputOf } from './processes.mjs';

/**
 * The path of a Chromium, Chrome or Edge. On Debian as root one is installed when there is none.
 *
 * @returns {Promise<string>}
 * @throws when there is none; the message says what to install.
 */
export async function installChromium() {
  const found = findChromium();
  if (found) return found;
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    console.log('Installing Chromium (apt-get) …');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await outputOf('apt-get', ['update', '-q'], { env });
    await outputOf('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], {
      env,
    });
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Error(
    'No browser was found to test in. Install Google Chrome, Microsoft Edge or Chromium, or set SIGMASMITH_CHROMIUM to the path of one.',
  );
}

/** @returns {string | undefined} */
export function findChromium() {
  const chosen = process.env.SIGMASMITH_CHROMIUM;
  if (chosen && !existsSync(chosen)) throw new Error(`SIGMASMITH_CHROMIUM names ${chosen}, which does not exist.`);
  return chosen || [...onPath(), ...usualPlaces()].find((file) => existsSync(file));
}

/** What a person's machine has no use for, or what cannot work without a display or as root. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function onPath() {
  if (process.platform === 'win32') return [];
  const names = [
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'microsoft-edge',
    'microsoft-edge-stable',
  ];
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
}

function usualPlaces() {
  if (process.platform === 'darwin') {
    const applications = ['/Applications', path.join(process.env.HOME ?? '', 'Applications')];
    const names = ['Google Chrome', 'Microsoft Edge', 'Chromium'];
    return applications.flatMap((folder) =>
      names.map((name) => path.join(folder, `${name}.app`, 'Contents', 'MacOS', name)),
    );
  }
  if (process.platform === 'win32') {
    const folders = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA];
    const programs = [
      'Google\\Chrome\\Application\\chrome.exe',
      'Microsoft\\Edge\\Application\\msedge.exe',
      'Chromium\\Application\\chrome.exe',
    ];
    return folders.flatMap((folder) => (folder ? programs.map((program) => path.join(folder, program)) : []));
  }
  return ['/snap/bin/chromium', '/opt/google/chrome/chrome', '/opt/microsoft/msedge/msedge'];
}
