import type { Documentation } from './check.ts';
import { ruleReading } from './examples.ts';

/** What deploy/ reports when a query is there and cannot be handed to Sentinel or Defender as it is. */
export const deployProblems: readonly Documentation[] = [
  {
    id: 'not-deployable',
    severity: 'error',
    what: 'The query has no place in the chosen format: it runs in another product, lacks columns that the product asks for, or looks further back than the product does.',
    why: 'The product would refuse it, or would run it and miss what it should find.',
    example: {
      bad: ruleReading('category: process_creation', 'product: macos'),
      good: ruleReading('category: process_creation', 'product: windows'),
    },
  },
  {
    id: 'alert-without-entities',
    severity: 'information',
    what: 'The correlation becomes an analytics rule of Sentinel whose alerts name no account, host, address or other entity.',
    why: 'Sentinel groups alerts into incidents and opens investigations by entities. It takes them from columns with a single value, which an alert about many events has only for what it is grouped by.',
    example: {
      bad: correlationBy('EventID'),
      good: correlationBy('TargetUserName'),
    },
  },
];

function correlationBy(field: string): string {
  return `title: Many failed logons
correlation:
    type: event_count
    rules: [failed_logon]
    group-by: [${field}]
    timespan: 10m
    condition: {gte: 10}
---
title: Failed logon
name: failed_logon
logsource:
    product: windows
    service: security
detection:
    selection:
        EventID: 4625
    condition: selection
`;
}
