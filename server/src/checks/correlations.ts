import type { ConditionNode } from '../sigma/condition.ts';
import { nearest } from '../sigma/nearest.ts';
import type { Check } from './check.ts';
import { ruleWith } from './examples.ts';
import { placesAt } from './plainValue.ts';

/** Correlations with a boolean expression over the names of their rules (specification 2.2, "extended" conditions). */
export const correlationChecks: readonly Check[] = [
  {
    id: 'correlation-condition',
    severity: 'error',
    docs: {
      what: 'The expression under a correlation’s `condition` cannot be read, names a rule that is not among its `rules`, or leaves one of them out.',
      why: 'Tools refuse the correlation: they could not say which events it is about.',
      example: { bad: correlation('whoami and hostnam'), good: correlation('whoami and hostname') },
      url: 'https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-correlation-rules-specification.md',
    },
    run({ rule }, report) {
      if (rule.kind !== 'correlation' || rule.condition?.kind !== 'extended') return;
      // Other types want a mapping, which the schema says.
      if (!rule.type?.value.startsWith('temporal')) return;
      const { problems, tree, text, range: whole } = rule.condition;
      if (text.trim() === '') {
        const place = placesAt(rule.node, ['correlation', 'condition']).at(-1)?.node.range ?? whole;
        report({ range: place, message: 'The condition is empty. Write one over the `rules`, or leave it out.' });
        return;
      }
      for (const { message, range, severity, fixes = [] } of problems) report({ message, range, severity, fixes });
      if (tree === undefined || problems.some(({ severity }) => severity === 'error')) return;
      const names = rule.rules.map((reference) => reference.value);
      const used = identifiersIn(tree);
      for (const { name, range: place } of used) {
        if (names.includes(name)) continue;
        const meant = nearest(name, names);
        report({
          range: place,
          message: `\`${name}\` is not among the \`rules\` of this correlation.${meant === undefined ? '' : ` Did you mean \`${meant}\`?`}`,
          ...(meant !== undefined && {
            fixes: [{ title: `Replace with \`${meant}\``, edits: [{ range: place, text: meant }] }],
          }),
        });
      }
      const isSlip = used.some(({ name }) => !names.includes(name));
      const left = isSlip || hasPattern(tree) ? [] : names.filter((name) => !used.some((other) => other.name === name));
      for (const name of left)
        report({ range: whole, message: `The condition leaves out \`${name}\`, which is one of the \`rules\`.` });
    },
  },
  {
    id: 'correlation-needs-rules',
    severity: 'warning',
    aliases: ['sigmahq_correlation_rules_minimum'],
    docs: {
      what: 'A correlation of the type `temporal` or `temporal_ordered` has fewer than two rules.',
      why: 'It says that events of several rules come together; with one rule, `event_count` is meant.',
      example: {
        bad: correlation('whoami').replace('        - hostname\n', ''),
        good: correlation('whoami and hostname'),
      },
      url: correlationPage(),
    },
    run({ rule, isComplete }, report) {
      if (rule.kind !== 'correlation' || !isComplete || !rule.type?.value.startsWith('temporal')) return;
      const [only, ...others] = rule.rules;
      if (only === undefined || others.length > 0) return;
      report({
        range: only.range,
        message: `\`${rule.type.value}\` is about several rules, and this is the only one. Add another, or use \`event_count\`.`,
      });
    },
  },
  {
    id: 'correlation-without-group-by',
    severity: 'information',
    aliases: ['sigmahq_correlation_group_by_existence'],
    profiles: ['sigmahq'],
    docs: {
      what: 'A correlation has no `group-by`.',
      why: 'It counts the events of all users and hosts together. That is rarely meant, and SigmaHQ does not take it.',
      example: {
        bad: correlation('whoami and hostname'),
        good: correlation('whoami and hostname').replace('    timespan', '    group-by: [User]\n    timespan'),
      },
      url: correlationPage(),
    },
    run({ rule, isComplete }, report) {
      if (rule.kind !== 'correlation' || !isComplete || rule.type === undefined || rule.groupBy.length > 0) return;
      if (!['event_count', 'value_count', 'temporal', 'temporal_ordered'].includes(rule.type.value)) return;
      report({
        range: rule.type.range,
        message: `\`${rule.type.value}\` without \`group-by\` takes the events of all users and hosts together. Add it.`,
      });
    },
  },
];

function correlationPage(): string {
  return 'https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-correlation-rules-specification.md';
}

type Identifier = Extract<ConditionNode, { readonly kind: 'identifier' }>;

function identifiersIn(node: ConditionNode): readonly Identifier[] {
  switch (node.kind) {
    case 'identifier':
      return [node];
    case 'not':
      return identifiersIn(node.operand);
    case 'and':
    case 'or':
      return node.operands.flatMap(identifiersIn);
    case 'quantified':
      return [];
  }
}

function hasPattern(node: ConditionNode): boolean {
  switch (node.kind) {
    case 'identifier':
      return false;
    case 'not':
      return hasPattern(node.operand);
    case 'and':
    case 'or':
      return node.operands.some(hasPattern);
    case 'quantified':
      return true;
  }
}

function correlation(condition: string): string {
  const lines = [
    'title: Both',
    'correlation:',
    '    type: temporal',
    '    rules:',
    '        - whoami',
    '        - hostname',
  ];
  lines.push('    timespan: 5m', `    condition: ${condition}`, '---');
  return `${lines.join('\n')}\n${ruleWith('name: whoami')}---\n${ruleWith('name: hostname')}`;
}
