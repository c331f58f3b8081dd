import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Target } from '../../server/src/catalog/target.ts';
import { analyse } from '../../server/src/kql/validation/analyse.ts';

/** The first analysis of a process takes a second or two; each target's tables take a little more. */
const slow = 60_000;

/** The code of each diagnostic, a dash and the words of the query that it is about. */
function found(query: string, target: Target): string[] {
  return analyse(query, target).map(({ code, start, length }) => `${code} ${query.slice(start, start + length)}`);
}

test.each<[Target, string]>([
  [
    'xdr',
    'DeviceProcessEvents | where ActionType == "ProcessCreated" and ProcessCommandLine contains "x" and Timestamp > ago(1d)',
  ],
  ['xdr', 'DeviceProcessEvents | where ProcessId == 4 and ProcessId in (443, 80)'],
  ['xdr', 'union DeviceFileEvents, DeviceRegistryEvents | where DeviceName =~ "a"'],
  ['workspace', 'SecurityEvent | where EventID in (4688, 4689) and NewProcessName endswith "\\\\cmd.exe"'],
  ['workspace', 'WindowsEvent | where tostring(EventData.Image) endswith @"\\cmd.exe"'],
  ['workspace', 'SigninLogs | where DeviceDetail.deviceId == "x" and TimeGenerated > ago(1d)'],
  ['workspace', 'DeviceEvents | where AdditionalFields.DnsQueryString contains "x"'],
  ['asim', 'imProcessCreate | where TargetProcessCommandLine contains "Cert:\\\\LocalMachine\\\\Root"'],
  [
    'asim',
    '_Im_ProcessCreate(commandline_has_any=dynamic(["certutil"]), starttime=ago(1d)) | where CommandLine has "x" and User =~ "y"',
  ],
  ['asim', '_ASim_ProcessEvent_Create | where Process endswith "x"'],
  ['asim', 'ASimProcessEventCreate() | where Process endswith "x"'],
  ['asim', 'union imFileEvent, SecurityEvent | where TargetFilePath contains "x"'],
  ['asim', ''],
])(
  '%s accepts: %s',
  (target, query) => {
    expect(found(query, target)).toEqual([]);
  },
  slow,
);

test.each<[Target, string, string]>([
  ['xdr', 'SecurityEvent | count', 'KS204 SecurityEvent'],
  ['xdr', 'DeviceProcessEvents | where TimeGenerated > ago(1d)', 'KS142 TimeGenerated'],
  ['xdr', 'DeviceProcessEvents | where ProcessId contains "4"', 'KS106 contains'],
  ['xdr', 'DeviceProcessEvents | where ProcessId in~ ("4")', 'KS107 ProcessId'],
  ['workspace', 'imProcessCreate | count', 'KS204 imProcessCreate'],
  ['workspace', 'DeviceProcessEvents | where Timestamp > ago(1d)', 'KS142 Timestamp'],
  ['asim', 'imProcessCreate(nonsense=1)', 'KS196 nonsense'],
  ['asim', 'imProcessCreate | where Image has "x"', 'KS142 Image'],
  ['asim', 'imProcessCreate | where CommandLine ==', 'KS006 '],
  ['asim', 'imProcessCreate | where CommandLine == "\u{1F600}" | nonsense', 'KS176 nonsense'],
])(
  '%s refuses: %s',
  (target, query, diagnostic) => {
    expect(found(query, target)).toEqual([diagnostic]);
  },
  slow,
);

test.each([
  ['ProcessId == "4"', 'incomparable-types ProcessId == "4"'],
  ['"4" != ProcessId', 'incomparable-types "4" != ProcessId'],
  ['ProcessId in ("4")', 'incomparable-types ProcessId in ("4"'],
  ['ProcessCommandLine == 4', 'incomparable-types ProcessCommandLine == 4'],
  ['Timestamp == "2026-01-01"', 'incomparable-types Timestamp == "2026-01-01"'],
  ['IsInitiatingProcessRemoteSession == "true"', 'incomparable-types IsInitiatingProcessRemoteSession == "true"'],
])(
  'equality that the engine refuses and the language service does not: %s',
  (condition, diagnostic) => {
    expect(found(`DeviceProcessEvents | where ${condition}`, 'xdr')).toEqual([diagnostic]);
  },
  slow,
);

test.each([
  'ProcessId == 4.5',
  'parse_json(AdditionalFields).x == "4"',
  'parse_json(AdditionalFields).x == 4',
  'ProcessCommandLine in (dynamic(["a"]))',
  'ProcessId in (4, 5)',
  'ProcessCommandLine !in ("a", "b")',
])(
  'equality that is fine: %s',
  (condition) => {
    expect(found(`DeviceProcessEvents | where ${condition}`, 'xdr')).toEqual([]);
  },
  slow,
);

test.each([
  ['isnull(FileName)', ['null-test-of-string isnull(FileName)']],
  ['isnotnull(tostring(ProcessId))', ['null-test-of-string isnotnull(tostring(ProcessId))']],
  ['isnull(ProcessId)', []],
  ['isempty(FileName)', []],
])(
  'a string is never null: %s',
  (condition, diagnostics) => {
    expect(found(`DeviceProcessEvents | where ${condition}`, 'xdr')).toEqual(diagnostics);
  },
  slow,
);

test(
  'any text is answered, with places that lie in it',
  () => {
    const words = fc.constantFrom(
      'DeviceProcessEvents',
      '|',
      'where',
      'FileName',
      '==',
      '"',
      "'",
      '@"',
      '(',
      ')',
      'in',
      '4',
      '//',
      ';',
      'let',
      '\n',
    );
    const text = fc.array(fc.oneof(words, fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 12 });
    fc.assert(
      fc.property(text, (parts) => {
        const query = parts.join(' ');
        for (const { start, length } of analyse(query, 'xdr')) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(start + length).toBeLessThanOrEqual(query.length);
        }
      }),
    );
  },
  slow,
);

test(
  'a flat chain of a thousand terms is too deep, and says so',
  () => {
    const chain = Array.from({ length: 1000 }, (_, index) => `FileName contains "${index}"`).join(' or ');
    expect(analyse(`DeviceProcessEvents | where ${chain}`, 'xdr').map(({ code }) => code)).toContain('KS245');
  },
  slow,
);
