// Writes the library's type declarations into dist/types/, which package.json's `exports` name.
import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.resolve(import.meta.dirname, '..');
const output = path.join(root, 'dist/types');

export async function writeDeclarations() {
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
  await promisify(execFile)(process.execPath, [compiler, '-p', path.join(root, 'server/tsconfig.declarations.json')]);
  const names = await readdir(output, { recursive: true });
  await Promise.all(names.filter((name) => name.endsWith('.d.ts')).map((name) => rewrite(path.join(output, name))));
}

/** Declarations import each other by the name of the JavaScript file, whatever the sources do. */
async function rewrite(file) {
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace(/(from '|import\(")(\.[^'"]*)\.ts(['"])/g, '$1$2.js$3'));
}
