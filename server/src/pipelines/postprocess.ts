import type { Problem } from '../problem.ts';
import { toPlain } from '../yaml/plain.ts';
import { ruleMatches } from './matchRule.ts';
import type { QueryAction, QueryItem } from './pipeline.ts';
import { pythonJson } from './pythonText.ts';
import { replaceAll } from './regularExpression.ts';
import { renderTemplate } from './renderTemplate.ts';
import { ruleDefaults } from './ruleDefaults.ts';
import { type Run, wholeRule } from './run.ts';
import { fillSimpleTemplate } from './simpleTemplate.ts';

export interface Postprocessed {
  readonly text: string;
  /** Why the text is not what it should be, in the rule. */
  readonly problems: readonly Problem[];
  /** It is no query any more but a text that holds one: JSON, or what a template makes. */
  readonly isDocument: boolean;
}

/** In UTF-16 units. */
const longestText = 500_000;

/** What the items make of a query, in order. */
export function postprocess(query: string, items: readonly QueryItem[], run: Run): Postprocessed {
  const own: Run = { ...run, applied: new Set(run.applied) };
  const output: Output = { text: query, problems: [], isDocument: false };
  applyAll(items, own, output);
  return output;
}

interface Output {
  text: string;
  readonly problems: Problem[];
  isDocument: boolean;
}

function applyAll(items: readonly QueryItem[], run: Run, output: Output): void {
  for (const item of items) {
    if (!ruleMatches(item.rule, run)) continue;
    if (item.id !== undefined) run.applied.add(item.id);
    applyOne(item.label, item.action, run, output);
    if (output.text.length <= longestText) continue;
    output.text = '';
    output.problems.push(problem(item.label, 'makes a text that is too long.', run));
    return;
  }
}

function applyOne(label: string, action: QueryAction, run: Run, output: Output): void {
  switch (action.kind) {
    case 'embed':
      output.text = action.prefix + output.text + action.suffix;
      return;
    case 'simpleTemplate': {
      const filled = fillSimpleTemplate(action.template, valuesFor(run, output.text));
      if (typeof filled === 'string') output.text = filled;
      else output.problems.push(problem(label, `asks for \`{${filled.missing}}\`, which there is not.`, run));
      output.isDocument = true;
      return;
    }
    case 'template':
      if (action.file !== undefined)
        output.problems.push(
          problem(label, `takes a template from \`${action.file.path.value}\`, which was not read.`, run),
        );
      output.text = renderTemplate(action.template, valuesFor(run, output.text));
      output.isDocument = true;
      return;
    case 'json':
      output.text = pythonJson(withQuery(action.template, output.text));
      output.isDocument = true;
      return;
    case 'replace':
      output.text = replaceAll(action.pattern, action.replacement, output.text);
      return;
    case 'nest':
      applyAll(action.items, run, output);
  }
}

function withQuery(value: unknown, query: string): unknown {
  if (value === '%QUERY%') return query;
  if (Array.isArray(value)) return value.map((each) => withQuery(each, query));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withQuery(each, query)]));
}

/** What templates see. Attributes that a rule may have are there, `None` if it does not have them. */
function valuesFor(run: Run, query: string): Readonly<Record<string, unknown>> {
  const { rule } = run;
  const own = toPlain(rule.node);
  const logsource = rule.kind === 'correlation' ? undefined : rule.logsource;
  const attributes = Object.fromEntries(run.attributes);
  return {
    query,
    rule: {
      ...ruleDefaults,
      ...(typeof own === 'object' ? own : {}),
      ...attributes,
      custom_attributes: attributes,
      fields: run.fields,
      ...(logsource && {
        logsource: {
          category: logsource.category?.value ?? null,
          product: logsource.product?.value ?? null,
          service: logsource.service?.value ?? null,
        },
      }),
    },
    pipeline: { state: Object.fromEntries(run.state), vars: Object.fromEntries(run.variables) },
  };
}

function problem(label: string, what: string, run: Run): Problem {
  const message = `The post-processing item \`${label}\` ${what}`;
  return { code: 'pipeline-failure', severity: 'error', message, range: wholeRule(run.rule) };
}
