import { expect, test } from 'vitest';
import { convertText, ruleText } from './convertDetection.ts';

const md5 = 'd41d8cd98f00b204e9800998ecf8427e';

/** Sysmon's `Hashes` is one text, `SHA1=…,MD5=…`: only `contains` asks for one hash in it (Sigma's specification, "contains"). */
test.each([
  [`Hashes|contains: 'MD5=${md5}'`, false],
  [`Hashes: 'MD5=${md5}'`, true],
  [`Hashes: '${md5}00000000'`, true],
  [`Hashes|endswith: 'MD5=${md5}'`, true],
])('%s is only near to the rule: %s', (detection, isNear) => {
  const { query, approximate } = convertText(ruleText(`selection: { ${detection} }`), 'xdr');
  expect(query).toBeDefined();
  expect(approximate).toBe(isNear);
});
