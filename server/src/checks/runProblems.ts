import type { Documentation } from './check.ts';
import { ruleWith } from './examples.ts';

/** What is found around rules: in files of events, in their expectations, and in files that hold no rule. The examples are files of the kind in question. */
export const runProblems: readonly Documentation[] = [
  {
    id: 'unmet-expectation',
    severity: 'error',
    what: 'A rule was run on its sample events and did not match those that it should match, or matched others.',
    why: 'Either the rule does not do what its author meant, or the events or the expectation are wrong.',
    example: {
      bad: 'cases:\n    - name: asks who he is\n      event:\n          Image: C:\\Windows\\System32\\hostname.exe\n      expect: match\n',
      good: 'cases:\n    - name: asks who he is\n      event:\n          Image: C:\\Windows\\System32\\whoami.exe\n      expect: match\n',
    },
  },
  {
    id: 'readings-disagree',
    severity: 'warning',
    what: 'On a sample event the rule gives another answer than the query that it becomes.',
    why: 'The query is what is deployed: it alerts where the rule does not, or misses what the rule finds. Where the query is only near to the rule, the message says in what; otherwise the translation is wrong, which is worth a report.',
    example: { bad: onTargets("startswith: 'Break'"), good: onTargets("contains: 'Breakglass'") },
  },
  {
    id: 'broken-filter',
    severity: 'error',
    what: 'A filter that applies to the rule has an error, so the rule is neither run nor converted.',
    why: 'Without the filter the rule would alert on all that the filter is to take out. Correct the filter; its own findings say where.',
    example: { bad: filtered('selecton'), good: filtered('selection') },
  },
  {
    id: 'filter-left-out',
    severity: 'warning',
    what: 'A filter in another file of the workspace applies to the rule and has an error, so the rule is run and converted without it.',
    why: 'The rule alerts on what the filter is to take out. Correct the filter; its own findings say where.',
    example: { bad: filtered('selecton'), good: filtered('selection') },
  },
  {
    id: 'filter-applied',
    severity: 'hint',
    what: 'A filter in another file of the workspace applies to the rule.',
    why: 'The query and the hits leave out what the filter takes out, which the rule itself does not show.',
    example: { bad: filtered('selection'), good: ruleWith() },
  },
  {
    id: 'filter-without-effect',
    severity: 'warning',
    what: 'A filter names a rule that it does not apply to: none that is known, one of another log source, or a correlation.',
    why: 'The rule alerts on what the filter is to take out. The preview of the filter says so of each rule that it names.',
    example: { bad: filtered('selection').replace('rules: any', 'rules: [whoam]'), good: filtered('selection') },
  },
  {
    id: 'workspace-unread',
    severity: 'information',
    what: 'The preview was opened while the rules of the workspace were still being read.',
    why: 'A filter in another file may be missing from the query, or a rule that a correlation refers to. The preview shows them as soon as they are known.',
    example: { bad: filtered('selection'), good: ruleWith() },
  },
  {
    id: 'event-broken',
    severity: 'error',
    what: 'An event in a file is not JSON and is left out.',
    why: 'The rule is not run on it. The events before and after it are read.',
    example: {
      bad: '{"Image": "whoami.exe"\n{"Image": "hostname.exe"}\n',
      good: '{"Image": "whoami.exe"}\n{"Image": "hostname.exe"}\n',
    },
  },
  {
    id: 'event-not-object',
    severity: 'error',
    what: 'Something in a file of events is a number, a text or another format: not an object with fields.',
    why: 'Only an object can be an event; what is none is skipped.',
    example: { bad: 'Image=whoami.exe\n', good: '{"Image": "whoami.exe"}\n' },
  },
  {
    id: 'file-too-large',
    severity: 'warning',
    what: 'The file is so large that it is not analysed while it is edited.',
    why: 'Typing would become slow. Split the file into several.',
    example: { bad: '# Several million characters of rules in one file.\n', good: ruleWith() },
  },
  {
    id: 'no-sigma-rule',
    severity: 'error',
    what: 'A file that was named on the command line holds no Sigma rule.',
    why: 'There is nothing to check in it; perhaps another file was meant.',
    example: { bad: 'apiVersion: v1\nkind: Pod\n', good: ruleWith() },
  },
  {
    id: 'unwritable-file',
    severity: 'error',
    what: 'A file was to be mended and cannot be written.',
    why: 'It is as it was. What is wrong in it is reported all the same.',
    example: { bad: ruleWith('level: High'), good: ruleWith('level: high') },
  },
  {
    id: 'unreadable-file',
    severity: 'error',
    what: 'A file cannot be read: it is not there, may not be opened, or is no text.',
    why: 'Nothing can be said about it. The other files are checked all the same.',
    example: { bad: '\\0', good: ruleWith() },
  },
];

function filtered(name: string): string {
  return `title: Ours\nlogsource:\n    category: process_creation\nfilter:\n    rules: any\n    selection:\n        User: ours\n    condition: not ${name}\n---\n${ruleWith()}`;
}

/** The query searches the JSON of all targets, where a value may begin behind any quote. */
function onTargets(item: string): string {
  return `title: Emergency account\nlogsource:\n    product: azure\n    service: auditlogs\ndetection:\n    selection:\n        Target|${item}\n    condition: selection\n`;
}
