// @ts-check
// Fails when the VSIX holds anything it should not, lacks what package.json refers to, or is too big.
// `node scripts/checkPackage.mjs FILE.vsix`
import { stat } from 'node:fs/promises';
import { entriesOfZip } from './zip.mjs';

/** The list of .vscodeignore, as the VSIX names the files. */
const allowed = [
  /^extension\.vsixmanifest$/,
  /^\[Content_Types\]\.xml$/,
  /^extension\/package\.json$/,
  /^extension\/(readme|changelog)\.md$/i,
  /^extension\/LICENSE(\.txt|\.md)?$/i,
  /^extension\/dist\/(extension|server|kustoWorker)\.cjs$/,
  /^extension\/dist\/(preview|query)\.(js|css)$/,
  /^extension\/images\/[\w-]+\.(png|svg)$/,
  /^extension\/syntaxes\/[\w.-]+\.json$/,
];

/** The keys of `contributes` whose values are paths, however they are written. */
const pathKeys = new Set(['path', 'configuration', 'light', 'dark']);

/** What runs, without being named in package.json. */
const needed = [
  'dist/server.cjs',
  'dist/kustoWorker.cjs',
  'dist/preview.js',
  'dist/query.js',
  'readme.md',
  'changelog.md',
  'LICENSE.txt',
];

const largest = 8 * 1024 * 1024;

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error('Say which VSIX to check: node scripts/checkPackage.mjs FILE.vsix');
  process.exit(2);
}
const entries = await entriesOfZip(file);
const { size } = await stat(file);
const findings = [
  ...entries.flatMap(({ name }) =>
    allowed.some((pattern) => pattern.test(name)) ? [] : [`${name} does not belong in it.`],
  ),
  ...missing(),
  ...(size < largest ? [] : [`It has ${megabytes(size)}; the limit is ${megabytes(largest)}.`]),
];
for (const { name, size, packedSize } of entries) {
  console.log(`${megabytes(packedSize).padStart(9)} of ${megabytes(size).padStart(9)}  ${name}`);
}
console.log(`${file}: ${entries.length} files, ${megabytes(size)}`);
for (const finding of findings) console.error(`ERROR: ${finding}`);
if (findings.length > 0) process.exitCode = 1;

/** @returns {string[]} */
function missing() {
  const manifest = entries.find(({ name }) => name === 'extension/package.json');
  if (!manifest) return ['It has no package.json.'];
  const { main, icon, contributes } = JSON.parse(manifest.content().toString('utf8'));
  const present = new Set(entries.map(({ name }) => name));
  return [...needed, main, icon, ...pathsIn(contributes)]
    .filter((relative) => relative !== undefined)
    .filter((relative) => !present.has(`extension/${relative.replace(/^\.\//, '')}`))
    .map((relative) => `${relative} is missing.`);
}

/**
 * Every value in `contributes` that starts with `./` or lies under a key that holds a path.
 *
 * @param {unknown} value
 * @param {string} [key]
 * @returns {string[]}
 */
function pathsIn(value, key = '') {
  if (typeof value === 'string') return value.startsWith('./') || pathKeys.has(key) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, child]) => pathsIn(child, Array.isArray(value) ? key : name));
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${(bytes / 1024 / 1024).toFixed(2)} MB`;
}
