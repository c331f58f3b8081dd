import { describe, expect, test } from 'vitest';
import type { Target } from '../../../server/src/catalog/target.ts';
import type { LogsourceKey } from '../../../server/src/catalog/taxonomy.ts';
import { convertToKql } from '../../../server/src/kql/convert.ts';
import { runKql } from '../../../server/src/kusto/runKql.ts';
import { parseSigma } from '../../../server/src/sigma/parse.ts';
import { ruleText } from '../convertDetection.ts';

interface Case {
  readonly name: string;
  readonly logsource: LogsourceKey;
  readonly target?: Target;
  readonly table: string;
  readonly row: Record<string, unknown>;
  /** Lines of a detection that finds the row. */
  readonly found: string;
  /** Lines of one that does not. */
  readonly other: string;
}

const windows = (service: string): LogsourceKey => ({ product: 'windows', service });

/** As the agent writes EventData into `Event` (Azure-Sentinel, ASimAuditEventMicrosoftEvent.yaml and Sysmon's parsers). */
function eventData(elements: string): string {
  return `<DataItem type="System.XmlData"><EventData xmlns="http://schemas.microsoft.com/win/2004/08/events/event">${elements}</EventData></DataItem>`;
}

function userData(elements: string): string {
  return `<DataItem type="System.XmlData"><UserData xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><EventXML xmlns="Event_NS">${elements}</EventXML></UserData></DataItem>`;
}

const cases: readonly Case[] = [
  {
    name: 'named data, with the entities of XML',
    logsource: windows('system'),
    table: 'Event',
    row: {
      EventLog: 'System',
      Source: 'Service Control Manager',
      EventID: 7045,
      EventData: eventData(
        '<Data Name="ServiceName">a&amp;lt;</Data><Data Name="ImagePath">cmd /c &quot;echo &gt; \\\\.\\pipe\\a&quot;</Data>',
      ),
    },
    found: `selection: { EventID: 7045, ServiceName: 'a&lt;', ImagePath|endswith: '"echo > \\\\\\.\\pipe\\a"' }`,
    other: `selection: { EventID: 7045, ImagePath|contains: '&quot;' }`,
  },
  {
    name: 'elements of UserData (SDDC-Management and LocalSessionManager write such)',
    logsource: windows('terminalservices-localsessionmanager'),
    table: 'Event',
    row: {
      EventLog: 'Microsoft-Windows-TerminalServices-LocalSessionManager/Operational',
      EventID: 21,
      EventData: userData('<User>CONTOSO\\a</User><SessionID>2</SessionID><Address>203.0.113.9</Address>'),
    },
    found: `selection: { EventID: 21, Address|cidr: 203.0.113.0/24, SessionID: 2 }`,
    other: `selection: { EventID: 21, Address: LOCAL }`,
  },
  {
    name: 'the channel that was cleared, which stands in UserData, not the one that says so',
    logsource: windows('system'),
    table: 'Event',
    row: {
      EventLog: 'System',
      EventID: 104,
      EventData: userData('<SubjectUserName>a</SubjectUserName><Channel>Windows PowerShell</Channel>'),
    },
    found: `selection: { EventID: 104, Channel: Windows PowerShell }`,
    other: `selection: { EventID: 104, Channel: System }`,
  },
  {
    name: 'texts without names, any of which may pass',
    logsource: windows('application'),
    table: 'Event',
    row: {
      EventLog: 'Application',
      Source: 'MsiInstaller',
      EventID: 1033,
      EventData: eventData('<Data>Agent</Data><Data>1.0</Data><Data>(NULL)</Data><Binary>7B00</Binary>'),
    },
    found: `selection: { Data: '1.0', Binary: 7B00 }`,
    other: `selection: { Data: 'Agent*1.0' }`,
  },
  {
    name: 'a text of many lines',
    logsource: { category: 'ps_classic_start', product: 'windows' },
    table: 'Event',
    row: {
      EventLog: 'Windows PowerShell',
      EventID: 400,
      EventData: eventData(
        '<Data>Available</Data><Data>None</Data><Data>\tNewEngineState=Available\n\tHostApplication=powershell -c &quot;a&quot;\n\tEngineVersion=2.0\n</Data>',
      ),
    },
    found: `selection: { Data|contains: EngineVersion=2., HostApplication: 'powershell -c "a"' }`,
    other: `selection: { Data|contains: EngineVersion=5. }`,
  },
  {
    name: 'names with blanks, which Sigma writes without (Windows Defender, event 1116)',
    logsource: windows('windefend'),
    table: 'Event',
    row: {
      EventLog: 'Microsoft-Windows-Windows Defender/Operational',
      EventID: 1116,
      EventData: eventData('<Data Name="Threat Name">Trojan:Win32/X</Data><Data Name="Path">file:_C:\\x</Data>'),
    },
    found: `selection: { EventID: 1116, ThreatName|startswith: 'Trojan:' }`,
    other: `selection: { EventID: 1116, Path: Trojan }`,
  },
  {
    name: 'levels by number and by word',
    logsource: windows('application'),
    table: 'Event',
    row: { EventLog: 'Application', EventID: 4, EventLevel: 2, EventLevelName: 'Error' },
    found: `selection: [{ Level: Error }, { Level: 2 }]`,
    other: `selection: [{ Level: Warning }, { Level: 4 }]`,
  },
  {
    name: 'a flat bag, also of UserData (Azure-Sentinel, ASimAuditEventMicrosoftWindowsEvents.yaml)',
    logsource: windows('taskscheduler'),
    table: 'WindowsEvent',
    row: {
      Channel: 'Microsoft-Windows-TaskScheduler/Operational',
      EventID: 141,
      Opcode: '0',
      EventData: { TaskName: '\\a', UserName: 'CONTOSO\\b' },
    },
    found: `selection: { EventID: 141, TaskName: '\\a', UserName|endswith: '\\b', Opcode: 0 }`,
    other: `selection: { EventID: 141, TaskName: '\\b' }`,
  },
  {
    name: 'words in a bag, whose backslashes and quotes JSON escapes',
    logsource: windows('printservice-admin'),
    table: 'WindowsEvent',
    row: {
      Channel: 'Microsoft-Windows-PrintService/Admin',
      EventID: 808,
      EventData: { PluginDllName: 'C:\\a\\"b".dll' },
    },
    found: `selection: ['C:\\a\\"b".dll']`,
    other: `selection: ['a\\\\\\\\b']`,
  },
  {
    name: 'Sysmon in `Event`',
    logsource: { category: 'registry_add', product: 'windows' },
    table: 'Event',
    row: {
      EventLog: 'Microsoft-Windows-Sysmon/Operational',
      Source: 'Microsoft-Windows-Sysmon',
      EventID: 12,
      EventData: eventData('<Data Name="EventType">CreateKey</Data><Data Name="TargetObject">HKLM\\a</Data>'),
    },
    found: `selection: { TargetObject: 'HKLM\\a' }`,
    other: `selection: { TargetObject: 'HKLM\\b' }`,
  },
  {
    name: 'a pipe by Windows’ name of its folder (published hunting queries)',
    logsource: { category: 'pipe_created', product: 'windows' },
    target: 'xdr',
    table: 'DeviceEvents',
    row: { ActionType: 'NamedPipeEvent', AdditionalFields: '{"PipeName":"\\\\Device\\\\NamedPipe\\\\lsass"}' },
    found: `selection: { PipeName: '\\lsass' }`,
    other: `selection: { PipeName|contains: Device }`,
  },
  {
    name: 'rights in Sysmon’s writing',
    logsource: { category: 'process_access', product: 'windows' },
    target: 'xdr',
    table: 'DeviceEvents',
    row: { ActionType: 'OpenProcessApiCall', FileName: 'lsass.exe', AdditionalFields: '{"DesiredAccess":5136}' },
    found: `selection: { TargetImage|endswith: '\\lsass.exe', GrantedAccess: '0x1410' }`,
    other: `selection: { GrantedAccess|startswith: '0x5' }`,
  },
  {
    name: 'a driver whose folder is given without its name',
    logsource: { category: 'driver_load', product: 'windows' },
    target: 'xdr',
    table: 'DeviceEvents',
    row: { ActionType: 'DriverLoad', FolderPath: 'C:\\drivers', FileName: 'a.sys' },
    found: `selection: { ImageLoaded: 'C:\\drivers\\a.sys' }`,
    other: `selection: { ImageLoaded: 'C:\\drivers' }`,
  },
  {
    name: 'a logon without an address, for which Windows writes a dash',
    logsource: windows('security'),
    target: 'xdr',
    table: 'DeviceLogonEvents',
    row: { ActionType: 'LogonSuccess', LogonType: 'RemoteInteractive', AccountName: 'a' },
    found: `selection: { EventID: 4624, LogonType: 10, IpAddress: '-' }`,
    other: `selection: { EventID: 4625, LogonType: 10 }`,
  },
  {
    name: 'data that the agent leaves in XML (AADHealthMonAgentRegKeyAccess.yaml reads event 4656 so)',
    logsource: windows('security'),
    table: 'SecurityEvent',
    row: {
      EventID: 4656,
      EventData:
        '<EventData xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><Data Name="ObjectType">Process</Data><Data Name="ObjectName">\\Device\\lsass.exe</Data></EventData>',
    },
    found: `selection: { EventID: [4656, 4663], ObjectType: Process, ObjectName|endswith: '\\lsass.exe' }`,
    other: `selection: { EventID: 4656, ObjectType: File }`,
  },
  {
    name: 'data in columns, which are read first (ATSVC named pipe, 5145, and 4776 of issue 12238)',
    logsource: windows('security'),
    table: 'SecurityEvent',
    row: { EventID: 4776, TargetUserName: 'a', EventData: '<Data Name="TargetUserName">b</Data>' },
    found: `selection: { EventID: 4776, TargetUserName: a }`,
    other: `selection: { EventID: 4776, TargetUserName: b }`,
  },
  {
    name: '`Type` of an event, where the column has the table’s name',
    logsource: windows('security'),
    table: 'SecurityEvent',
    row: { EventID: 5061, Type: 'SecurityEvent', EventData: '<Data Name="Type">x</Data>' },
    found: `selection: { EventID: 5061, Type: x }`,
    other: `selection: { EventID: 5061, Type: SecurityEvent }`,
  },
  {
    name: 'a path to which the parser of Defender adds the name again (vimFileEventM365D.yaml)',
    logsource: { category: 'file_event', product: 'windows' },
    target: 'asim',
    table: '_Im_FileEvent',
    row: {
      EventType: 'FileCreated',
      EventProduct: 'M365 Defender for Endpoint',
      TargetFileName: 'program.exe',
      TargetFilePath: 'C:\\program.exe\\program.exe',
    },
    found: `selection: { TargetFilename: 'C:\\program.exe' }`,
    other: `selection: { TargetFilename: 'C:\\program.exe\\program.exe' }`,
  },
  {
    name: 'a path as the other parsers have it',
    logsource: { category: 'file_event', product: 'windows' },
    target: 'asim',
    table: '_Im_FileEvent',
    row: { EventType: 'FileCreated', EventProduct: 'Sysmon', TargetFileName: 'a', TargetFilePath: 'C:\\a\\a' },
    found: `selection: { TargetFilename: 'C:\\a\\a' }`,
    other: `selection: { TargetFilename: 'C:\\a' }`,
  },
  {
    name: 'the process System, which always has the id 4 (Windows Internals) and no file of that name',
    logsource: { category: 'file_event', product: 'windows' },
    target: 'xdr',
    table: 'DeviceFileEvents',
    row: {
      ActionType: 'FileCreated',
      FolderPath: 'C:\\Windows\\System32\\wbem\\wbemcomn.dll',
      InitiatingProcessId: 4,
      InitiatingProcessFolderPath: 'c:\\windows\\system32\\ntoskrnl.exe',
    },
    found: `selection: { Image: System, TargetFilename|endswith: '\\wbemcomn.dll' }`,
    other: `selection: { Image: Registry }`,
  },
  {
    name: 'a percent sign, which Sysmon doubles (regression events of SigmaHQ)',
    logsource: { category: 'registry_set', product: 'windows' },
    target: 'xdr',
    table: 'DeviceRegistryEvents',
    row: {
      ActionType: 'RegistryValueSet',
      RegistryKey: 'HKEY_LOCAL_MACHINE\\a',
      RegistryValueType: 'ExpandString',
      RegistryValueData: '%systemroot%\\system32\\ntdsa.dll',
    },
    found: `selection: { Details: '%%systemroot%%\\system32\\ntdsa.dll' }`,
    other: `selection: { Details: '%%systemroot%%' }`,
  },
  {
    name: 'the former name of a key, which the parser of Defender keeps in a column of its own (vimRegistryEventMicrosoft365D.yaml)',
    logsource: { category: 'registry_event', product: 'windows' },
    target: 'asim',
    table: '_Im_RegistryEvent',
    row: {
      EventType: 'RegistryKeyRenamed',
      RegistryKey: 'HKEY_LOCAL_MACHINE\\b',
      RegistryKeyModified: 'HKEY_LOCAL_MACHINE\\a',
    },
    found: `selection: { EventType: RenameKey, TargetObject: 'HKLM\\a' }`,
    other: `selection: { TargetObject: 'HKLM\\b' }`,
  },
  {
    name: 'a process of Linux whose system is not named, and its user after the device (ASimProcessEventMicrosoft365D.yaml)',
    logsource: { category: 'process_creation', product: 'linux' },
    target: 'asim',
    table: '_Im_ProcessCreate',
    row: { TargetProcessName: '/usr/sbin/runc', TargetUsername: 'ip-203-0-113-9\\root', ActorUsername: 'root' },
    found: `selection: { Image: /usr/sbin/runc, User: root, ParentUser: root }`,
    other: `selection: { User|contains: ip-203 }`,
  },
  {
    name: 'a process of macOS, which the parser of Defender calls Linux',
    logsource: { category: 'process_creation', product: 'macos' },
    target: 'asim',
    table: '_Im_ProcessCreate',
    row: { DvcOs: 'Linux', TargetProcessName: '/usr/bin/osascript' },
    found: `selection: { Image|endswith: /osascript }`,
    other: `selection: { Image: osascript }`,
  },
  {
    name: 'a command line as it stands in XML (vimProcessCreateMicrosoftSysmon.yaml)',
    logsource: { category: 'process_creation', product: 'windows' },
    target: 'asim',
    table: '_Im_ProcessCreate',
    row: { TargetProcessName: 'C:\\cmd.exe', TargetProcessCommandLine: 'cmd /c "dir &gt; a &amp;&amp; b"' },
    found: `selection: { CommandLine|contains: ['dir > a', '<'], CommandLine|endswith: ' && b"' }`,
    other: `selection: { CommandLine|contains: [' < ', '&& c'] }`,
  },
  {
    name: 'a command line as Defender has it',
    logsource: { category: 'process_creation', product: 'windows' },
    target: 'asim',
    table: '_Im_ProcessCreate',
    row: { TargetProcessName: 'C:\\cmd.exe', TargetProcessCommandLine: 'cmd /c "dir > a && b"' },
    found: `selection: { CommandLine|contains: 'dir > a', CommandLine|endswith: ' && b"' }`,
    other: `selection: { CommandLine|contains: [' < ', '&& c'] }`,
  },
  {
    name: 'a connection whose direction only its process tells (ASimNetworkSessionMicrosoftSysmonWindowsEvent.yaml)',
    logsource: { category: 'network_connection', product: 'windows' },
    target: 'asim',
    table: '_Im_NetworkSession',
    row: {
      EventType: 'EndpointNetworkSession',
      EventProduct: 'Sysmon',
      DstProcessName: 'C:\\a.exe',
      DstPortNumber: 443,
    },
    found: `selection: { Initiated: 'true', Image: 'C:\\a.exe', DestinationPort: 443 }`,
    other: `selection: { Initiated: 'false' }`,
  },
  {
    name: 'the name without its domain (ASimUserManagementMicrosoftSecurityEvent.yaml)',
    logsource: windows('security'),
    target: 'asim',
    table: '_Im_UserManagement',
    row: {
      EventVendor: 'Microsoft',
      EventOriginalType: '4732',
      GroupName: 'Builtin\\Administrators',
      ActorUsername: 'C\\a',
    },
    found: `selection: { EventID: 4732, TargetUserName: Administrators, SubjectUserName: a, SubjectDomainName: c }`,
    other: `selection: { EventID: 4728, TargetUserName: Administrators }`,
  },
  {
    name: 'hives in words (ASimRegistryEventMicrosoftSecurityEvent.yaml)',
    logsource: windows('security'),
    target: 'asim',
    table: '_Im_RegistryEvent',
    row: { EventVendor: 'Microsoft', EventOriginalType: '4657', RegistryKey: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\A' },
    found: `selection: { EventID: 4657, ObjectName: '\\REGISTRY\\MACHINE\\SOFTWARE\\A' }`,
    other: `selection: { EventID: 4657, ObjectName|startswith: '\\REGISTRY\\USER' }`,
  },
];

describe('a row as the service writes it', () => {
  test.each(cases)(
    '$name',
    async ({ logsource, target = 'workspace', table, row, found, other }) => {
      const rows = { tables: { [table]: [row] }, target };
      for (const [detection, count] of [
        [found, 1],
        [other, 0],
      ] as const) {
        const [rule] = parseSigma(ruleText(detection, logsource)).rules;
        if (rule === undefined) throw new Error('no rule');
        const { query, problems } = convertToKql(rule, {
          target,
          asimFunctions: 'builtin',
          tables: { prefer: [table] },
        });
        expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
        const result = await runKql(query ?? '', rows);
        expect(result.problems).toEqual([]);
        expect(result.rows.length, query).toBe(count);
      }
    },
    60_000,
  );
});
