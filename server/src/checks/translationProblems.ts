import type { Documentation } from './check.ts';
import { ruleDetecting, ruleReading, ruleSelecting, ruleWith } from './examples.ts';

/** What kql/ reports when a rule has no exact counterpart in a target; shown in the preview and by `convert`. */
export const translationProblems: readonly Documentation[] = [
  {
    id: 'unmapped-logsource',
    severity: 'error',
    what: 'The target has no table for the log source of the rule.',
    why: 'A query on some other table would find nothing, or something else. Choose another target, or a more general log source.',
    example: {
      bad: ruleReading('product: contoso', 'service: frobnicator'),
      good: ruleReading('category: process_creation', 'product: windows'),
    },
  },
  {
    id: 'unmapped-field',
    severity: 'error',
    what: 'The target’s table has no column for a field of the rule.',
    why: 'Leaving the field out would change what the rule finds, so there is no query. The message names the targets that have it.',
    example: {
      bad: ruleSelecting('FrobnicationLevel: 3'),
      good: ruleSelecting("Image|endswith: '\\whoami.exe'"),
    },
  },
  {
    id: 'unmapped-keywords',
    severity: 'error',
    what: 'The rule looks for keywords anywhere in an event, and the target’s table has no column that holds the whole event.',
    why: 'A search in some of the columns would miss hits. Name the fields that are meant.',
    example: {
      bad: about('dns_query', ruleDetecting('keywords:', "    - 'example.com'", 'condition: keywords')),
      good: about('dns_query', ruleSelecting("QueryName|contains: 'example.com'")),
    },
  },
  {
    id: 'unsupported-value',
    severity: 'error',
    what: 'The column exists, but this comparison has no counterpart on it: its type is another one, or it keeps the value in another form, such as a file’s name without its path.',
    why: 'The nearest KQL would mean something else than the rule, so there is no query.',
    example: {
      bad: about('network_connection', ruleSelecting("ParentImage: 'C:\\Windows\\explorer.exe'")),
      good: about('network_connection', ruleSelecting("ParentImage|endswith: '\\explorer.exe'")),
    },
  },
  {
    id: 'unresolved-placeholder',
    severity: 'error',
    what: 'A value has a placeholder such as `%admins%`, and nothing says what it stands for.',
    why: 'The rule is neither run nor converted: it would look for the name of the placeholder. Give the values in the setting `sigmasmith.placeholders`, or with `--placeholders FILE`; for queries on Sentinel, a watchlist can have them (`sigmasmith.kql.watchlists`, `--watchlists`).',
    example: {
      bad: ruleSelecting("User|expand: '%admins%'"),
      good: ruleSelecting('User:', '    - alice', '    - bob'),
    },
  },
  {
    id: 'watchlist-size',
    severity: 'hint',
    what: 'A watchlist of Sentinel stands for a placeholder that has other text or wildcards beside it, so its values become one regular expression.',
    why: 'Kusto gathers the values in one dynamic value, which holds a megabyte: keep the watchlist below that. Whole values have no such bound.',
    example: {
      bad: ruleSelecting("User|contains|expand: '%domains%'"),
      good: ruleSelecting("User|expand: '%domains%'"),
    },
  },
  {
    id: 'not-translated',
    severity: 'error',
    what: 'A filter has no query of its own.',
    why: 'It is a part of the queries of the rules that it applies to.',
    example: {
      bad: 'title: Not our agent\nlogsource:\n    category: process_creation\n    product: windows\nfilter:\n    rules: any\n    agent:\n        User: agent\n    condition: not agent\n',
      good: ruleWith('name: whoami'),
    },
  },
  {
    id: 'unsupported-correlation',
    severity: 'error',
    what: 'The correlation looks for its rules in an order that has too many possibilities for one query.',
    why: 'Each of them takes columns of its own. Split the correlation, or name the rules in one order only.',
    example: {
      bad: counting(
        'temporal_ordered',
        Array.from({ length: 9 }, () => 'whoami'),
        'gte: 5',
      ),
      good: ruleWith('name: whoami'),
    },
  },
  {
    id: 'simultaneous-events',
    severity: 'hint',
    what: 'The correlation asks for an order, and a table does not keep in which order events of exactly the same time came.',
    why: 'The message says how the query takes them. It matters where a source writes whole seconds only.',
    example: {
      bad: counting('temporal_ordered', ['whoami', 'whoami']),
      good: counting('temporal', ['whoami']),
    },
  },
  {
    id: 'never-matches',
    severity: 'warning',
    what: 'The column can never hold this value, so the part of the query that asks for it is false.',
    why: 'It is as false for the events of this table. If it is the heart of the rule, the rule never fires there.',
    example: {
      bad: ruleSelecting('ProcessId: whoami'),
      good: ruleSelecting('ProcessId: 4'),
    },
  },
  {
    id: 'table-choice',
    severity: 'hint',
    what: 'Several tables hold such events, and the query reads another one than usual, because the usual one lacks something that the rule needs.',
    why: 'It finds nothing where only the usual table is filled. The message says what that one lacks.',
    example: {
      bad: ruleSelecting('OriginalFileName: whoami.exe'),
      good: ruleSelecting("Image|endswith: '\\whoami.exe'"),
    },
  },
  {
    id: 'approximate-mapping',
    severity: 'information',
    what: 'The column is near to the field, and not the same: the message says in what they differ.',
    why: 'The query may find a little more or less than the rule says. Read the difference before you deploy it.',
    example: {
      bad: ruleSelecting('OriginalFileName: whoami.exe'),
      good: ruleSelecting("Image|endswith: '\\whoami.exe'"),
    },
  },
];

/** A correlation of the usual example. */
function counting(type: string, rules: readonly string[], condition?: string): string {
  const lines = [
    'title: Whoami again and again',
    'correlation:',
    `    type: ${type}`,
    '    rules:',
    ...rules.map((name) => `        - ${name}`),
    '    group-by:',
    '        - User',
    '    timespan: 5m',
    ...(condition === undefined ? [] : ['    condition:', `        ${condition}`]),
  ];
  return `${lines.join('\n')}\n---\n${ruleWith('name: whoami')}`;
}

/** An example about another kind of event. */
function about(category: string, rule: string): string {
  return rule.replace('process_creation', category);
}
