// @ts-check
import { existsSync } from 'node:fs';
import path from 'node:path';
import { outputOf } from './processes.mjs';

/** engines.vscode of package.json. */
const oldest = { major: 1, minor: 100 };

/**
 * The command that opens a desktop VS Code that can run the extension.
 *
 * @returns {Promise<string | undefined>} undefined where there is none, or no display to show it on.
 */
export async function findDesktop() {
  if (!canShowWindows()) return undefined;
  const code = candidates().find((file) => existsSync(file));
  if (code === undefined) return undefined;
  const output = await outputOf(code, ['--version'], { shell: process.platform === 'win32' }).catch(() => '');
  const [major = 0, minor = 0] = output.split('.').map(Number);
  if (major > oldest.major || (major === oldest.major && minor >= oldest.minor)) return code;
  console.log(`${code} is older than VS Code ${oldest.major}.${oldest.minor}, which the extension needs.`);
  return undefined;
}

/** A terminal inside a remote VS Code has a `code` that cannot open development windows, and VS Code refuses to run as root. */
function canShowWindows() {
  if (process.env.VSCODE_IPC_HOOK_CLI || process.getuid?.() === 0) return false;
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

function candidates() {
  const names = process.platform === 'win32' ? ['code.cmd', 'code-insiders.cmd'] : ['code', 'code-insiders', 'codium'];
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const onPath = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  if (process.platform === 'darwin') {
    return [...onPath, '/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code'];
  }
  if (process.platform === 'win32') {
    const programs = [path.join(process.env.LOCALAPPDATA ?? '', 'Programs'), process.env.PROGRAMFILES ?? ''];
    return [...onPath, ...programs.map((folder) => path.join(folder, 'Microsoft VS Code', 'bin', 'code.cmd'))];
  }
  return onPath;
}
