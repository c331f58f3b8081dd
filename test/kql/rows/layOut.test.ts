import { describe, expect, test } from 'vitest';
import type { Target } from '../../../server/src/catalog/target.ts';
import type { LogsourceKey } from '../../../server/src/catalog/taxonomy.ts';
import { mappingsFor } from '../../../server/src/kql/mappings.ts';
import { layOut } from '../../../server/src/kql/rows/layOut.ts';

interface Case {
  readonly name: string;
  readonly logsource: LogsourceKey;
  readonly target: Target;
  readonly table: string;
  readonly event: Record<string, unknown>;
  readonly row: Record<string, unknown>;
  readonly unplaced?: readonly string[];
}

const md5 = '0123456789abcdef'.repeat(2);
const sha256 = '0123456789abcdef'.repeat(4);
const processes = { category: 'process_creation', product: 'windows' };

const cases: readonly Case[] = [
  {
    name: 'columns of text',
    logsource: processes,
    target: 'asim',
    table: '_Im_ProcessCreate',
    event: { Image: 'C:\\a.exe', CommandLine: 'a "b"', Unknown: 1 },
    row: { TargetProcessName: 'C:\\a.exe', TargetProcessCommandLine: 'a "b"' },
  },
  {
    name: 'numbers, hashes and the constants of the selection',
    logsource: processes,
    target: 'xdr',
    table: 'DeviceProcessEvents',
    event: {
      ProcessId: '4711',
      Hashes: `MD5=${md5.toUpperCase()},SHA256=${sha256},IMPHASH=${md5}`,
      User: 'CONTOSO\\alice',
    },
    row: {
      ActionType: 'ProcessCreated',
      ProcessId: 4711,
      MD5: md5,
      SHA256: sha256,
      AccountDomain: 'CONTOSO',
      AccountName: 'alice',
    },
  },
  {
    name: 'a bag',
    logsource: processes,
    target: 'workspace',
    table: 'WindowsEvent',
    event: { Image: 'C:\\a.exe', OriginalFileName: 'a' },
    row: { Provider: 'Microsoft-Windows-Sysmon', EventID: 1, EventData: { Image: 'C:\\a.exe', OriginalFileName: 'a' } },
  },
  {
    name: 'a number of the registry in another spelling, and key and value apart',
    logsource: { category: 'registry_set', product: 'windows' },
    target: 'xdr',
    table: 'DeviceRegistryEvents',
    event: { TargetObject: 'HKLM\\SOFTWARE\\Run\\evil', Details: 'DWORD (0x0000000a)' },
    row: {
      ActionType: 'RegistryValueSet',
      RegistryKey: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Run',
      RegistryValueName: 'evil',
      RegistryValueType: 'Dword',
      RegistryValueData: '10',
    },
  },
  {
    name: 'two fields that tell the row’s kind, the finer one first',
    logsource: { category: 'registry_event', product: 'windows' },
    target: 'xdr',
    table: 'DeviceRegistryEvents',
    event: { EventID: 12, EventType: 'DeleteKey', TargetObject: 'HKLM\\SOFTWARE\\a' },
    row: { ActionType: 'RegistryKeyDeleted', PreviousRegistryKey: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\a' },
  },
  {
    name: 'a value that the column cannot have',
    logsource: processes,
    target: 'xdr',
    table: 'DeviceProcessEvents',
    event: { ProcessId: 'none' },
    row: { ActionType: 'ProcessCreated' },
    unplaced: ['ProcessId'],
  },
  {
    name: 'a number that has more bits than the column (Microsoft: "The int data type", "The long data type")',
    logsource: processes,
    target: 'workspace',
    table: 'WindowsEvent',
    event: { EventID: 4294967296, Image: 'a' },
    row: { Provider: 'Microsoft-Windows-Sysmon', EventID: 1, EventData: { Image: 'a' } },
    unplaced: ['EventID'],
  },
  {
    name: 'a truth, which is no real',
    logsource: { product: 'onelogin', service: 'onelogin.events' },
    target: 'workspace',
    table: 'OneLogin_CL',
    event: { event_type_id: true },
    row: {},
    unplaced: ['event_type_id'],
  },
  {
    name: 'a decimal number as the column writes it',
    logsource: processes,
    target: 'workspace',
    table: 'SecurityEvent',
    event: { ProcessId: 999 },
    row: { EventID: 4688, NewProcessId: '0x3e7' },
  },
  {
    name: 'a name that would leave the column empty that tells whether there is one',
    logsource: processes,
    target: 'xdr',
    table: 'DeviceProcessEvents',
    event: { User: 'CONTOSO\\' },
    row: { ActionType: 'ProcessCreated', AccountDomain: 'CONTOSO', AccountName: '' },
    unplaced: ['User'],
  },
  {
    name: 'a path without a file',
    logsource: { category: 'image_load', product: 'windows' },
    target: 'xdr',
    table: 'DeviceImageLoadEvents',
    event: { ParentImage: 'C:\\Windows\\' },
    row: { ActionType: 'ImageLoaded' },
    unplaced: ['ParentImage'],
  },
];

describe('an event in Sigma’s names as a row', () => {
  test.each(cases)('$name: $target $table', ({ logsource, target, table, event, row, unplaced = [] }) => {
    const mapping = mappingsFor(logsource, target).find((each) => each.table === table);
    if (mapping === undefined) throw new Error(`no mapping for ${table}`);
    expect(layOut(mapping, event)).toEqual({ row, unplaced, isSelected: true });
  });
});
