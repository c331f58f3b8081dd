import { applyPipelines } from '../../server/src/pipelines/apply.ts';
import { parsePipeline } from '../../server/src/pipelines/parse.ts';
import { plainText } from '../../server/src/pipelines/plainText.ts';
import type { Expression, Item, Test } from '../../server/src/sigma/expression.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';
import type { SigmaRule } from '../../server/src/sigma/rule.ts';

/** A Windows process rule with this detection (YAML, a flow mapping or lines that need four blanks) and more keys on top. */
export function ruleText(detection: string, more = '', logsource = '{ category: test, product: windows }'): string {
  return `title: Test\n${more}${more && '\n'}logsource: ${logsource}\ndetection:\n    ${detection.trim().split('\n').join('\n    ')}\n    condition: selection\n`;
}

/** What a pipeline with these transformations makes of a rule. */
export function process(transformations: string, rule: string, more = '') {
  const pipeline = parsePipeline(`${more}${more && '\n'}transformations:\n${indent(transformations)}\n`);
  const [first, ...others] = parseSigma(rule).rules;
  if (first === undefined) throw new Error('no rule');
  return { ...applyPipelines(first, [pipeline], others), pipeline };
}

/** The meaning of a rule on one line: `a="x*" and not (b=1 or c=null)`; codes of errors if there is none. */
export function meaning(rule: SigmaRule): string {
  if (rule.kind === 'correlation') return '';
  if (rule.expression !== undefined) return render(rule.expression);
  return rule.problems.map(({ code }) => code).join(' ');
}

function render(expression: Expression): string {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return `(${expression.operands.map(render).join(` ${expression.kind} `)})`;
    case 'not':
      return `not ${render(expression.operand)}`;
    case 'selection':
      return render(expression.operand);
    case 'item':
      return renderItem(expression);
  }
}

function renderItem({ field, values, quantifier, negated }: Item): string {
  const each = values.map(({ alternatives }) => alternatives.map(renderTest).join('|'));
  return `${negated ? 'not ' : ''}${field ?? ''}=${each.join(quantifier === 'all' ? '&' : ',')}`;
}

function renderTest(test: Test): string {
  switch (test.kind) {
    case 'string':
      return `"${test.pattern.map((part) => (part.kind === 'placeholder' && part.query ? `<${part.query.kql}:${part.query.id}>` : plainText([part]))).join('')}"`;
    case 'number':
    case 'boolean':
      return String(test.value);
    case 'regex':
      return `/${test.source}/${test.flags.i ? 'i' : ''}${test.flags.s ? 's' : ''}`;
    case 'fieldref':
      return `@${test.field}`;
    default:
      return test.kind;
  }
}

function indent(text: string): string {
  return text
    .trim()
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
