import { expect, test } from 'vitest';
import { chooseSchema } from '../../server/src/kql/language/chooseSchema.ts';

test.each<[string, ReturnType<typeof chooseSchema>]>([
  ['DeviceProcessEvents | where Timestamp > ago(1d)', 'xdr'],
  ['DeviceProcessEvents | where TimeGenerated > ago(1d)', 'workspace'],
  ['DeviceProcessEvents | take 1', 'unified'],
  ['DeviceProcessEvents | extend TimeGenerated = Timestamp', 'unified'],
  ['AADSignInEventsBeta | take 1', 'xdr'],
  ['DeviceFileEvents | invoke FileProfile(SHA1)', 'xdr'],
  ['SecurityEvent | where Timestamp > ago(1d)', 'workspace'],
  ['AACAudit | take 1', 'workspace'],
  ['imProcessCreate | take 1', 'workspace'],
  ['_ASim_ProcessEvent_Create | take 1', 'workspace'],
  ['DeviceProcessEvents | where DeviceName in ((_GetWatchlist("a") | project SearchKey))', 'workspace'],
  ['union SecurityEvent, (DeviceProcessEvents | where Timestamp > ago(1d))', 'unified'],
  ['union SecurityEvent, AADSignInEventsBeta', 'unified'],
  ['// SecurityEvent\nDeviceProcessEvents | where Timestamp > ago(1d) and FileName has "SigninLogs"', 'xdr'],
  ['', 'unified'],
])('%j is for %s', (text, schema) => expect(chooseSchema(text)).toBe(schema));
