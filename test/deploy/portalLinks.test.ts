import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { portalLink } from '../../server/src/deploy/portalLinks.ts';

const query = 'DeviceProcessEvents\n| where FileName =~ "größe 🔥.exe"';
const workspace =
  '/subscriptions/0d2e8a51-7b0c-4c0e-9a4f-5f0f6f1f4b6e/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/soc';

test('advanced hunting gets the query as UTF-16 in a zipped, address-safe form', async () => {
  const link = new URL((await portalLink(query, 'xdr')) ?? '');
  const packed = link.searchParams.get('query') ?? '';
  expect(packed).toMatch(/^[\w-]+$/);
  expect(gunzipSync(Buffer.from(packed, 'base64url')).toString('utf16le')).toBe(query);
});

test('the logs of a workspace get it as UTF-8', async () => {
  const link = (await portalLink(query, 'asim', workspace)) ?? '';
  expect(link).toContain(encodeURIComponent(workspace));
  const packed = /\/q\/([^/]+)\//.exec(link)?.[1] ?? '';
  expect(gunzipSync(Buffer.from(decodeURIComponent(packed), 'base64')).toString('utf8')).toBe(query);
});

test.each([undefined, '', 'soc', `${workspace}/../evil`, 'https://example.org'])(
  'without a workspace there is no link: %s',
  async (resourceId) => expect(await portalLink(query, 'workspace', resourceId)).toBeUndefined(),
);
