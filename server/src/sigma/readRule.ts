import type { Problem } from '../problem.ts';
import { deref, entryOf } from '../yaml/navigate.ts';
import type { YamlDocument, YamlMapping } from '../yaml/tree.ts';
import { readCorrelation } from './correlation.ts';
import { isEveryRule } from './everyRule.ts';
import { textOf, textsOf } from './located.ts';
import { readDetection } from './readDetection.ts';
import type { CorrelationRule, DetectionRule, FilterRule, Logsource, SigmaRule } from './rule.ts';

/** A document whose root is a Sigma rule. */
export interface RuleSource {
  /** The text of the file. */
  readonly text: string;
  readonly document: YamlDocument;
  readonly root: YamlMapping;
  readonly index: number;
  /** What stands in the way of reading the document as it is, such as YAML errors. */
  readonly obstacles: readonly Problem[];
}

/** Reads a rule with whatever it has; `problems` of the rule says what is missing or wrong in its detections. */
export function readRule(source: RuleSource): SigmaRule {
  const { root } = source;
  if (entryOf(root, 'correlation') !== undefined) return readCorrelationRule(source);
  if (entryOf(root, 'filter') !== undefined && entryOf(root, 'detection') === undefined) return readFilterRule(source);
  return readDetectionRule(source);
}

function readDetectionRule(source: RuleSource): DetectionRule {
  const { root, text } = source;
  const problems = [...source.obstacles];
  const entry = isCutOff(source) ? undefined : entryOf(root, 'detection');
  if (entry === undefined && !isCutOff(source)) problems.push(missingDetection(source));
  const detection =
    entry === undefined ? { selections: [], conditions: [] } : readDetection(entry, 'detection', text, problems);
  return {
    kind: 'detection',
    ...readBase(source, withoutConsequences(problems)),
    logsource: readLogsource(root),
    ...sound(detection, problems),
  };
}

function readFilterRule(source: RuleSource): FilterRule {
  const { root, text } = source;
  const problems = [...source.obstacles];
  const entry = isCutOff(source) ? undefined : entryOf(root, 'filter');
  const detection =
    entry === undefined ? { selections: [], conditions: [] } : readDetection(entry, 'filter', text, problems);
  const content = deref(entry?.value);
  const parts = content?.kind === 'mapping' ? content : undefined;
  const logsource = readLogsource(root);
  return {
    kind: 'filter',
    ...readBase(source, withoutConsequences(problems)),
    logsource,
    rules: parts === undefined ? [] : textsOf(parts, 'rules'),
    isForEveryRule: parts !== undefined && isEveryRule(entryOf(parts, 'rules')?.value),
    ...sound(detection, problems),
  };
}

function readCorrelationRule(source: RuleSource): CorrelationRule {
  const content = deref(entryOf(source.root, 'correlation')?.value);
  const correlation = readCorrelation(content?.kind === 'mapping' ? content : undefined, source);
  return { kind: 'correlation', ...readBase(source, [...source.obstacles]), ...correlation };
}

/** Where the YAML is broken, what is missing may be what could not be read. */
function withoutConsequences(problems: readonly Problem[]): readonly Problem[] {
  if (!problems.some((problem) => problem.code === 'yaml-syntax')) return problems;
  return problems.filter((problem) => !problem.code.startsWith('missing-'));
}

/** Of a file that is too large only the beginning is known. */
function isCutOff(source: RuleSource): boolean {
  return source.obstacles.some((problem) => problem.code === 'yaml-too-large');
}

/** A rule with an error has no meaning as a whole. */
function sound<T extends { readonly expression?: unknown }>(detection: T, problems: readonly Problem[]): T {
  if (!problems.some((problem) => problem.severity === 'error')) return detection;
  const { expression: _, ...rest } = detection;
  return rest as T;
}

function missingDetection(source: RuleSource): Problem {
  const entry = source.root.entries.find((candidate) => candidate.key.range.end > candidate.key.range.start);
  return {
    code: 'missing-detection',
    severity: 'error',
    message: 'The rule has no `detection`. Add one, with selections and a condition.',
    range: entry?.key.range ?? source.root.range,
  };
}

function readLogsource(root: YamlMapping): Logsource {
  const entry = entryOf(root, 'logsource');
  const content = deref(entry?.value);
  const range = entry?.range ?? { start: root.range.start, end: root.range.start };
  if (content?.kind !== 'mapping') return { range };
  return {
    ...optional('category', textOf(content, 'category')),
    ...optional('product', textOf(content, 'product')),
    ...optional('service', textOf(content, 'service')),
    range,
  };
}

const textKeys = ['title', 'id', 'name', 'status', 'level', 'description', 'author', 'date', 'modified'] as const;

function readBase(source: RuleSource, problems: readonly Problem[]) {
  const { root, document, index } = source;
  const texts: Partial<Pick<DetectionRule, (typeof textKeys)[number]>> = Object.assign(
    {},
    ...textKeys.map((key) => optional(key, textOf(root, key))),
  );
  return {
    index,
    range: document.range,
    node: root,
    ...texts,
    tags: textsOf(root, 'tags'),
    references: textsOf(root, 'references'),
    falsePositives: textsOf(root, 'falsepositives'),
    ...optional('regressionTestsPath', textOf(root, 'regression_tests_path')),
    problems,
  };
}

function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: V });
}
