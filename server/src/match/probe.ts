import type { Range } from '../range.ts';
import { itemsIn } from '../sigma/itemsIn.ts';
import type { DetectionRule } from '../sigma/rule.ts';
import { compileExpression } from './compile.ts';
import type { Event } from './event.ts';
import { createFrame, enter } from './frame.ts';
import { compileItemValue, type Question } from './item.ts';
import { type MatchOptions, meaningOf, resolved } from './meaning.ts';
import { keyOf } from './whyNot.ts';

/** A matcher that also tells which selections and which single values matched, for counting over many events. */
export interface Probe {
  readonly selections: readonly ProbedPart[];
  /** All values of all items, in the order of the rule. */
  readonly values: readonly ProbedPart[];
  /** Whether the rule matches. Afterwards `selectionMatched` and `valueMatched` hold 1 where a part did, until the next call. */
  readonly run: (event: Event) => boolean;
  readonly selectionMatched: Uint8Array;
  readonly valueMatched: Uint8Array;
}

/** A selection by its name, or a value by its source. */
export interface ProbedPart {
  readonly name: string;
  readonly range: Range;
  /** For a value: the key of its item, such as `Image|endswith`. */
  readonly key?: string;
}

/** Throws `UnmatchableRuleError`, as `compileMatcher` does. Unused selections are probed too. */
export function compileProbe(rule: DetectionRule, options: MatchOptions = {}): Probe {
  const frame = createFrame();
  const question = compileExpression(meaningOf(rule, options), frame);
  const selections: (ProbedPart & { question: Question })[] = [];
  const values: (ProbedPart & { question: Question })[] = [];
  for (const { name, nameRange, expression } of rule.selections) {
    if (expression === undefined) continue;
    const meaning = resolved(expression, options);
    selections.push({ name, range: nameRange, question: compileExpression(meaning, frame) });
    for (const item of itemsIn(meaning)) {
      for (const value of item.values) {
        values.push({
          name: value.source,
          range: value.range,
          key: keyOf(item),
          question: compileItemValue(value, item, frame),
        });
      }
    }
  }
  const selectionMatched = new Uint8Array(selections.length);
  const valueMatched = new Uint8Array(values.length);
  const run = (event: Event): boolean => {
    enter(frame, event);
    for (const [index, { question }] of selections.entries()) selectionMatched[index] = question() ? 1 : 0;
    for (const [index, { question }] of values.entries()) valueMatched[index] = question() ? 1 : 0;
    return question();
  };
  return { selections, values, run, selectionMatched, valueMatched };
}
