import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import { loadAll } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import type { Target } from '../../server/src/catalog/target.ts';
import { type Deployable, type DeployFormat, prepare, written } from '../../server/src/deploy/deploy.ts';
import { convertToKql } from '../../server/src/kql/convert.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';
import { sharedPath } from '../shared.ts';

const schemas = path.resolve(import.meta.dirname, '../../schemas/sigmasmith/deploy');
const corpus = ['corpus/rules', 'corpus/rules-emerging-threats'].flatMap((each) => sharedPath(each) ?? []);

describe.skipIf(corpus.length === 0)('every fourth public rule', () => {
  const files = corpus
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name)),
    )
    .filter((name) => name.endsWith('.yml'))
    .sort()
    .filter((_, index) => index % 4 === 0);

  test.each<[DeployFormat, Target]>([
    ['sentinel-yaml', 'asim'],
    ['sentinel-arm', 'workspace'],
    ['defender-json', 'xdr'],
  ])(
    'as %s is what the schema asks for, or refused with the reason',
    (format, target) => {
      const faults: string[] = [];
      const ready: Deployable[] = [];
      for (const file of files) {
        const [rule] = parseSigma(readFileSync(file, 'utf8')).rules;
        const conversion = rule && convertToKql(rule, { target });
        if (rule === undefined || conversion?.query === undefined) continue;
        const { deployable, problems } = prepare(rule, conversion, format);
        if (deployable !== undefined) ready.push(deployable);
        else if (!problems.some(({ severity }) => severity === 'error'))
          faults.push(`${file}: refused without a reason`);
      }
      expect(ready.length).toBeGreaterThan(100);
      const validate = new Ajv2020.default({ strict: false }).compile(
        JSON.parse(readFileSync(path.join(schemas, `${format}.schema.json`), 'utf8')),
      );
      const text = written(ready, format);
      const documents = format === 'defender-json' ? JSON.parse(text) : loadAll(text);
      for (const document of documents) {
        if (!validate(document))
          faults.push(`${JSON.stringify(document).slice(0, 200)}: ${JSON.stringify(validate.errors)}`);
      }
      expect(faults).toEqual([]);
    },
    60_000,
  );
});
