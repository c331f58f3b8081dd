import type { Documentation } from './check.ts';

/** What is found in files of KQL, besides what Microsoft's language service says under codes of its own (`KS…`). */
export const kqlFileProblems: readonly Documentation[] = [
  {
    id: 'unknown-table',
    severity: 'warning',
    what: 'A query names a table that neither the catalogue nor the setting `sigmasmith.kql.customTables` has, or one of the other product.',
    why: 'A query on a table that does not exist fails where it is deployed. What is read of an unknown table cannot be checked. Under the tables of Defender XDR alone it is an error, since nobody can add tables there.',
    example: { bad: 'SecurityEvnt\n| where EventID == 4624\n', good: 'SecurityEvent\n| where EventID == 4624\n' },
  },
  {
    id: 'unknown-column',
    severity: 'error',
    what: 'A name in a query is no column of what is read at that place, and no name of `let`.',
    why: 'The query fails where it is deployed. `Timestamp` is the time in Defender XDR, `TimeGenerated` in a workspace. Custom columns (`_CF`) are only known to the workspace, so they are mentioned as information.',
    example: {
      bad: 'SecurityEvent\n| where Acount == "alice"\n',
      good: 'SecurityEvent\n| where Account == "alice"\n',
    },
  },
  {
    id: 'unknown-function',
    severity: 'warning',
    what: 'A query calls a function that is neither Kusto’s nor declared in it.',
    why: 'Either its name is misspelt, which is an error if a known name is near, or it is saved in a workspace, and what it answers cannot be checked.',
    example: { bad: 'print toloweer("A")\n', good: 'print tolower("A")\n' },
  },
  {
    id: 'unknown-operator',
    severity: 'error',
    what: 'What follows a pipe begins with a word that is no operator.',
    why: 'The query has no meaning from there on, so nothing behind it is checked.',
    example: { bad: 'SecurityEvent\n| summarise count()\n', good: 'SecurityEvent\n| summarize count()\n' },
  },
  {
    id: 'incomparable-types',
    severity: 'error',
    what: 'A text is compared with a value of another type by `==`, `!=`, `in` or `!in`.',
    why: 'Microsoft’s parser lets it pass, and the engine then refuses the query.',
    example: {
      bad: 'SecurityEvent\n| where EventID == "4688"\n',
      good: 'SecurityEvent\n| where EventID == 4688\n',
    },
  },
  {
    id: 'null-test-of-string',
    severity: 'warning',
    what: '`isnull` or `isnotnull` is asked of a text.',
    why: 'A text is never null in Kusto, only empty, so the answer is always the same. Use `isempty` and `isnotempty`.',
    example: {
      bad: 'SecurityEvent\n| where isnull(Account)\n',
      good: 'SecurityEvent\n| where isempty(Account)\n',
    },
  },
  {
    id: 'kql-too-large',
    severity: 'warning',
    what: 'A query or a file of KQL is longer than 200,000 or 1,000,000 characters, or its brackets are nested deeper than 250.',
    why: 'Microsoft’s parser would take seconds at each keystroke, and does not look into what is nested that deep. The other queries of the file are checked.',
    example: { bad: `print ${'('.repeat(251)}1${')'.repeat(251)}\n`, good: 'print (1)\n' },
  },
  {
    id: 'kql-unreadable',
    severity: 'warning',
    what: 'Microsoft’s language service breaks down over a part of a query: some that are half typed make it throw.',
    why: 'Nothing in the query is checked or proposed until that part is changed. The other queries of the file are.',
    example: {
      bad: 'DeviceProcessEvents\n| graph-match\n',
      good: 'DeviceProcessEvents\n| summarize count() by FileName\n',
    },
  },
  {
    id: 'kql-not-analysed',
    severity: 'warning',
    what: 'Microsoft’s language service was ended because it took longer than 10 seconds for a file, or has failed at it.',
    why: 'Nothing in the file is checked. The next change tries again.',
    example: { bad: 'print ---…---1 // with 190,000 signs\n', good: 'print -1\n' },
  },
];
