import type { Documentation } from './check.ts';

/** What kusto/ reports when a query cannot be run on sample rows, or not to its end. */
export const queryProblems: readonly Documentation[] = [
  {
    id: 'kql-not-implemented',
    severity: 'error',
    what: 'The query uses an operator, a function or an option that cannot be run on sample rows.',
    why: 'An answer without it would be a wrong one, so there is none. docs/kql-support.md lists what can be run.',
    example: {
      bad: 'DeviceProcessEvents | reduce by FileName',
      good: 'DeviceProcessEvents | summarize count() by FileName',
    },
  },
  {
    id: 'kql-run-error',
    severity: 'error',
    what: 'Kusto would refuse the query while it runs, or there are no rows of a table that it reads.',
    why: 'The message names the value or the table.',
    example: {
      bad: 'print assert(1 > 2, "1 is not above 2")',
      good: 'print assert(2 > 1, "2 is not above 1")',
    },
  },
  {
    id: 'kql-limit',
    severity: 'error',
    what: 'The query was stopped: it ran for too long, needed too much memory, was cancelled, is nested deeper than 250 brackets, or makes a text of more than a megabyte or an array of more than 1,048,576 values, which are the most that Kusto holds.',
    why: 'A runaway query must not take the editor with it. Ask for fewer rows, or join on a key.',
    example: {
      bad: 'range x from 1 to 1000000000000 step 1 | count',
      good: 'range x from 1 to 1000 step 1 | count',
    },
  },
];
