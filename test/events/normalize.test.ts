import { describe, expect, it } from 'vitest';
import { normalizeEvent } from '../../server/src/events/normalize.ts';

const sysmon = {
  '#attributes': { xmlns: 'http://schemas.microsoft.com/win/2004/08/events/event' },
  System: {
    Provider: { '#attributes': { Name: 'Microsoft-Windows-Sysmon', Guid: '5770385F' } },
    EventID: 1,
    TimeCreated: { '#attributes': { SystemTime: '2026-04-17T05:24:53.092051Z' } },
    Correlation: null,
    Execution: { '#attributes': { ProcessID: 3208, ThreadID: 1724 } },
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    Computer: 'host',
  },
  EventData: { Image: 'C:\\a.exe', CommandLine: 'a -b' },
};

const flat = {
  Provider_Name: 'Microsoft-Windows-Sysmon',
  Provider_Guid: '5770385F',
  EventID: 1,
  TimeCreated_SystemTime: '2026-04-17T05:24:53.092051Z',
  Correlation: null,
  Execution_ProcessID: 3208,
  Execution_ThreadID: 1724,
  Channel: 'Microsoft-Windows-Sysmon/Operational',
  Computer: 'host',
  Image: 'C:\\a.exe',
  CommandLine: 'a -b',
};

describe('normalizeEvent', () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ["evtx_dump's shape", { Event: sysmon }, flat],
    ["evtx_dump's shape without its wrapper", sysmon, flat],
    [
      'an element with text and attributes',
      { Event: { System: { EventID: { '#text': 7045, '#attributes': { Qualifiers: 16384 } } } } },
      { EventID: 7045, EventID_Qualifiers: 16384 },
    ],
    [
      'user data',
      {
        Event: {
          System: { EventID: 8004 },
          UserData: { RuleAndFileData: { '#attributes': { xmlns: 'x' }, PolicyName: 'EXE', FilePath: 'a' } },
        },
      },
      { EventID: 8004, PolicyName: 'EXE', FilePath: 'a' },
    ],
    [
      'unnamed data',
      { Event: { System: { EventID: 400 }, EventData: { Data: { '#text': ['Available', 'None'] }, Binary: null } } },
      { EventID: 400, Data: ['Available', 'None'], Binary: null },
    ],
    [
      'names with spaces',
      { 'Source Name': 'x', SourceName: 'y', 'Threat Name': 'z' },
      { 'Source Name': 'x', SourceName: 'y', 'Threat Name': 'z', ThreatName: 'z' },
    ],
    [
      'a process creation of the Security log',
      { EventID: 4688, NewProcessName: 'C:\\a.exe', ParentProcessName: 'C:\\p.exe', CommandLine: 'a' },
      {
        EventID: 4688,
        NewProcessName: 'C:\\a.exe',
        ParentProcessName: 'C:\\p.exe',
        CommandLine: 'a',
        Image: 'C:\\a.exe',
        ParentImage: 'C:\\p.exe',
      },
    ],
    [
      "NXLog's shape",
      { EventID: 1, SourceName: 'Microsoft-Windows-Sysmon', Hostname: 'h', Image: 'a' },
      {
        EventID: 1,
        SourceName: 'Microsoft-Windows-Sysmon',
        Hostname: 'h',
        Image: 'a',
        Provider_Name: 'Microsoft-Windows-Sysmon',
        Computer: 'h',
      },
    ],
  ])('reads %s', (_name, event, expected) => expect(normalizeEvent(event)).toEqual(expected));

  it("adds Windows' names to Winlogbeat's event", () => {
    const event = {
      '@timestamp': '2026-01-01T00:00:00Z',
      winlog: {
        channel: 'Security',
        event_id: '4624',
        provider_name: 'P',
        computer_name: 'C',
        event_data: { LogonType: '3' },
      },
    };
    expect(normalizeEvent(event)).toEqual({
      ...event,
      EventID: '4624',
      Channel: 'Security',
      Provider_Name: 'P',
      Computer: 'C',
      LogonType: '3',
    });
  });

  it('returns a flat event itself', () => {
    const event = { Image: 'a', System: 'x', Event: 1, winlog: 'y' };
    expect(normalizeEvent(event)).toBe(event);
  });

  it('changes neither the event nor any prototype', () => {
    const event = JSON.parse(
      '{"Event": {"System": {"EventID": 1}, "EventData": {"__proto__": {"polluted": 1}, "constructor": "x"}}}',
    );
    const before = JSON.stringify(event);
    const fields = normalizeEvent(event);
    expect(JSON.stringify(event)).toBe(before);
    expect(Object.hasOwn(fields, '__proto__')).toBe(true);
    expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
    expect((fields as { polluted?: number }).polluted).toBeUndefined();
  });
});
