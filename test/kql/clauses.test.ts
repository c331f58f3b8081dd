import { expect, test } from 'vitest';
import type { Target } from '../../server/src/catalog/target.ts';
import { analyse } from '../../server/src/kql/validation/analyse.ts';
import { conditionsOf, convertText, ruleText } from './convertDetection.ts';

const processes = { category: 'process_creation', product: 'windows' };
const connections = { category: 'network_connection', product: 'windows' };
const registry = { category: 'registry_set', product: 'windows' };
const security = { product: 'windows', service: 'security' };
const images = { category: 'image_load', product: 'windows' };
const logins = { product: 'onelogin', service: 'onelogin.events' };
const trail = { product: 'aws', service: 'cloudtrail' };
const files = { category: 'file_event', product: 'windows' };

interface Clause {
  readonly name: string;
  readonly detection: string;
  /** One condition a line. */
  readonly kql: string;
  readonly target?: Target;
  readonly logsource?: typeof processes | typeof security;
}

const clauses: Clause[] = [
  {
    name: 'equality ignores case',
    detection: `selection: { CommandLine: whoami }`,
    kql: `ProcessCommandLine =~ "whoami"`,
  },
  {
    name: 'cased equality does not',
    detection: `selection: { CommandLine|cased: whoami }`,
    kql: `ProcessCommandLine == "whoami"`,
  },
  {
    name: 'equalities of one column are a list, without doubles',
    detection: `selection: { CommandLine: [whoami, WHOAMI, hostname] }`,
    kql: `ProcessCommandLine in~ ("whoami", "hostname")`,
  },
  {
    name: 'cased equalities are a cased list',
    detection: `selection: { CommandLine|cased: [a, A] }`,
    kql: `ProcessCommandLine in ("a", "A")`,
  },
  {
    name: 'contains',
    detection: `selection: { CommandLine|contains: ' -enc ' }`,
    kql: `ProcessCommandLine contains " -enc "`,
  },
  {
    name: 'startswith',
    detection: `selection: { CommandLine|startswith: net }`,
    kql: `ProcessCommandLine startswith "net"`,
  },
  {
    name: 'endswith',
    detection: `selection: { CommandLine|endswith: .ps1 }`,
    kql: `ProcessCommandLine endswith ".ps1"`,
  },
  {
    name: 'cased contains',
    detection: `selection: { CommandLine|contains|cased: Net }`,
    kql: `ProcessCommandLine contains_cs "Net"`,
  },
  {
    name: 'several contains are alternatives, never terms',
    detection: `selection: { CommandLine|contains: [abc, def] }`,
    kql: `ProcessCommandLine contains "abc" or ProcessCommandLine contains "def"`,
  },
  {
    name: 'contains|all',
    detection: `selection: { CommandLine|contains|all: [abc, def] }`,
    kql: `ProcessCommandLine contains "abc" and ProcessCommandLine contains "def"`,
  },
  {
    name: 'a wildcard in the middle is an anchored expression',
    detection: `selection: { CommandLine: 'net*us?r' }`,
    kql: `ProcessCommandLine matches regex "(?is)^net.*us.r$"`,
  },
  {
    name: 'a wildcard in the middle of contains is not anchored',
    detection: `selection: { CommandLine|contains: 'a.b*[c]' }`,
    kql: String.raw`ProcessCommandLine matches regex @"(?is)a\.b.*\[c\]"`,
  },
  {
    name: 'wildcards are escaped',
    detection: String.raw`selection: { CommandLine|contains: '\*.\?' }`,
    kql: `ProcessCommandLine contains "*.?"`,
  },
  {
    name: 'quotes are escaped',
    detection: `selection: { CommandLine|contains: 'a"b' }`,
    kql: String.raw`ProcessCommandLine contains "a\"b"`,
  },
  {
    name: 'quotes beside backslashes are doubled',
    detection: String.raw`selection: { CommandLine|contains: '"C:\a"' }`,
    kql: String.raw`ProcessCommandLine contains @"""C:\a"""`,
  },
  { name: 'an empty text', detection: `selection: { CommandLine: '' }`, kql: `isempty(ProcessCommandLine)` },
  { name: 'null', detection: `selection: { CommandLine: null }`, kql: `isempty(ProcessCommandLine)` },
  {
    name: 'null and empty are one question of a column',
    detection: `selection: { CommandLine: [null, ''] }`,
    kql: `isempty(ProcessCommandLine)`,
  },
  {
    name: 'null and empty are two questions of a dynamic value',
    target: 'workspace',
    logsource: images,
    detection: `selection: { Signature: [null, ''] }`,
    kql: `extend Signature = tostring(EventData.Signature)\nisnull(EventData.Signature) or (isnotnull(EventData.Signature) and isempty(Signature))`,
  },
  { name: 'any value', detection: `selection: { CommandLine: '*' }`, kql: `isnotempty(ProcessCommandLine)` },
  { name: 'exists', detection: `selection: { CommandLine|exists: true }`, kql: `isnotempty(ProcessCommandLine)` },
  { name: 'does not exist', detection: `selection: { CommandLine|exists: false }`, kql: `isempty(ProcessCommandLine)` },
  {
    name: 'a computed column is there when its source is',
    detection: `selection: { User: null }`,
    kql: `isempty(AccountName)`,
  },
  { name: 'null in a number', detection: `selection: { ProcessId: null }`, kql: `isnull(ProcessId)` },
  { name: 'a number in a number', detection: `selection: { ProcessId: 4 }`, kql: `ProcessId == 4` },
  { name: 'numbers in a number', detection: `selection: { ProcessId: [4, '5'] }`, kql: `ProcessId in (4, 5)` },
  { name: 'a hexadecimal text in a number', detection: `selection: { LogonId: '0x3e7' }`, kql: `LogonId == 999` },
  {
    name: 'part of a number',
    detection: `selection: { ProcessId|startswith: '12' }`,
    kql: `tostring(ProcessId) startswith "12"`,
  },
  {
    name: 'a long beyond 2^53 is exact',
    detection: `selection: { ProcessId: 9007199254740993 }`,
    kql: `ProcessId == 9007199254740993`,
  },
  {
    name: 'a text that is no number',
    detection: `selection: { ProcessId: abc, CommandLine: b }`,
    kql: `false\nProcessCommandLine =~ "b"`,
  },
  {
    name: 'a text with leading zeros is no number',
    detection: `selection: { ProcessId: ['007', '8'] }`,
    kql: `ProcessId == 8`,
  },
  { name: 'a number in text', target: 'asim', detection: `selection: { ProcessId: 4 }`, kql: `TargetProcessId =~ "4"` },
  {
    name: 'a number in text in both forms',
    target: 'asim',
    detection: `selection: { LogonId: 999 }`,
    kql: `TargetUserSessionId in~ ("0x3e7", "999")`,
  },
  {
    name: 'a boolean in text',
    target: 'workspace',
    logsource: images,
    detection: `selection: { Signed: false }`,
    kql: `extend Signed = tostring(EventData.Signed)\nSigned =~ "false"`,
  },
  { name: 'comparisons of a number', detection: `selection: { ProcessId|gte: 4 }`, kql: `ProcessId >= 4` },
  {
    name: 'comparisons of text',
    target: 'asim',
    detection: `selection: { ProcessId|lt: 4 }`,
    kql: `todouble(TargetProcessId) < 4`,
  },
  {
    name: 'a comparison is guarded under not',
    detection: `selection: { ProcessId|lt: 4 }\ncondition: not selection`,
    kql: `not(coalesce(ProcessId < 4, false))`,
  },
  { name: 'not of an equality', detection: `selection: { CommandLine|neq: a }`, kql: `ProcessCommandLine !~ "a"` },
  {
    name: 'not of alternatives',
    detection: `selection: { CommandLine|neq: [a, b] }`,
    kql: `ProcessCommandLine !in~ ("a", "b")`,
  },
  {
    name: 'not of several contains',
    detection: `selection: { CommandLine|contains|neq: [a, b] }`,
    kql: `not(ProcessCommandLine contains "a" or ProcessCommandLine contains "b")`,
  },
  { name: 'not of a number', detection: `selection: { ProcessId|neq: 4 }`, kql: `ProcessId != 4` },
  {
    name: 'not of numbers',
    detection: `selection: { ProcessId|neq: [4, 8] }`,
    kql: `not(coalesce(ProcessId in (4, 8), false))`,
  },
  { name: 'not of null', detection: `selection: { CommandLine|neq: null }`, kql: `isnotempty(ProcessCommandLine)` },
  {
    name: 'a regular expression keeps its case and is searched',
    detection: String.raw`selection: { CommandLine|re: 'a\d+b' }`,
    kql: String.raw`ProcessCommandLine matches regex @"a\d+b"`,
  },
  {
    name: 'flags of a regular expression',
    detection: `selection: { CommandLine|re|i|m|s: a.b }`,
    kql: `ProcessCommandLine matches regex "(?ims)a.b"`,
  },
  {
    name: 'a network',
    logsource: connections,
    detection: `selection: { DestinationIp|cidr: 10.0.0.0/8, Initiated: 'true' }`,
    kql: `extend DestinationIp = extract(@"([0-9.]+|[^.]+)$", 1, RemoteIP)
ipv4_is_in_range(DestinationIp, "10.0.0.0/8")`,
  },
  {
    name: 'networks of both versions',
    logsource: connections,
    detection: `selection: { DestinationIp|cidr: [10.0.0.0/8, 'fe80::/10', 192.168.0.0/16], Initiated: 'true' }`,
    kql: `extend DestinationIp = extract(@"([0-9.]+|[^.]+)$", 1, RemoteIP)
ipv4_is_in_any_range(DestinationIp, "10.0.0.0/8", "192.168.0.0/16")
    or ipv6_is_in_range(DestinationIp, "fe80::/10")`,
  },
  {
    name: 'a network that holds mapped addresses',
    logsource: connections,
    detection: `selection: { DestinationIp|cidr: '::/0', Initiated: 'true' }`,
    kql: `extend DestinationIp = extract(@"([0-9.]+|[^.]+)$", 1, RemoteIP)
ipv6_is_in_range(DestinationIp, "::/0") and DestinationIp contains ":"`,
  },
  {
    name: 'fieldref asks for both fields to be there',
    detection: `selection: { Image|fieldref: ParentImage }`,
    kql: `isnotempty(FolderPath) and FolderPath =~ InitiatingProcessFolderPath`,
  },
  {
    name: 'fieldref|endswith',
    detection: `selection: { CommandLine|fieldref|endswith: Image }`,
    kql: `isnotempty(ProcessCommandLine) and isnotempty(FolderPath) and ProcessCommandLine endswith FolderPath`,
  },
  {
    name: 'windash alternatives stay linked by or within all',
    detection: `selection: { CommandLine|contains|all|windash: [' -a ', b] }`,
    kql: `(
        ProcessCommandLine contains " -a "
        or ProcessCommandLine contains " /a "
        or ProcessCommandLine contains " –a "
        or ProcessCommandLine contains " —a "
        or ProcessCommandLine contains " ―a "
    )
    and ProcessCommandLine contains "b"`,
  },
  {
    name: 'keywords',
    logsource: security,
    target: 'workspace',
    detection: `selection: [mimikatz, 'a\\b']`,
    kql: String.raw`* contains "mimikatz" or * contains @"a\b"`,
  },
  {
    name: 'all keywords',
    logsource: security,
    target: 'workspace',
    detection: `selection: { '|all': [aa, bb] }`,
    kql: `* contains "aa" and * contains "bb"`,
  },
  {
    name: 'no keyword',
    logsource: security,
    target: 'workspace',
    detection: `selection: [aa]\ncondition: not selection`,
    kql: `not(* contains "aa")`,
  },
  {
    name: 'an identifier that selects nothing is false',
    detection: `selection: { CommandLine: a }\ncondition: selection and not 1 of filter_*`,
    kql: `ProcessCommandLine =~ "a"`,
  },
  {
    name: 'a file name instead of a path',
    detection: String.raw`selection: { GrandParentImage|endswith: '\cmd.exe' }`,
    kql: `InitiatingProcessParentFileName =~ "cmd.exe"`,
  },
  {
    name: 'the end of a file name',
    detection: `selection: { GrandParentImage|endswith: cmd.exe }`,
    kql: `InitiatingProcessParentFileName endswith "cmd.exe"`,
  },
  {
    name: 'a path where there is only a file name',
    detection: String.raw`selection: { GrandParentImage|contains: '\Temp\' }`,
    kql: `unsupported-value`,
  },
  {
    name: 'a hash by its name',
    detection: `selection: { Hashes|contains: 'MD5=0123456789abcdef0123456789abcdef' }`,
    kql: `MD5 =~ "0123456789abcdef0123456789abcdef"`,
  },
  {
    name: 'a hash in part',
    detection: `selection: { Hashes|contains: 'SHA256=0123' }`,
    kql: `SHA256 startswith "0123"`,
  },
  {
    name: 'a registry number',
    logsource: registry,
    detection: `selection: { Details: 'DWORD (0x00000010)' }`,
    kql: `RegistryValueType =~ "Dword" and RegistryValueData == "16"`,
  },
  {
    name: 'a registry number among texts',
    logsource: registry,
    detection: `selection: { Details: ['DWORD (0x00000001)', '1'] }`,
    kql: `(RegistryValueType =~ "Dword" and RegistryValueData == "1")\n    or (RegistryValueType !in~ ("Dword", "QWord") and RegistryValueData =~ "1")`,
  },
  {
    name: 'a wide registry number',
    logsource: registry,
    detection: `selection: { Details: 'QWORD (0x00000001-0x00000000)' }`,
    kql: `RegistryValueType =~ "QWord" and RegistryValueData == "4294967296"`,
  },
  {
    name: 'an empty registry value',
    logsource: registry,
    detection: `selection: { Details: (Empty) }`,
    kql: `isempty(RegistryValueData) and RegistryValueType !~ "Binary"`,
  },
  {
    name: 'an empty registry value in other letters, which is none when case counts',
    logsource: registry,
    detection: `selection: { Details: (EMPTY), Details|cased: (EMPTY) }`,
    kql: `isempty(RegistryValueData) and RegistryValueType !~ "Binary"\nRegistryValueData == "(EMPTY)"`,
  },
  {
    name: 'a registry value, which binary data is too where the table leaves them out',
    logsource: registry,
    detection: `selection: { Details|exists: true, Details|neq: '' }`,
    kql: `not(isempty(RegistryValueData) and RegistryValueType !~ "Binary")\nnot(isempty(RegistryValueData) and RegistryValueType !~ "Binary")`,
  },
  {
    name: 'a part of the word for an empty registry value',
    logsource: registry,
    detection: `selection: { Details|startswith: (Emp }`,
    kql: `(isempty(RegistryValueData) and RegistryValueType !~ "Binary") or RegistryValueData startswith "(Emp"`,
  },
  {
    name: 'binary data',
    logsource: registry,
    detection: `selection: { Details: Binary Data }`,
    kql: `RegistryValueType =~ "Binary" or RegistryValueData =~ "Binary Data"`,
  },
  {
    name: 'any registry number',
    logsource: registry,
    detection: `selection: { Details|startswith: DWORD }`,
    kql: `RegistryValueType =~ "Dword" or RegistryValueData startswith "DWORD"`,
  },
  {
    name: "an expression for Sysmon's form of a number, which the table never has (Microsoft: DeviceRegistryEvents, Sysmon: event 13)",
    logsource: registry,
    detection: String.raw`selection: { Details|re: '^DWORD \(0x0000000[12]\)$' }`,
    kql: 'unsupported-value',
  },
  {
    name: 'a registry number in ASIM is in the form of its source',
    target: 'asim',
    logsource: registry,
    detection: `selection: { Details: 'DWORD (0x00000001)' }`,
    kql: `(RegistryValueType =~ "Reg_DWord" and RegistryValueData == "1") or RegistryValueData =~ "DWORD (0x00000001)"`,
  },
  {
    name: 'integrity levels by their security identifiers',
    target: 'workspace',
    detection: `selection: { IntegrityLevel: [High, S-1-16-12288, System] }`,
    kql: `MandatoryLabel =~ "S-1-16-12288" or MandatoryLabel =~ "S-1-16-16384"`,
  },
  {
    name: 'a number beyond 64 bits, which every one of the column is below (Microsoft: "The long data type")',
    detection: `selection: { ProcessId|lt: 18446744073709551615 }`,
    kql: 'isnotnull(ProcessId)',
  },
  {
    name: 'a number beyond 64 bits, which none of the column is above',
    detection: `selection: { ProcessId|gte: [18446744073709551615, 4] }`,
    kql: 'ProcessId >= 4',
  },
  {
    name: 'a number beyond 64 bits and 53 of a real, by its neighbours (IEEE 754)',
    target: 'workspace',
    logsource: logins,
    detection: `selection: { event_type_id|gt: 18446744073709551617, event_type_id|lte: 18446744073709551615 }`,
    kql: 'EventTypeId > real(18446744073709552000)\nEventTypeId < real(18446744073709552000)',
  },
  {
    name: 'a truth by the text that it is in events (convention: semantics, booleans match their text)',
    target: 'workspace',
    logsource: trail,
    detection: `selection: { readOnly|startswith: T, readOnly|contains: e, readOnly|cased: 'True' }`,
    kql: 'ReadOnly == true\nisnotnull(ReadOnly)\nfalse',
  },
  {
    name: 'an empty text, which a missing truth is not',
    target: 'workspace',
    logsource: trail,
    detection: `selection: { readOnly|re: '^$' }`,
    kql: 'isnotnull(ReadOnly) and tostring(ReadOnly) matches regex "^$"',
  },
  {
    name: 'any text in any column, which a row always has',
    detection: `selection: { CommandLine: a }\nkeywords: ['*']\ncondition: selection and keywords`,
    kql: 'ProcessCommandLine =~ "a"',
  },
  {
    name: 'a path of a file event',
    logsource: files,
    detection: String.raw`selection: { TargetFilename|endswith: '\a.exe' }`,
    kql: String.raw`FolderPath endswith @"\a.exe"`,
  },
];

test.each(clauses)(
  '$name',
  ({ detection, kql, target = 'xdr', logsource = processes }) => {
    const conversion = convertText(ruleText(detection, logsource), target, {
      termIndex: false,
      ...(logsource === images && { tables: { prefer: ['WindowsEvent'] } }),
    });
    expect(conditionsOf(conversion)).toBe(kql.replace(/^extend/m, '| extend'));
    if (conversion.query !== undefined) expect(analyse(conversion.query, target)).toEqual([]);
  },
  60_000,
);
