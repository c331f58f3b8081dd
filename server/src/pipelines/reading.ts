import type { Problem } from '../problem.ts';
import type { Range } from '../range.ts';
import type { Located } from '../sigma/rule.ts';
import { deref, entriesOf, entryOf } from '../yaml/navigate.ts';
import { contentOffsets } from '../yaml/offsets.ts';
import type { YamlMapping, YamlNode, YamlScalar } from '../yaml/tree.ts';
import { type Pattern, type Replacement, readPattern, readReplacement } from './regularExpression.ts';

/** What is shared while a pipeline is read. What has the wrong shape is left out silently: the schema reports it. */
export interface Reading {
  /** The text of the file. */
  readonly document: string;
  readonly problems: Problem[];
  /** Every `id` with its place, and every condition that asks for one. */
  readonly ids: Map<string, Range>;
  readonly wanted: Located<string>[];
}

export function report(
  reading: Reading,
  problem: Omit<Problem, 'severity'> & { readonly severity?: Problem['severity'] },
): void {
  reading.problems.push({ severity: 'error', ...problem });
}

export function nodeOf(mapping: YamlMapping, key: string): YamlNode | undefined {
  return entryOf(mapping, key)?.value;
}

export function scalarOf(mapping: YamlMapping, key: string): YamlScalar | undefined {
  const node = deref(nodeOf(mapping, key));
  return node?.kind === 'scalar' ? node : undefined;
}

export function textAt(mapping: YamlMapping, key: string): string | undefined {
  const scalar = scalarOf(mapping, key);
  return typeof scalar?.value === 'string' ? scalar.value : undefined;
}

export function flagAt(mapping: YamlMapping, key: string): boolean {
  return scalarOf(mapping, key)?.value === true;
}

/** The texts of a list; a single text is a list of one. Undefined without the key. */
export function textsAt(mapping: YamlMapping, key: string): readonly string[] | undefined {
  const node = nodeOf(mapping, key);
  return node && textsOf(node);
}

/** A mapping from names to one text or several. The key `null` is null. */
export function namesAt(mapping: YamlMapping, key: string): ReadonlyMap<string | null, readonly string[]> | undefined {
  const node = deref(nodeOf(mapping, key));
  if (node?.kind !== 'mapping') return undefined;
  return new Map(
    entriesOf(node).flatMap((entry): [string | null, readonly string[]][] => {
      const name = deref(entry.key);
      return name?.kind === 'scalar' ? [[name.value === null ? null : name.text, textsOf(entry.value)]] : [];
    }),
  );
}

export function mappingsOf(node: YamlNode | undefined): readonly YamlMapping[] {
  const list = deref(node);
  if (list?.kind !== 'sequence') return [];
  return list.items.flatMap((item) => {
    const mapping = deref(item);
    return mapping?.kind === 'mapping' ? [mapping] : [];
  });
}

/** A regular expression, if RE2 can run it. */
export function patternAt(mapping: YamlMapping, key: string, reading: Reading): Pattern | undefined {
  return patternOf(scalarOf(mapping, key), reading);
}

export function patternOf(scalar: YamlScalar | undefined, reading: Reading): Pattern | undefined {
  if (typeof scalar?.value !== 'string') return undefined;
  const pattern = readPattern(scalar.value);
  if (!('fault' in pattern)) return pattern;
  report(reading, { code: 'pipeline-invalid-regex', message: pattern.fault, range: visibleRange(scalar) });
  return undefined;
}

export function replacementAt(
  mapping: YamlMapping,
  key: string,
  pattern: Pattern,
  reading: Reading,
): Replacement | undefined {
  const scalar = scalarOf(mapping, key);
  if (typeof scalar?.value !== 'string') return undefined;
  const replacement = readReplacement(scalar.value, pattern);
  if (!('fault' in replacement)) return replacement;
  report(reading, { code: 'pipeline-invalid-regex', message: replacement.fault, range: visibleRange(scalar) });
  return undefined;
}

/** From an index of a scalar's text to its place in the file. */
export function offsetsOf(scalar: YamlScalar, { document }: Reading): (index: number) => number {
  return contentOffsets(document, scalar);
}

export function visibleRange(scalar: YamlScalar): Range {
  const { start, end } = scalar.contentRange;
  return start < end ? { start, end } : { start: Math.max(0, start - 1), end: Math.max(end, start) };
}

function textsOf(node: YamlNode): string[] {
  const content = deref(node);
  const nodes = content?.kind === 'sequence' ? content.items : [node];
  return nodes.flatMap((each) => {
    const scalar = deref(each);
    return scalar?.kind === 'scalar' && typeof scalar.value === 'string' ? [scalar.value] : [];
  });
}
