import { describe, expect, test } from 'vitest';
import { conditionsOf, convertText, ruleText } from './convertDetection.ts';

/** Defender writes an address of version 4 as `::ffff:192.0.2.1` where the socket is of version 6. */
const address = '| extend DestinationIp = extract(@"([0-9.]+|[^.]+)$", 1, RemoteIP)';

/** The ways in which other converters get queries wrong, by their numbers in the notes on KQL. */
describe('known mistranslations', () => {
  const processes = (detection: string) => conditionsOf(convertText(ruleText(detection), 'xdr', { termIndex: false }));
  const of = (category: string, detection: string, target: 'asim' | 'xdr' | 'workspace' = 'xdr') =>
    convertText(ruleText(detection, { category, product: 'windows' }), target, { termIndex: false });

  test('1: a backslash at the end stays a backslash', () => {
    expect(processes(String.raw`selection: { CommandLine|contains: '\Run\' }`)).toBe(
      String.raw`ProcessCommandLine contains @"\Run\"`,
    );
    expect(processes(String.raw`selection: { Image|startswith: 'C:\Temp\' }`)).toBe(
      String.raw`FolderPath startswith @"C:\Temp\"`,
    );
  });

  test('2: key and value name are joined as in Sysmon, hives and control sets are spelled as in the table', () => {
    const detection = String.raw`selection: { TargetObject|endswith: '\Services\WinDefend\Start', TargetObject|startswith: 'HKLM\System\CurrentControlSet\', Details: 'DWORD (0x00000004)' }`;
    expect(of('registry_set', detection).query).toBe(String.raw`DeviceRegistryEvents
| where ActionType == "RegistryValueSet"
| where RegistryValueType =~ "Dword" and RegistryValueData == "4"
| extend TargetObject = strcat(RegistryKey, "\\", iff(isempty(RegistryValueName), "(Default)", RegistryValueName))
| where TargetObject endswith @"\Services\WinDefend\Start"
| where TargetObject startswith @"HKEY_LOCAL_MACHINE\System\CurrentControlSet\"
    or TargetObject startswith @"HKEY_LOCAL_MACHINE\System\ControlSet001\"`);
    const users = conditionsOf(of('registry_add', String.raw`selection: { TargetObject|startswith: 'HKU\S-1' }`));
    expect(users).toBe(
      String.raw`RegistryKey startswith @"HKEY_USERS\S-1" or RegistryKey startswith @"HKEY_CURRENT_USER\S-1"`,
    );
    const deleted = of('registry_delete', String.raw`selection: { TargetObject|endswith: '\a' }`).query;
    expect(deleted).toContain('PreviousRegistryKey');
    expect(deleted).toContain('PreviousRegistryValueName');
  });

  test('3: each category selects its own events', () => {
    const selector = (category: string, target: 'asim' | 'xdr') =>
      of(category, `selection: { TargetFilename|endswith: .exe }`, target).query?.split('\n')[1];
    expect(selector('file_event', 'xdr')).toBe('| where ActionType == "FileCreated"');
    expect(selector('file_delete', 'xdr')).toBe('| where ActionType == "FileDeleted"');
    expect(selector('file_rename', 'xdr')).toBe('| where ActionType == "FileRenamed"');
    expect(selector('file_delete', 'asim')).toBe('| where EventType == "FileDeleted"');
    expect(of('file_access', 'selection: { FileName|endswith: .exe }').query).toBeUndefined();
    expect(of('file_change', 'selection: { TargetFilename|endswith: .exe }').query).toBeUndefined();
    expect(selector('file_access', 'asim')).toBe('| where EventType == "FileAccessed"');
  });

  test('4: event ids select the rows, of one table and of several events', () => {
    const security = (detection: string) =>
      convertText(ruleText(detection, { product: 'windows', service: 'security' }), 'workspace').query;
    expect(security('selection: { EventID: 4624, LogonType: 3 }')).toBe(
      'SecurityEvent\n| where EventID == 4624\n| where LogonType == 3',
    );
    expect(security('selection: { EventID: [4728, 4732] }')).toBe('SecurityEvent\n| where EventID in (4728, 4732)');
    expect(security("a: { EventID: 4624 }\nb: { EventID: '4625', LogonType: 3 }\ncondition: 1 of *")).toBe(
      'SecurityEvent\n| where EventID in (4624, 4625)\n| where EventID == 4624 or (EventID == 4625 and LogonType == 3)',
    );
    expect(convertText(ruleText('selection: { EventID: 1 }'), 'xdr').problems[0]?.code).toBe('unmapped-field');
  });

  test('5: text is asked for emptiness, never for null', () => {
    expect(processes('selection: { CommandLine: null }')).toBe('isempty(ProcessCommandLine)');
    expect(
      processes('selection: { CommandLine: a }\nfilter: { ParentImage: null }\ncondition: selection and not filter'),
    ).toBe('ProcessCommandLine =~ "a"\nisnotempty(InitiatingProcessFolderPath)');
  });

  test('6: networks of version 6 have their own function', () => {
    expect(
      conditionsOf(of('network_connection', "selection: { DestinationIp|cidr: 'fc00::/7', Initiated: 'true' }")),
    ).toBe(`${address}\nipv6_is_in_range(DestinationIp, "fc00::/7")`);
  });

  test('7: a wildcard within a value is one anchored expression that ignores case', () => {
    expect(processes("selection: { CommandLine: 'foo*bar' }")).toBe(
      'ProcessCommandLine matches regex "(?is)^foo.*bar$"',
    );
    expect(processes("selection: { CommandLine|startswith: 'fo?bar' }")).toBe(
      'ProcessCommandLine matches regex "(?is)^fo.bar"',
    );
    expect(processes("selection: { CommandLine|cased: 'a*b' }")).toBe('ProcessCommandLine matches regex "(?s)^a.*b$"');
  });

  test('8: a hash without a column is refused, and `all` means all', () => {
    const md5 = 'MD5=0123456789abcdef0123456789abcdef';
    const imphash = 'IMPHASH=0123456789abcdef0123456789abcdef';
    const refused = convertText(ruleText(`selection: { Hashes|contains: ['${md5}', '${imphash}'] }`), 'xdr');
    expect(refused.query).toBeUndefined();
    expect(refused.problems.map(({ code, severity }) => [code, severity])).toEqual([['unmapped-field', 'error']]);
    expect(
      processes(`selection: { Hashes|contains|all: ['${md5}', 'SHA1=0123456789abcdef0123456789abcdef01234567'] }`),
    ).toBe('MD5 =~ "0123456789abcdef0123456789abcdef" and SHA1 =~ "0123456789abcdef0123456789abcdef01234567"');
    const asim = convertText(ruleText(`selection: { Hashes|contains: '${imphash}' }`), 'asim');
    expect(conditionsOf(asim)).toBe('TargetProcessIMPHASH =~ "0123456789abcdef0123456789abcdef"');
  });

  test('9: a user is the domain and the name', () => {
    expect(processes("selection: { User|contains: 'AUTHORI' }")).toBe(
      '| extend User = strcat(AccountDomain, "\\\\", AccountName)\nUser contains "AUTHORI"',
    );
  });

  test('10: booleans are kept', () => {
    const query = (value: string) =>
      of('network_connection', `selection: { Initiated: ${value}, DestinationPort: 443 }`).query;
    expect(query("'true'")).toContain('| where ActionType in ("ConnectionSuccess", "ConnectionRequest")\n');
    expect(query("'true'")).toContain('| where RemotePort == 443');
    expect(query('true')).toBe(query("'true'"));
    expect(query("'false'")).toContain('| where ActionType == "InboundConnectionAccepted"\n');
    expect(query("'false'")).toContain('| where LocalPort == 443');
    expect(query("['true', 'false']")).toContain(
      'iff(ActionType == "InboundConnectionAccepted", LocalPort, RemotePort)',
    );
  });

  test('11: types decide the literals', () => {
    const ports = of('network_connection', "selection: { DestinationPort: ['443', 80], Initiated: 'true' }");
    expect(conditionsOf(ports)).toBe('RemotePort in (443, 80)');
    expect(processes("selection: { LogonId: '0x3e7' }")).toBe('LogonId == 999');
    expect(
      conditionsOf(of('network_connection', "selection: { DestinationPort|endswith: '43', Initiated: 'true' }")),
    ).toBe('tostring(RemotePort) endswith "43"');
    const never = convertText(ruleText('selection: { ProcessId: abc }'), 'xdr');
    expect(never.problems.map(({ code, severity }) => [code, severity])).toEqual([['never-matches', 'warning']]);
    expect(conditionsOf(never)).toBe('false');
  });

  test('12: `all` without contains is equality with each', () => {
    expect(processes('selection: { CommandLine|all: [a, b] }')).toBe(
      'ProcessCommandLine =~ "a" and ProcessCommandLine =~ "b"',
    );
  });

  test('13: keywords are looked for in columns', () => {
    expect(processes('selection: [foo, bar]')).toBe('* contains "foo" or * contains "bar"');
  });

  test('14: the acting process is not the target, and a full path not a name', () => {
    const detection = String.raw`selection: { Image|endswith: '\a.exe', TargetFilename|endswith: '\b.exe' }`;
    const { query } = of('file_event', detection, 'asim');
    expect(query).toContain(String.raw`| where ActingProcessName endswith @"\a.exe"`);
    expect(query).toContain(String.raw`| where TargetFilename endswith @"\b.exe"`);
    const parent = of('file_event', String.raw`selection: { ParentImage: 'C:\Windows\explorer.exe' }`);
    expect(parent.query).toBeUndefined();
    expect(conditionsOf(of('file_event', String.raw`selection: { ParentImage|endswith: '\explorer.exe' }`))).toBe(
      'InitiatingProcessParentFileName =~ "explorer.exe"',
    );
  });

  test('15: Linux and macOS have their own rows', () => {
    const on = (product: string, target: 'asim' | 'xdr' | 'workspace') =>
      convertText(ruleText('selection: { Image|endswith: /sh }', { category: 'process_creation', product }), target);
    expect(on('linux', 'workspace').query).toContain(
      `Syslog
| where SyslogMessage contains "<Provider Name=\\"Linux-Sysmon\\""
| where SyslogMessage contains "<EventID>1</EventID>"`,
    );
    expect(on('linux', 'xdr').query).toContain('OSPlatform =~ "Linux"');
    expect(on('macos', 'xdr').query).toContain('OSPlatform =~ "macOS"');
    expect(on('linux', 'asim').query).toContain('| where DvcOs =~ "Linux"');
    expect(on('macos', 'workspace').query).toContain('OSPlatform =~ "macOS"');
  });

  test('16: every literal is quoted in one way', () => {
    expect(processes(String.raw`selection: { CommandLine|contains: ':\\*."' }`)).toBe(
      String.raw`ProcessCommandLine matches regex @"(?is):\\.*\."""`,
    );
    expect(processes(String.raw`selection: { CommandLine|contains: ':\\\*.' }`)).toBe(
      String.raw`ProcessCommandLine contains @":\*."`,
    );
    expect(processes(String.raw`selection: { CommandLine|contains: "a\tb\nc\\" }`)).toBe(
      String.raw`ProcessCommandLine contains "a\tb\nc\\"`,
    );
  });

  test('17: cased, fieldref, import hashes and placeholders are translated or refused in place', () => {
    expect(processes('selection: { CommandLine|contains|cased: Ab }')).toBe('ProcessCommandLine contains_cs "Ab"');
    expect(processes('selection: { User|fieldref: ParentUser }')).toContain('User =~ ParentUser');
    const text = ruleText("selection: { CommandLine|expand: '%tool%' }");
    const open = convertText(text, 'xdr');
    expect(open.query).toBeUndefined();
    expect(open.problems.map(({ code, range }) => [code, text.slice(range.start, range.end)])).toEqual([
      ['unresolved-placeholder', "'%tool%'"],
    ]);
  });

  test('18: what may be null is false before it is negated', () => {
    const query = (filter: string) =>
      conditionsOf(
        of(
          'network_connection',
          `selection: { Initiated: 'true' }\nfilter: { ${filter} }\ncondition: selection and not filter`,
        ),
      );
    expect(query('DestinationIp|cidr: 10.0.0.0/8')).toBe(
      `${address}\nnot(coalesce(ipv4_is_in_range(DestinationIp, "10.0.0.0/8"), false))`,
    );
    expect(query('DestinationPort|gt: 1024')).toBe('not(coalesce(RemotePort > 1024, false))');
    expect(query('DestinationPort: 443')).toBe('RemotePort != 443');
    expect(query("DestinationIp|startswith: '10.'")).toBe(`${address}\nDestinationIp !startswith "10."`);
    expect(query('DestinationIp|cidr: 10.0.0.0/8, DestinationPort: 53')).toBe(
      `${address}\nnot(coalesce(ipv4_is_in_range(DestinationIp, "10.0.0.0/8"), false) and RemotePort == 53)`,
    );
  });
});
