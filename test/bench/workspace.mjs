// @ts-check
import { spawn } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { repository } from '../../scripts/repository.mjs';
import { copiesOf } from './check.mjs';
import { quantile } from './statistics.mjs';

const copies = 200;
const changes = 50;
const gate = 3;

/**
 * How long the language server takes to index a workspace of 4,000 rules beside its other work, how long it keeps an
 * editor waiting meanwhile, and how long it is until a change of one file shows in another.
 *
 * @param {string} folder of rules
 * @returns {Promise<string[]>} lines for people.
 */
export async function measureWorkspace(folder) {
  const workspace = await copiesOf(folder, copies);
  const server = spawn(process.execPath, [path.join(repository, 'dist', 'server.cjs'), '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  /** @type {((found: boolean) => void) | undefined} */
  let wake;
  connection.onNotification('textDocument/publishDiagnostics', (/** @type {any} */ { diagnostics }) =>
    wake?.(diagnostics.some((/** @type {{ code?: string }} */ { code }) => code === 'duplicate-id')),
  );
  const folders = [{ uri: pathToFileURL(workspace).href, name: 'rules' }];
  connection.onRequest('workspace/workspaceFolders', () => folders);
  connection.onRequest('client/registerCapability', () => null);
  connection.listen();
  /** @param {boolean} expected */
  const shown = (expected) =>
    new Promise((resolve) => {
      wake = (found) => found === expected && resolve(undefined);
    });
  try {
    await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: folders[0]?.uri,
      workspaceFolders: folders,
      capabilities: { workspace: { workspaceFolders: true } },
    });
    const other = path.join(workspace, '0', 'rule_0.yml');
    const text = await readFile(other, 'utf8');
    const open = { uri: pathToFileURL(path.join(workspace, 'open.yml')).href, languageId: 'yaml', version: 1, text };
    const started = performance.now();
    await connection.sendNotification('initialized', {});
    await connection.sendNotification('textDocument/didOpen', { textDocument: open });
    let isIndexed = false;
    const indexed = shown(true).then(() => {
      isIndexed = true;
    });
    /** @type {number[]} */
    const waits = [];
    while (!isIndexed) {
      const asked = performance.now();
      await connection.sendRequest('textDocument/hover', { textDocument: open, position: { line: 0, character: 2 } });
      waits.push(performance.now() - asked);
    }
    await indexed;
    const seconds = (performance.now() - started) / 1000;
    /** @type {number[]} */
    const times = [];
    for (let change = 0; change < changes; change += 1) {
      const isSame = change % 2 === 1;
      await writeFile(other, isSame ? text : text.replace(/^id: .*$/m, 'id: 00000000-0000-4000-8000-000000000000'));
      const changed = shown(isSame);
      const told = performance.now();
      await connection.sendNotification('workspace/didChangeWatchedFiles', {
        changes: [{ uri: pathToFileURL(other).href, type: 2 }],
      });
      await changed;
      times.push(performance.now() - told);
    }
    const files = (await readdir(workspace, { recursive: true })).filter((file) => file.endsWith('.yml')).length;
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    return [
      `${files} rules indexed after ${seconds.toFixed(2)} s  gate ≤ ${gate} s: ${seconds <= gate ? 'met' : 'MISSED'}`,
      `a hover meanwhile     p50 ${quantile(waits, 0.5).toFixed(1)} ms, p95 ${quantile(waits, 0.95).toFixed(1)} ms, longest ${Math.max(...waits).toFixed(0)} ms  (${waits.length})`,
      `one changed file -> diagnostics of another  p50 ${quantile(times, 0.5).toFixed(1)} ms, p95 ${quantile(times, 0.95).toFixed(1)} ms`,
    ];
  } finally {
    server.kill();
    await rm(workspace, { recursive: true, force: true });
  }
}
