// @ts-check
// `npm start`: VS Code with the extension on examples/. `npm start -- --web` uses the VS Code server even where there is a
// desktop VS Code. Plain Node only until the packages are installed.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { findDesktop } from './desktop.mjs';
import { installPackages } from './install.mjs';
import { exitCodeOf } from './processes.mjs';
import { cacheFolder, repository } from './repository.mjs';
import { installVscodeServer, startVscodeServer } from './vscodeServer.mjs';

const examples = path.join(repository, 'examples');
const firstRule = path.join(
  examples,
  'rules/windows/process_creation/proc_creation_win_root_certificate_from_user_folder.yml',
);

try {
  const unknown = process.argv.slice(2).filter((argument) => argument !== '--web');
  if (unknown.length > 0) throw new Error(`\`${unknown[0]}\` is not an option of \`npm start\`. There is one: --web.`);
  await installPackages();
  const desktop = process.argv.includes('--web') ? undefined : await findDesktop();
  if (desktop === undefined) await openInBrowser();
  else await openOnDesktop(desktop);
} catch (error) {
  console.error(`\nnpm start: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}

/** @param {string} code */
async function openOnDesktop(code) {
  console.log('Building …');
  const build = await exitCodeOf(process.execPath, [path.join(repository, 'scripts', 'build.mjs')], {
    cwd: repository,
  });
  if (build !== 0) throw new Error('The build failed; the messages above say why.');
  const args = ['--new-window', `--extensionDevelopmentPath=${repository}`, examples, firstRule];
  const opened = await exitCodeOf(code, args, { shell: process.platform === 'win32' });
  if (opened !== 0) throw new Error(`\`${code}\` ended with ${opened}. Try \`npm start -- --web\`.`);
  console.log('\nVS Code is opening on examples/.');
  sayWhatToLookAt();
}

async function openInBrowser() {
  await installVscodeServer('newest');
  console.log('Building and packing the extension …');
  const { packageExtension } = await import('./package.mjs');
  const folder = path.join(cacheFolder, 'start');
  const vsix = path.join(cacheFolder, 'sigmasmith.vsix');
  await packageExtension(vsix);
  const server = await startVscodeServer({ version: 'newest', dataFolder: folder, extensions: [vsix] });
  const url = server.url(examples, existsSync(firstRule) ? [['openFile', server.remoteUri(firstRule)]] : []);
  console.log(`\nVS Code runs at\n\n    ${url}\n`);
  sayWhatToLookAt();
  if (!showInBrowser(url)) console.log('\nThere is no display here: open the address in a browser on this machine.');
  console.log('Ctrl+C ends it.');
  const code = await server.ended;
  throw new Error(`The VS Code server ended by itself (${code}). Start it again with \`npm start\`.`);
}

function sayWhatToLookAt() {
  console.log(
    '1. Type in the open rule: what is wrong is underlined, Ctrl+Space completes, the mouse over a word explains it.',
  );
  console.log('2. F1, "Sigmasmith: Open KQL Preview to the Side": the query follows what you type.');
  console.log(
    '3. In proc_creation_lnx_download_piped_to_shell.yml, "Sigmasmith: Run Rule on Sample Events": one case fails on purpose.',
  );
}

/**
 * Opens the person's own browser, which outlives this program.
 *
 * @param {string} url
 * @returns {boolean} whether there is a display to show it on.
 */
function showInBrowser(url) {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return false;
  /** @type {[string, string[]]} */
  const [command, args] =
    process.platform === 'darwin'
      ? ['open', [url]]
      : process.platform === 'win32'
        ? ['rundll32', ['url.dll,FileProtocolHandler', url]]
        : ['xdg-open', [url]];
  const opener = spawn(command, args, { detached: true, stdio: 'ignore' });
  opener.once('error', () => console.log('No browser could be opened: open the address yourself.'));
  opener.unref();
  return true;
}
