// @ts-check
// What an editor waits for: our language server and the one that people use today, in the same run.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isInstalled } from '../../scripts/install.mjs';
import { npm, outputOf } from '../../scripts/processes.mjs';
import { cacheFolder, repository } from '../../scripts/repository.mjs';

const folder = import.meta.dirname;
const peerFolder = path.join(folder, 'peer');

/** @typedef {'ours' | 'peer'} Server */

/**
 * Runs lspbench.mjs on both servers.
 *
 * @param {string} rules A folder of rules.
 * @returns {Promise<Record<Server, any>>} What lspbench.mjs writes for each.
 */
export async function measureLatency(rules) {
  if (!isInstalled(peerFolder)) await npm(['ci', '--ignore-scripts'], peerFolder);
  const schema = path.join(repository, 'schemas', 'sigma', 'detection.schema.json');
  return {
    ours: await measured('ours', rules, [path.join(repository, 'dist', 'server.cjs')], {
      sigmasmith: { profile: 'all' },
    }),
    peer: await measured('peer', rules, [peerProgram()], {
      yaml: {
        validate: true,
        hover: true,
        completion: true,
        schemaStore: { enable: false },
        kubernetesCRDStore: { enable: false },
        schemas: { [schema]: ['*.yml'] },
      },
      http: { proxy: null, proxyStrictSSL: false },
      editor: { tabSize: 4 },
      files: {},
    }),
  };
}

/**
 * @param {Server} name
 * @param {string} rules
 * @param {string[]} program
 * @param {Record<string, unknown>} settings
 */
async function measured(name, rules, program, settings) {
  const work = path.join(cacheFolder, 'bench', name);
  await mkdir(work, { recursive: true });
  const config = path.join(work, 'config.json');
  const result = path.join(work, 'result.json');
  await writeFile(
    config,
    JSON.stringify({
      label: name,
      command: [process.execPath, ...program, '--stdio'],
      languageId: 'yaml',
      // The peer's globs match no file below a folder whose name starts with a dot, such as the cache.
      workspace: path.join(tmpdir(), `sigmasmith-bench-${name}`),
      corpus: rules,
      documents: 200,
      edits: 300,
      requests: 100,
      editQuantiles: { median: 0.5, large: 1 },
      badDocument: path.join(folder, 'bad.yml'),
      badMinimum: 3,
      settings,
    }),
  );
  await outputOf(process.execPath, [path.join(folder, 'lspbench.mjs'), '--config', config, '--out', result]);
  return JSON.parse(await readFile(result, 'utf8'));
}

function peerProgram() {
  return path.join(peerFolder, 'node_modules', 'yaml-language-server', 'bin', 'yaml-language-server');
}
