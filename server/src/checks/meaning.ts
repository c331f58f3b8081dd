import type { Check, CheckDocs } from './check.ts';
import { ruleDetecting, ruleSelecting } from './examples.ts';
import type { MeaningCode } from './itemMeaning.ts';
import { meaningFindings } from './meaningWalk.ts';

/** Rules that mean something else than they seem to: that can never match, always match, or whose filters take out everything or nothing. */
export const meaningChecks: readonly Check[] = [
  meaningCheck('contradiction', 'warning', {
    what: 'Two conditions on one field can never both be met: the rule asks for them together.',
    why: 'The rule, or this part of it, never fires. Only an event that has a list in the field could have both.',
    example: {
      bad: ruleSelecting("Image|endswith: '\\whoami.exe'", "Image: 'C:\\Windows\\System32\\hostname.exe'"),
      good: ruleSelecting("Image|endswith: '\\whoami.exe'", "CommandLine|contains: '/all'"),
    },
  }),
  meaningCheck('filter-takes-everything', 'warning', {
    what: 'What stands after `not` is true for every event that the rest of the condition lets through.',
    why: 'Nothing is left: the rule never fires.',
    example: {
      bad: filtering("Image|endswith: '.exe'"),
      good: filtering('User: alice'),
    },
  }),
  {
    ...meaningCheck('filter-takes-nothing', 'information', {
      what: 'What stands after `not` can not be true for any event that the rest of the condition lets through.',
      why: 'The filter has no effect. Perhaps another value was meant, or what it belonged to is gone.',
      example: {
        bad: filtering("Image|endswith: '\\hostname.exe'"),
        good: filtering('User: alice'),
      },
    }),
    profiles: ['spec'],
  },
  meaningCheck('always-true', 'warning', {
    what: 'The condition is true for every event: one of its parts is true wherever the other one is not, or a selection asks for a field to be there or not.',
    why: 'The rule fires on everything its log source has.',
    example: {
      bad: ruleDetecting('selection:', "    Image|endswith: '\\whoami.exe'", 'condition: selection or not selection'),
      good: ruleDetecting('selection:', "    Image|endswith: '\\whoami.exe'", 'condition: selection'),
    },
  }),
  meaningCheck('value-out-of-range', 'warning', {
    what: 'A part of a time is compared with a number that lies outside of what it can be: `hour|gte: 24`, `month|lt: 1`.',
    why: 'The comparison is never true, or always.',
    example: {
      bad: ruleSelecting('CreationUtcTime|hour|gte: 24').replace('process_creation', 'file_event'),
      good: ruleSelecting('CreationUtcTime|hour|gte: 22').replace('process_creation', 'file_event'),
    },
    url: 'https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-appendix-modifiers.md',
  }),
];

function meaningCheck(id: MeaningCode, severity: Check['severity'], docs: CheckDocs): Check {
  return {
    id,
    severity,
    docs,
    run(context, report) {
      for (const { code, ...finding } of meaningFindings(context)) if (code === id) report(finding);
    },
  };
}
function filtering(filter: string): string {
  return ruleDetecting(
    'selection:',
    "    Image|endswith: '\\whoami.exe'",
    'filter:',
    `    ${filter}`,
    'condition: selection and not filter',
  );
}
