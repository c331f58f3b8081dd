// @ts-check
// `npm run bench`: how fast the product is. Nothing here passes or fails: the gates are for people to read.
// `npm run bench -- latency conversion` measures those parts only.
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { installPackages } from '../../scripts/install.mjs';
import { exitCodeOf } from '../../scripts/processes.mjs';
import { repository } from '../../scripts/repository.mjs';
import { gateLines } from './gates.mjs';
import { rulesToMeasure } from './rules.mjs';

await installPackages();
const build = await exitCodeOf(process.execPath, [path.join(repository, 'scripts', 'build.mjs')], { cwd: repository });
if (build !== 0) process.exit(build);

const rules = await rulesToMeasure();
const library = () => import(pathToFileURL(path.join(repository, 'dist', 'index.js')).href);

/** @type {Record<string, { title: string, measure: () => Promise<string[]> }>} */
const parts = {
  latency: {
    title: `Language server, on 200 of ${rules.origin}; the peer is yaml-language-server 2.0.0 with our JSON Schema`,
    measure: async () => {
      const { measureLatency } = await import('./latency.mjs');
      const { ours, peer } = await measureLatency(rules.folder);
      return gateLines(ours, peer);
    },
  },
  conversion: {
    title: `Converting a rule to KQL, on ${rules.origin}`,
    measure: async () => {
      const { measureConversion } = await import('./conversion.mjs');
      return measureConversion(await library(), rules.folder);
    },
  },
  matching: {
    title: 'Matching one rule on 100,000 process events in memory',
    measure: async () => {
      const { measureMatching } = await import('./matching.mjs');
      return measureMatching(await library());
    },
  },
  check: {
    title: 'sigmasmith check with all checks, its start included',
    measure: async () => {
      const { measureCheck } = await import('./check.mjs');
      return measureCheck(rules.folder);
    },
  },
  workspace: {
    title: 'Indexing a workspace in the language server',
    measure: async () => {
      const { measureWorkspace } = await import('./workspace.mjs');
      return measureWorkspace(rules.folder);
    },
  },
  'many-rules': {
    title: `Matching all Windows process_creation rules of ${rules.origin}`,
    measure: async () => {
      const { measureManyRules } = await import('./manyRules.mjs');
      return measureManyRules(await library(), rules.folder);
    },
  },
  queries: {
    title: 'Running KQL on 100,000 process rows in memory',
    measure: async () => {
      const { measureQueries } = await import('./queries.mjs');
      return measureQueries();
    },
  },
  activation: {
    title: 'Activating the extension in VS Code',
    measure: async () => {
      const { measureActivation } = await import('./activation.mjs');
      return measureActivation();
    },
  },
};

console.log(
  `Node ${process.version}, ${os.cpus()[0]?.model} ×${os.cpus().length}, load ${os.loadavg()[0]?.toFixed(1)}`,
);
const chosen = process.argv.slice(2);
for (const [name, { title, measure }] of Object.entries(parts)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  console.log(`\n${title}`);
  for (const line of await measure()) console.log(`  ${line}`);
}
