// @ts-check
// `npm run fuzz:readings -- --rules N --seed S`: the matcher and the queries of generated rules on generated events, many
// more of them than `npm run test:unit` takes. A disagreement is shrunk, and its seed printed.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { exitCodeOf } from '../../scripts/processes.mjs';
import { repository } from '../../scripts/repository.mjs';

const { values } = parseArgs({
  options: { rules: { type: 'string', default: '20000' }, seed: { type: 'string', default: String(Date.now() % 1e9) } },
});
console.log(`${values.rules} rules, seed ${values.seed}`);
process.exit(
  await exitCodeOf(
    process.execPath,
    [path.join('node_modules', 'vitest', 'vitest.mjs'), 'run', 'test/verdict/generated.test.ts'],
    {
      cwd: repository,
      env: { ...process.env, READINGS_RUNS: values.rules, READINGS_SEED: values.seed },
    },
  ),
);
