import { expect, test } from 'vitest';
import { findingsOf } from './annotations.ts';

const codes = (detection: string, category = 'process_creation') =>
  findingsOf(
    `title: Whoami\nlogsource:\n    category: ${category}\n    product: windows\ndetection:\n${detection
      .trim()
      .split('\n')
      .map((line) => `    ${line}`)
      .join('\n')}\n`,
  ).map(({ code }) => code);

const both = (first: string, second: string) => codes(`s:\n    ${first}\n    ${second}\ncondition: s`);

test.each([
  ["Image: 'C:\\a.exe'", "Image|endswith: '\\b.exe'"],
  ["Image|startswith: 'C:\\'", "Image|startswith|cased: 'D:\\'"],
  ["Image|startswith: 'C:\\a'", "Image: 'C:\\b*\\x.exe'"],
  ["Image|endswith: ['\\a.exe', '\\b.exe']", "Image: ['C:\\c.exe', 'C:\\d.exe']"],
  ["CommandLine|cased: 'ABC'", "CommandLine|cased|startswith: 'a'"],
  ['ProcessId|gt: 10', 'ProcessId|lt: 5'],
  ['ProcessId|gte: 10', 'ProcessId|lt: 10'],
  ['ProcessId: 4', 'ProcessId|gt: 4'],
  ['ProcessId: 4', "ProcessId|startswith: '5'"],
  // A fixed prefix that is longer than the whole value, or written otherwise.
  ["Image|startswith|cased: 'C:\\Temp\\'", "Image: 'C:\\Temp'"],
  ["Image|cased: 'C:\\TEMP\\a.exe'", "Image|startswith|cased: 'C:\\Temp\\'"],
  ["Image: 'C:\\a?.exe'", "Image|contains: '\\a longer name.exe'"],
  ["Image: '????'", "Image|startswith: 'C:\\ab.exe'"],
  ['DestinationIp|cidr: 10.0.0.0/8', 'DestinationIp: 192.168.0.1'],
  ['DestinationIp|cidr: 10.0.0.0/8', 'DestinationIp|startswith: 192.168.'],
  ['DestinationIp|cidr: 10.0.0.0/8', 'DestinationIp: localhost'],
  ['ProcessId|gt: 10', "ProcessId: '5'"],
  ['UtcTime|hour|lt: 6', 'UtcTime|hour|gt: 5'],
  ['User|exists: false', 'User|contains: admin'],
  ['User: null', 'User|contains: admin'],
  ['User|neq: alice', 'User|endswith|cased|neq: x\n    User: alice'],
])('%s and %s contradict each other', (first, second) => {
  expect(both(first, second)).toContain('contradiction');
});

test.each([
  ["Image: 'C:\\A.EXE'", "Image|endswith: '\\a.exe'"],
  ["Image|startswith: 'C:\\'", "Image|cased|startswith: 'c:\\windows'"],
  ["Image|contains: 'a'", "Image|contains|all: ['b', 'c']"],
  ["Image|endswith: ['\\a.exe', '\\b.exe']", "Image: ['C:\\c.exe', 'C:\\B.exe']"],
  ['ProcessId|gte: 10', 'ProcessId|lte: 10'],
  ['ProcessId: 4', "ProcessId|startswith: '4'"],
  ["Image|startswith|cased: 'C:\\Temp\\'", "Image: 'c:\\temp\\'"],
  ["Image: 'C:\\a?.exe'", "Image|contains: '\\ab.exe'"],
  // A wildcard for one character may stand for one of two UTF-16 units.
  ["Image: '??'", "Image|contains: 'abcd'"],
  ['DestinationIp|cidr: 10.0.0.0/8', 'DestinationIp|startswith: 10.1.'],
  ['DestinationIp|cidr: 192.168.1.0/24', 'DestinationIp|startswith: 192.168.'],
  ['DestinationIp|cidr: 10.0.0.0/8', "DestinationIp|startswith: '1'"],
  ['ProcessId|gt: 10', "ProcessId: '11'"],
  ['UtcTime|hour|lt: 6', 'UtcTime|hour|gt: 4'],
  ['UtcTime|hour|lt: 6', 'UtcTime|day|gt: 7'],
  ['User|exists: true', 'User|contains: admin'],
  ["User|re: 'a'", "User|endswith: 'b'"],
  ["User|expand: '%users%'", 'User|endswith: x'],
  ['User|fieldref: ParentUser', 'User|endswith: x'],
])('%s and %s can be true together', (first, second) => {
  expect(both(first, second).filter((code) => code !== 'unknown-field')).toEqual([]);
});

test('values of one list that have to be there at once', () => {
  const list = (item: string) => codes(`a:\n    ${item}\ncondition: a`, 'network_connection');
  expect(list('DestinationIp|cidr|all: [10.0.0.0/8, 192.168.0.0/16]')).toEqual(['contradiction']);
  expect(list("Image|all: ['*\\b.exe', '*q*', 'C:\\a.exe']")).toEqual(['contradiction']);
  expect(list('DestinationIp|cidr|all: [10.0.0.0/8, 10.1.0.0/16]')).toEqual(['covered-value']);
  expect(list("Image|contains|all: ['C:\\a', 'D:\\']")).toEqual([]);
  // One cause, one finding.
  expect(list("Image|startswith|all: ['C:\\a', 'D:\\']")).toEqual(['all-without-contains']);
});

test('a contradiction between selections, and in one branch of many', () => {
  expect(codes('a:\n    ProcessId: 1\nb:\n    ProcessId: 2\ncondition: a and b')).toEqual(['contradiction']);
  expect(codes('a:\n    ProcessId: 1\nb:\n    ProcessId: 2\ncondition: a or b')).toEqual([]);
  expect(codes('a:\n    ProcessId: 1\nb:\n    ProcessId: 2\nc:\n    ProcessId: 1\ncondition: a and (b or c)')).toEqual([
    'contradiction',
  ]);
});

test.each([
  ["Image|endswith: '\\a.exe'", "Image|endswith: '.exe'"],
  ["Image|endswith: ['\\a.exe', '\\b.exe']", "Image|contains: '\\'"],
  ["CommandLine|contains|all: ['a', 'b']", "CommandLine|contains: 'b'"],
  ["CommandLine|contains|all: ['ab', 'cd']", "CommandLine|contains|all: ['a', 'c']"],
  ['ProcessId: 4', 'ProcessId|lt: 10'],
  ['User|contains: admin', 'User|exists: true'],
])('where %s is asked for, a filter %s leaves nothing', (selection, filter) => {
  expect(codes(`s:\n    ${selection}\nf:\n    ${filter}\ncondition: s and not f`)).toEqual(['filter-takes-everything']);
  expect(
    codes(
      `s:\n    ${selection}\n    User|endswith: q\nf_a:\n    ${filter}\nf_b:\n    Company: x\ncondition: s and not 1 of f_*`,
    ),
  ).toEqual(['filter-takes-everything']);
});

test.each([
  ["Image|endswith: ['\\a.exe', '\\b.exe']", "Image|endswith: '\\a.exe'"],
  ["CommandLine|contains: ['a', 'b']", "CommandLine|contains|all: ['a', 'b']"],
  ["Image|contains: 'a'", "Image|contains|cased: 'a'"],
  ['ProcessId: [4, 11]', 'ProcessId|lt: 10'],
])('where %s is asked for, a filter %s leaves something', (selection, filter) => {
  expect(codes(`s:\n    ${selection}\nf:\n    ${filter}\ncondition: s and not f`)).toEqual([]);
});

test('filters that take nothing out', () => {
  expect(codes("s:\n    Image|endswith: '\\a.exe'\nf:\n    Image: 'C:\\b.exe'\ncondition: s and not f")).toEqual([
    'filter-takes-nothing',
  ]);
  // With another selection the filter may well have an effect.
  expect(
    codes(
      "a:\n    Image|endswith: '\\a.exe'\nb:\n    User: x\nf:\n    Image: 'C:\\b.exe'\ncondition: (a or b) and not f",
    ),
  ).toEqual([]);
});

test('what is always true', () => {
  expect(codes('a:\n    User: x\ncondition: a or not a')).toEqual(['always-true']);
  expect(codes('a:\n    User|contains: x\nb:\n    User: xy\ncondition: a or not b')).toEqual(['always-true']);
  expect(codes('a:\n    User|exists: [true, false]\ncondition: a')).toEqual(['always-true']);
  expect(codes("a:\n    User: ['*', null]\ncondition: a")).toEqual(['always-true']);
  expect(codes("a:\n    User|contains: ''\ncondition: a")).toEqual(['always-true']);
  expect(codes("a:\n    User|re: '.*'\ncondition: a")).toEqual(['always-true']);
  expect(codes("a:\n    User: '*'\ncondition: a")).toEqual([]);
  expect(codes("a:\n    User|neq: ['*', null]\ncondition: a")).not.toContain('always-true');
  expect(codes("a:\n    User|contains|neq: ''\ncondition: a")).not.toContain('always-true');
});

test('parts of times', () => {
  const time = (item: string) => codes(`a:\n    CreationUtcTime|${item}\ncondition: a`, 'file_event');
  expect(time('hour|gte: 24')).toEqual(['value-out-of-range']);
  expect(time('minute|lt: 60')).toEqual(['value-out-of-range']);
  expect(time('hour|gte: 22')).toEqual([]);
  expect(time('month|lte: 11')).toEqual([]);
});
