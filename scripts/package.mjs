// @ts-check
// `npm run package`: the extension as a VSIX in the checkout's folder.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { installPackages } from './install.mjs';
import { repository } from './repository.mjs';

/**
 * Builds the extension (the script `vscode:prepublish` of package.json) and packs it.
 *
 * @param {string} file The VSIX to write.
 * @returns {Promise<string>} the same file.
 */
export async function packageExtension(file) {
  const { createVSIX } = await import('@vscode/vsce');
  await createVSIX({
    cwd: repository,
    packagePath: file,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  return file;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await installPackages();
  const { name, version } = JSON.parse(await readFile(path.join(repository, 'package.json'), 'utf8'));
  await packageExtension(path.join(repository, `${name}-${version}.vsix`));
}
