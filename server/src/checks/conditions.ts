import type { ConditionNode } from '../sigma/condition.ts';
import { selectionTest } from '../sigma/resolveCondition.ts';
import type { Check, CheckDocs, Finding } from './check.ts';
import { ruleDetecting } from './examples.ts';

/** How conditions name their selections. */
export const conditionChecks: readonly Check[] = [
  quantifierCheck(
    'them-for-one-selection',
    ['them_condition_with_single_detection', 'sigmahq_ofthem_condition', 'all_of_them_condition'],
    {
      what: 'The condition says `1 of them` or `all of them`, and there is one selection.',
      why: 'The name of the selection says the same, and more.',
      example: { bad: detecting('1 of them', 'selection'), good: detecting('selection', 'selection') },
    },
    ({ pattern, range }, names) => {
      const [only, ...others] = names;
      if (pattern !== 'them' || only === undefined || others.length > 0 || only.startsWith('_')) return undefined;
      return {
        range,
        message: `There is only one selection: write \`${only}\`.`,
        fixes: [{ title: `Replace with \`${only}\``, edits: [{ range, text: only }] }],
      };
    },
  ),
  quantifierCheck(
    'all-of-them',
    ['all_of_them_condition'],
    {
      what: 'The condition says `all of them`.',
      why: 'A selection that is added later, a filter for instance, becomes part of it without a word. `all of selection*` says what is meant.',
      example: {
        bad: detecting('all of them', 'selection_image', 'selection_user'),
        good: detecting('all of selection_*', 'selection_image', 'selection_user'),
      },
    },
    ({ pattern, patternRange, quantifier }, names) => {
      if (pattern !== 'them' || quantifier !== 'all' || names.length < 2) return undefined;
      const visible = names.filter(selectionTest(pattern));
      const stem = commonStem(visible);
      return {
        range: patternRange,
        message: `\`them\` takes in whatever is added later. Name the selections by a pattern, such as \`${stem ?? 'selection'}*\`.`,
        ...(stem !== undefined && {
          fixes: [{ title: `Replace with \`${stem}*\``, edits: [{ range: patternRange, text: `${stem}*` }] }],
        }),
      };
    },
  ),
  {
    ...quantifierCheck(
      'pattern-for-one-selection',
      ['sigmahq_ofselection_condition'],
      {
        what: 'A pattern such as `1 of part_*` fits one selection only. Patterns that begin with `selection_` or `filter_` pass, as they do in SigmaHQ’s own check.',
        why: 'The name says the same. Many authors write patterns on purpose, to be ready for more: only the profile `all` has this check.',
        example: {
          bad: detecting('1 of sel_*', 'sel_image'),
          good: detecting('sel_image', 'sel_image'),
        },
      },
      ({ pattern, range }, names) => {
        if (!pattern.endsWith('*') || /^(selection|filter)_(.*_)?\*$/.test(pattern)) return undefined;
        const matches = selectionTest(pattern);
        const [only, ...others] = names.filter(matches);
        if (only === undefined || others.length > 0) return undefined;
        return {
          range,
          message: `\`${pattern}\` fits one selection only: write \`${only}\`.`,
          fixes: [{ title: `Replace with \`${only}\``, edits: [{ range, text: only }] }],
        };
      },
    ),
    profiles: [],
  },
  quantifierCheck(
    'pattern-without-wildcard',
    ['sigmahq_missing_asterisk_condition'],
    {
      what: 'After `1 of` or `all of` stands a name without `*`.',
      why: 'It means that one selection; probably a pattern such as `selection*` was meant, and others are left out.',
      example: {
        bad: detecting('1 of selection', 'selection'),
        good: detecting('selection', 'selection'),
      },
    },
    ({ pattern, range }, names) => {
      if (pattern === 'them' || pattern.includes('*') || !names.includes(pattern)) return undefined;
      return {
        range,
        message: `\`${pattern}\` has no \`*\`, so it means one selection. Write \`${pattern}\`, or a pattern.`,
        fixes: [{ title: `Replace with \`${pattern}\``, edits: [{ range, text: pattern }] }],
      };
    },
  ),
];

type Quantified = Extract<ConditionNode, { readonly kind: 'quantified' }>;

function quantifierCheck(
  id: string,
  aliases: readonly string[],
  docs: CheckDocs,
  judge: (node: Quantified, names: readonly string[]) => Finding | undefined,
): Check {
  return {
    id,
    severity: 'information',
    aliases,
    docs,
    run(context, report) {
      const { rule } = context;
      if (rule.kind === 'correlation') return;
      const nodes = rule.conditions.flatMap(({ tree }) => (tree === undefined ? [] : quantifiedIn(tree)));
      if (nodes.length === 0) return;
      const names = rule.selections.map(({ name }) => name);
      for (const node of nodes.slice(0, maximumOfPatterns)) {
        const finding = judge(node, names);
        if (finding) report(finding);
      }
    },
  };
}

/** Each may be compared with all selections. */
const maximumOfPatterns = 50;

function quantifiedIn(tree: ConditionNode): Quantified[] {
  const found: Quantified[] = [];
  const open: ConditionNode[] = [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind === 'quantified') found.push(node);
    else if (node.kind === 'not') open.push(node.operand);
    else if (node.kind !== 'identifier') open.push(...node.operands);
  }
  return found;
}

/** What all names begin with, up to an underscore or a digit, if it is more than a letter or two. */
function commonStem(names: readonly string[]): string | undefined {
  const [first = '', ...others] = names;
  let length = first.length;
  for (const name of others) while (!name.startsWith(first.slice(0, length))) length--;
  const stem = /^(.*[_-]|[a-z]{3,})/i.exec(first.slice(0, length))?.[0];
  return stem !== undefined && stem.length > 2 ? stem : undefined;
}

function detecting(condition: string, ...names: readonly string[]): string {
  const values = ["Image|endswith: '\\whoami.exe'", 'User: alice'];
  const selections = names.flatMap((name, index) => [`${name}:`, `    ${values[index] ?? 'User: bob'}`]);
  return ruleDetecting(...selections, `condition: ${condition}`);
}
