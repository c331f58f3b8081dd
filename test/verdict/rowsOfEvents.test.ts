import { expect, test } from 'vitest';
import type { Target } from '../../server/src/catalog/target.ts';
import { rowsOfEvents } from '../../server/src/verdict/rowsOfEvents.ts';

const started = {
  UtcTime: '2026-01-02 03:04:05.000',
  Image: 'C:\\x\\whoami.exe',
  CommandLine: 'whoami /all',
  User: 'A\\b',
};
const sysmon = {
  Event: {
    System: { EventID: 13, Channel: 'Microsoft-Windows-Sysmon/Operational', Computer: 'pc' },
    EventData: { TargetObject: 'HKLM\\SOFTWARE\\x\\y', Details: 'z', Image: 'C:\\a.exe' },
  },
};

test.each<[string, Target | undefined, Record<string, unknown>, Record<string, unknown>]>([
  [
    'DeviceProcessEvents',
    'xdr',
    started,
    {
      FolderPath: started.Image,
      ProcessCommandLine: 'whoami /all',
      ActionType: 'ProcessCreated',
      Timestamp: '2026-01-02T03:04:05.000Z',
    },
  ],
  [
    'DeviceProcessEvents',
    undefined,
    started,
    { FolderPath: started.Image, FileName: 'whoami.exe', Timestamp: '2026-01-02T03:04:05.000Z' },
  ],
  [
    'DeviceProcessEvents',
    'workspace',
    started,
    { FolderPath: started.Image, TimeGenerated: '2026-01-02T03:04:05.000Z' },
  ],
  [
    'DeviceRegistryEvents',
    'xdr',
    sysmon,
    { RegistryKey: expect.stringContaining('SOFTWARE\\x'), RegistryValueName: 'y', RegistryValueData: 'z' },
  ],
  [
    'imProcessCreate',
    undefined,
    started,
    { TargetProcessName: started.Image, TimeGenerated: '2026-01-02T03:04:05.000Z' },
  ],
  ['_Im_ProcessCreate', 'asim', started, { TargetProcessName: started.Image, TargetProcessFilename: 'whoami.exe' }],
  ['DeviceProcessEvents', 'xdr', { Image: 'C:\\a.exe' }, { Timestamp: '2026-01-01T00:00:00.000Z' }],
])('an event of Sigma becomes a row of %s (%s)', (name, target, event, row) => {
  const { rows, laidOut, problems } = rowsOfEvents(name, target, [event]);
  expect({ laidOut, problems }).toEqual({ laidOut: 1, problems: [] });
  expect(rows).toMatchObject([row]);
});

test.each<[string, Record<string, unknown>]>([
  ['DeviceProcessEvents', { FileName: 'a.exe', ProcessCommandLine: 'a' }],
  ['DeviceProcessEvents', { Timestamp: '2026-01-02T03:04:05Z', Image: 'a' }],
  ['DeviceProcessEvents', { FileName: 'a.exe', ProcessCommandLine: 'a', Extra: 1 }],
  ['DeviceProcessEvents', { Nothing: 'known' }],
  ['SecurityEvent', { EventID: 4625, TargetUserName: 'ann', Note_s: 'x' }],
  ['Doors_CL', { Image: 'a' }],
])('a row of %s stays as it is: %j', (name, event) => {
  const events = [event];
  expect(rowsOfEvents(name, undefined, events)).toEqual({ rows: events, laidOut: 0, problems: [] });
});

test('an event of which it is not clear what kind of row it is is left out, and told', () => {
  const { rows, problems } = rowsOfEvents('DeviceRegistryEvents', 'xdr', [{ TargetObject: 'HKLM\\SOFTWARE\\x' }]);
  expect(rows).toEqual([]);
  expect(problems).toMatchObject([{ index: 0 }]);
});
