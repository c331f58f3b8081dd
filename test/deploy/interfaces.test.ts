import { expect, test } from 'vitest';
import type { Target } from '../../server/src/catalog/target.ts';
import { type DeployFormat, prepare, written } from '../../server/src/deploy/deploy.ts';
import { convertToKql } from '../../server/src/kql/convert.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';

const rule = (category: string, field: string) => `title: A
tags: [attack.execution, attack.t1059.001]
logsource: {category: ${category}, product: windows}
detection:
    selection:
        ${field}|contains: AmsiScanBuffer
    condition: selection
`;

/** Kinds and properties by version: azure-rest-api-specs, securityinsights, AlertRules.json of preview/2023-12-01-preview and stable/2025-09-01. */
test('a template in near real time names a version that knows the kind and sub-techniques', () => {
  const text = deployed(rule('process_creation', 'CommandLine'), 'sentinel-arm', 'workspace', true);
  expect(JSON.parse(text)).toMatchObject({
    resources: [
      {
        apiVersion: '2023-12-01-preview',
        kind: 'NRT',
        properties: { techniques: ['T1059'], subTechniques: ['T1059.001'] },
      },
    ],
  });
});

/** What custom data collection fills has the columns that Defender requires (Azure Monitor's reference of DeviceCustomScriptEvents). */
test('a rule about scripts becomes a custom detection', () => {
  const text = deployed(rule('ps_script', 'ScriptBlockText'), 'defender-json', 'xdr');
  expect(JSON.parse(text)).toMatchObject({
    detectionAction: { alertTemplate: { entityMappings: { hosts: [{ deviceIdColumn: 'DeviceId' }] } } },
  });
});

function deployed(text: string, format: DeployFormat, target: Target, nearRealTime = false): string {
  const [parsed] = parseSigma(text).rules;
  if (parsed === undefined) throw new Error('no rule');
  const { deployable, problems } = prepare(parsed, convertToKql(parsed, { target }), format, { nearRealTime });
  if (deployable === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  return written([deployable], format);
}
