// Turns the collected facts (see CONTRIBUTING) into the compact files under schemas/ that the product embeds.
// `node scripts/importKnowledge.mjs [--from FOLDER] [--to FOLDER]`: the same facts always give the same bytes.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { asim } from './import/asim.mjs';
import { atomics } from './import/atomics.mjs';
import { attack } from './import/attack.mjs';
import { connectors } from './import/connectors.mjs';
import { otherTables, tables } from './import/tables.mjs';
import { taxonomy } from './import/taxonomy.mjs';
import { windowsEvents } from './import/windowsEvents.mjs';
import { knowledgeText } from './import/write.mjs';

const repository = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values: options } = parseArgs({
  options: {
    from: { type: 'string', default: path.join(repository, '../shared/data') },
    to: { type: 'string', default: path.join(repository, 'schemas') },
  },
});

const read = async (name) => JSON.parse(await readFile(path.join(options.from, name), 'utf8'));

const files = {
  'sentinel/tables.json': async () => tables(await read('tables.json'), await read('tables-all.json')),
  'sentinel/otherTables.json': async () => otherTables(await read('tables-all.json'), await read('tables.json')),
  'sentinel/asim.json': async () => asim(await read('asim.json')),
  'sentinel/connectors.json': async () => connectors(await read('connectors.json'), await read('tables.json')),
  'attack/attack.json': async () => attack(await read('attack-enterprise.json')),
  'attack/atomics.json': async () => atomics(await read('atomics.json')),
  'sigma/taxonomy.json': async () => taxonomy(await read('sigma-taxonomy.json')),
  'sigma/windowsEvents.json': async () => windowsEvents(await read('eventids.json')),
};

for (const [name, build] of Object.entries(files)) {
  const file = path.join(options.to, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, knowledgeText(await build()));
}
