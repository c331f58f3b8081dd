import type { Modifier } from './modifier.ts';

/** Specification, appendix "Modifiers", "IP Modifiers" and "Numeric Modifiers". */
export const valueModifiers: readonly Modifier[] = [
  {
    name: 'cidr',
    group: 'network',
    documentation: 'The field is an address of the network, IPv4 or IPv6.',
    example: "DestinationIp|cidr: '10.0.0.0/8'",
    takes: 'text',
    gives: 'network',
    after: ['value'],
    first: true,
  },
  {
    name: 'lt',
    group: 'number',
    documentation: 'The field is a number below the value.',
    example: 'DestinationPort|lt: 1024',
    takes: 'number',
    gives: 'comparison',
    after: ['value', 'time'],
  },
  {
    name: 'lte',
    group: 'number',
    documentation: 'The field is a number not above the value.',
    example: 'DestinationPort|lte: 1023',
    takes: 'number',
    gives: 'comparison',
    after: ['value', 'time'],
  },
  {
    name: 'gt',
    group: 'number',
    documentation: 'The field is a number above the value.',
    example: 'FileSize|gt: 1000000',
    takes: 'number',
    gives: 'comparison',
    after: ['value', 'time'],
  },
  {
    name: 'gte',
    group: 'number',
    documentation: 'The field is a number not below the value.',
    example: 'DestinationPort|gte: 49152',
    takes: 'number',
    gives: 'comparison',
    after: ['value', 'time'],
  },
];

/** The same, "Time Modifiers". */
export const timeModifiers: readonly Modifier[] = (
  [
    ['minute', 'minute (0 to 59)'],
    ['hour', 'hour (0 to 23)'],
    ['day', 'day of the month (1 to 31)'],
    ['week', 'week of the year (1 to 53)'],
    ['month', 'month (1 to 12)'],
    ['year', 'year'],
  ] as const
).map(([name, what]) => ({
  name,
  group: 'time',
  documentation: `The ${what} of the time in the field, as it is written there: no time zone is applied. Can be followed by \`lt\`, \`lte\`, \`gt\` or \`gte\`.`,
  example: `EventTime|${name}|gte: ${name === 'year' ? 2024 : 1}`,
  takes: 'number',
  gives: 'time',
  after: ['value'],
}));
