import type { ConditionNode } from '../sigma/condition.ts';
import { nearest } from '../sigma/nearest.ts';
import type { Check } from './check.ts';
import { ruleWith } from './examples.ts';

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
      const { problems, tree, range: whole } = rule.condition;
      for (const { message, range, fixes = [] } of problems) report({ message, range, fixes });
      if (tree === undefined || problems.length > 0) return;
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
];

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
