// @ts-check
// `npm run package`: the extension as a VSIX in the checkout's folder.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { installPackages } from './install.mjs';
import { outputOf } from './processes.mjs';
import { repository } from './repository.mjs';

/**
 * Builds the extension (the script `vscode:prepublish` of package.json) and packs it.
 *
 * @param {string} file The VSIX to write.
 * @returns {Promise<string>} what the packer said.
 */
export async function packageExtension(file) {
  const vsce = path.join(repository, 'node_modules', '@vscode', 'vsce', 'vsce');
  const options = ['--no-dependencies', '--no-rewrite-relative-links', '--allow-missing-repository', '--out', file];
  return await outputOf(process.execPath, [vsce, 'package', ...options], { cwd: repository });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await installPackages();
  const { name, version } = JSON.parse(await readFile(path.join(repository, 'package.json'), 'utf8'));
  const said = await packageExtension(path.join(repository, `${name}-${version}.vsix`));
  console.log(said);
}
