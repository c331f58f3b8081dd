import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRows } from '../../server/src/events/rows.ts';
import { nodeFiles } from '../../server/src/host/nodeFiles.ts';
import { runKql } from '../../server/src/kusto/runKql.ts';
import { findRowSources } from '../../server/src/lsp/runQueryFiles.ts';
import { createSampleReader } from '../../server/src/lsp/runQuerySamples.ts';

const folder = path.resolve(import.meta.dirname, '../../examples/queries').replaceAll('\\', '/');
const queries = readdirSync(folder).filter((name) => name.endsWith('.kql'));

async function run(name: string) {
  const files = nodeFiles();
  const { signal } = new AbortController();
  const text = readFileSync(path.join(folder, name), 'utf8');
  const sources = await findRowSources({ path: `${folder}/${name}`, text, globs: {}, root: undefined, files, signal });
  const { tables, files: read } = await createSampleReader(files)(sources, signal);
  const result = await runKql(text, { tables });
  return { ...result, read };
}

describe('the example queries', () => {
  it.each(queries)(
    '%s finds something in the rows beside it',
    async (name) => {
      const { rows, problems, read } = await run(name);
      expect(read.flatMap(({ problems: inFile }) => inFile)).toEqual([]);
      expect(read.length).toBeGreaterThan(0);
      expect(problems).toEqual([]);
      expect(rows.length).toBeGreaterThan(0);
    },
    60_000,
  );

  /** The two vectors of the technique's page that the product grew from: seeds/technique-page.txt. */
  it('finds a root certificate that certutil installs, and one that is written to the registry', async () => {
    const { rows } = await run('root_certificate_installed.kql');
    expect(rows.map(({ Vector, Account, Severity }) => [Vector, Account, Severity])).toEqual([
      ['certutil', 'm.okafor', 'High'],
      ['registry', 'm.okafor', 'High'],
      ['certutil', 'l.brandt', 'High'],
      ['registry', 'a.silva', 'High'],
    ]);
  }, 60_000);

  it('read every file beside them', async () => {
    const read = await Promise.all(queries.map(async (name) => (await run(name)).read.map(({ uri }) => uri)));
    const rowFiles = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (name) => !queries.includes(name),
    );
    expect(read.flat()).toHaveLength(rowFiles.filter((name) => path.extname(name) !== '').length);
    expect(
      rowFiles.every((name) => readRows(name, readFileSync(path.join(folder, name), 'utf8')).rows.length > 0),
    ).toBe(true);
  }, 60_000);
});
