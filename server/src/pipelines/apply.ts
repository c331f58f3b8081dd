import type { Problem } from '../problem.ts';
import type { Item } from '../sigma/expression.ts';
import { textsOf } from '../sigma/located.ts';
import type { Logsource, SigmaRule } from '../sigma/rule.ts';
import { addCondition } from './addCondition.ts';
import { renameFields } from './fieldNames.ts';
import { splitHashes } from './hashes.ts';
import { ruleMatches } from './matchRule.ts';
import type { LogsourceParts, Pipeline, ProcessingItem, Transformation } from './pipeline.ts';
import { replacePlaceholders } from './placeholders.ts';
import { type Postprocessed, postprocess } from './postprocess.ts';
import { replaceStrings } from './replaceStrings.ts';
import { rewriteItems } from './rewrite.ts';
import { fail, itemsOf, type Run, type Step, wholeBudget, wholeRule } from './run.ts';
import { changeCase, convertTypes, makeExpressions, mapStrings, setValues } from './values.ts';

export interface Processed<Rule extends SigmaRule> {
  /** The rule as the pipelines want it. With an error it has no expression, and the error is among its problems. */
  readonly rule: Rule;
  /** What the pipelines had to say, each in the rule. */
  readonly problems: readonly Problem[];
  /** What `set_state` has set. */
  readonly state: ReadonlyMap<string, unknown>;
  /** The rule's list `fields`. */
  readonly fields: readonly string[];
  /** What the pipelines make of the query that the rule has become. */
  postprocess(query: string): Postprocessed;
}

/**
 * A rule as processing pipelines change it, as in pySigma: those of lower priority first, equal ones in the order given.
 * `others` are rules that a correlation may refer to. Every node keeps its range; what is added names its pipeline.
 */
export function applyPipelines<Rule extends SigmaRule>(
  rule: Rule,
  pipelines: readonly Pipeline[],
  others: readonly SigmaRule[] = [],
): Processed<Rule> {
  const ordered = inOrder(pipelines);
  const run = startRun(rule, ordered, others);
  if (rule.kind !== 'filter') {
    for (const pipeline of ordered) {
      if (pipeline.problems.some(({ severity }) => severity === 'error'))
        run.problems.push(brokenPipeline(pipeline, rule));
      else applyItems(pipeline.transformations, pipeline.name, run);
    }
  }
  const items = ordered.flatMap(({ postprocessing }) => postprocessing);
  if (!hasError(run)) run.problems.push(...postprocess('', items, run).problems);
  return {
    rule: resultOf(rule, run, pipelines),
    problems: run.problems,
    state: run.state,
    fields: run.fields,
    postprocess: (query) => postprocess(query, items, run),
  };
}

/** Pipelines as they are applied. */
export function inOrder(pipelines: readonly Pipeline[]): readonly Pipeline[] {
  return [...pipelines].sort((first, second) => first.priority - second.priority);
}

function startRun(rule: SigmaRule, pipelines: readonly Pipeline[], others: readonly SigmaRule[]): Run {
  const run: Run = {
    rule,
    others,
    variables: new Map(pipelines.flatMap(({ variables }) => [...variables])),
    state: new Map(),
    attributes: new Map(),
    fields: [],
    problems: [],
    applied: new Set(),
    appliedTo: new WeakMap(),
    appliedToNames: new Map(),
    mapped: new Set(),
    budget: { ...wholeBudget },
  };
  run.fields = textsOf(rule.node, 'fields').map(({ value }) => value);
  return run;
}

function applyItems(items: readonly ProcessingItem<Transformation>[], pipeline: string, run: Run): void {
  for (const item of items) {
    if (hasError(run)) return;
    if (!ruleMatches(item.rule, run)) continue;
    if (item.id !== undefined) run.applied.add(item.id);
    applyItem({ run, pipeline, label: item.label, id: item.id }, item);
  }
}

function hasError({ problems }: Run): boolean {
  return problems.some(({ severity }) => severity === 'error');
}

function applyItem(step: Step, item: ProcessingItem<Transformation>): void {
  const { run } = step;
  const { action } = item;
  switch (action.kind) {
    case 'fieldMapping':
    case 'fieldPrefixMapping':
    case 'fieldAffixes':
      renameFields(step, { ...item, action });
      return;
    case 'drop':
      rewriteItems(step, item, (each) => {
        tellDropped(step, each);
        return 'dropped';
      });
      return;
    case 'hashes':
      splitHashes(step, { ...item, action });
      return;
    case 'placeholders':
      replacePlaceholders(step, { ...item, action });
      return;
    case 'addCondition':
      addCondition(step, { ...item, action });
      return;
    case 'changeLogsource':
      if (run.rule.kind === 'detection') {
        run.rule = { ...run.rule, logsource: changedLogsource(run.rule.logsource, action.logsource) };
      }
      return;
    case 'fields':
      run.fields = changedFields(run.fields, action);
      return;
    case 'replaceString':
      replaceStrings(step, { ...item, action });
      return;
    case 'mapString':
      mapStrings(step, { ...item, action });
      return;
    case 'setState':
      run.state.set(action.key, action.value);
      return;
    case 'regex':
      makeExpressions(step, { ...item, action });
      return;
    case 'setValue':
      setValues(step, { ...item, action });
      return;
    case 'convertType':
      convertTypes(step, { ...item, action });
      return;
    case 'case':
      changeCase(step, { ...item, action });
      return;
    case 'ruleFailure':
      fail(step, `refuses the rule: ${action.message}`, wholeRule(run.rule));
      return;
    case 'itemFailure':
      rewriteItems(step, item, (each) => {
        fail(step, `refuses this: ${action.message}`, each.range);
        return each;
      });
      return;
    case 'strictMapping':
      for (const { field, fieldRange } of itemsOf(run.rule)) {
        if (field !== undefined && !run.mapped.has(field))
          fail(step, `has found no mapping of \`${field}\`.`, fieldRange);
      }
      return;
    case 'setAttribute':
      run.attributes.set(action.name, action.value);
      return;
    case 'nest':
      applyItems(action.items, step.pipeline, run);
      return;
  }
}

/** The query then finds more than the rule, which its reader has to know. */
function tellDropped({ run, pipeline, label }: Step, { field, range }: Item): void {
  const what = field === undefined ? 'these keywords' : `\`${field}\``;
  const message = `\`${label}\` of the pipeline \`${pipeline}\` takes ${what} out of the rule.`;
  run.problems.push({ code: 'pipeline-dropped', severity: 'information', message, range });
}

function changedLogsource({ range }: Logsource, parts: LogsourceParts): Logsource {
  const named = Object.entries(parts).map(([part, value]) => [part, { value, range }]);
  return { ...Object.fromEntries(named), range };
}

function changedFields(
  fields: readonly string[],
  { change, names }: Extract<Transformation, { kind: 'fields' }>,
): readonly string[] {
  switch (change) {
    case 'add':
      return [...fields, ...names];
    case 'set':
      return names;
    case 'remove': {
      // Each name takes out one of its kind, as Python's `remove` does.
      const left = [...fields];
      for (const name of names) {
        const at = left.indexOf(name);
        if (at >= 0) left.splice(at, 1);
      }
      return left;
    }
  }
}

function resultOf<Rule extends SigmaRule>(original: Rule, run: Run, pipelines: readonly Pipeline[]): Rule {
  const errors = run.problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    const { expression: _, ...bare } = { expression: undefined, ...original };
    return { ...bare, problems: [...original.problems, ...errors] } as unknown as Rule;
  }
  if (run.rule.kind !== 'detection' || pipelines.length === 0) return run.rule as Rule;
  const table = queryTable(run.state.get('query_table'));
  return { ...run.rule, processing: table === undefined ? {} : { queryTable: table } } as Rule;
}

/** pySigma's Kusto backend reads the first of several. */
function queryTable(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' && first !== '' ? first : undefined;
}

function brokenPipeline({ name, problems }: Pipeline, rule: SigmaRule): Problem {
  const reason = problems.find(({ severity }) => severity === 'error')?.message ?? '';
  const message = `The pipeline \`${name}\` has an error and cannot be applied. ${reason}`;
  return { code: 'broken-pipeline', severity: 'error', message, range: wholeRule(rule) };
}
