import type { And, Expression, Item, ItemValue, Not, Or, SelectionReference } from '../sigma/expression.ts';
import type { SigmaRule } from '../sigma/rule.ts';
import { displayText } from './display.ts';
import type { Event } from './event.ts';
import { createFrame, enter, type Frame, fieldOf, readField } from './frame.ts';
import { compileItem, compileItemValue } from './item.ts';
import { type MatchOptions, meaningOf } from './meaning.ts';

/** The verdict on one event, in the shape of the rule's expression. Every node is judged, also where one more would change nothing. */
export type Explanation =
  | {
      readonly kind: 'and';
      readonly matched: boolean;
      readonly expression: And;
      readonly operands: readonly Explanation[];
    }
  | {
      readonly kind: 'or';
      readonly matched: boolean;
      readonly expression: Or;
      readonly operands: readonly Explanation[];
    }
  | { readonly kind: 'not'; readonly matched: boolean; readonly expression: Not; readonly operand: Explanation }
  | {
      readonly kind: 'selection';
      readonly matched: boolean;
      readonly expression: SelectionReference;
      readonly operand: Explanation;
    }
  | ItemExplanation;

export interface ItemExplanation {
  readonly kind: 'item';
  readonly matched: boolean;
  readonly expression: Item;
  /** `matched`: the value is what the field has, whatever the item's quantifier and negation. */
  readonly values: readonly { readonly value: ItemValue; readonly matched: boolean }[];
  readonly content: FieldContent;
  /** What the event has in the fields that a `fieldref` item compares with. */
  readonly others: readonly { readonly field: string; readonly content: FieldContent }[];
}

/** What the event has in an item's field; `text` is shortened for display. Keywords look at the whole event. */
export type FieldContent =
  | { readonly kind: 'absent' }
  | { readonly kind: 'null' }
  | { readonly kind: 'value'; readonly text: string }
  | { readonly kind: 'everything' };

/** Why the rule does or does not match the event. For many events, `compileExplainer` once. */
export function explain(rule: SigmaRule, event: Event, options: MatchOptions = {}): Explanation {
  return compileExplainer(rule, options)(event);
}

/** Throws `UnmatchableRuleError`, as `compileMatcher` does. */
export function compileExplainer(rule: SigmaRule, options: MatchOptions = {}): (event: Event) => Explanation {
  const frame = createFrame();
  const judge = compileJudge(meaningOf(rule, options), frame);
  return (event) => {
    enter(frame, event);
    return judge();
  };
}

type Judge = () => Explanation;

function compileJudge(expression: Expression, frame: Frame): Judge {
  switch (expression.kind) {
    case 'and':
    case 'or': {
      const judges = expression.operands.map((operand) => compileJudge(operand, frame));
      return () => {
        const operands = judges.map((judge) => judge());
        return expression.kind === 'and'
          ? { kind: 'and', matched: operands.every(({ matched }) => matched), expression, operands }
          : { kind: 'or', matched: operands.some(({ matched }) => matched), expression, operands };
      };
    }
    case 'not': {
      const judge = compileJudge(expression.operand, frame);
      return () => {
        const operand = judge();
        return { kind: 'not', matched: !operand.matched, expression, operand };
      };
    }
    case 'selection': {
      const judge = compileJudge(expression.operand, frame);
      return () => {
        const operand = judge();
        return { kind: 'selection', matched: operand.matched, expression, operand };
      };
    }
    case 'item':
      return compileItemJudge(expression, frame);
  }
}

function compileItemJudge(item: Item, frame: Frame): Judge {
  const question = compileItem(item, frame);
  const values = item.values.map((value) => ({ value, question: compileItemValue(value, item, frame) }));
  const fields = item.values.flatMap(({ alternatives }) =>
    alternatives.flatMap((test) => (test.kind === 'fieldref' ? [test.field] : [])),
  );
  return () => ({
    kind: 'item',
    matched: question(),
    expression: item,
    values: values.map(({ value, question }) => ({ value, matched: question() })),
    content: item.field === undefined ? { kind: 'everything' } : contentOf(frame, item.field),
    others: fields.map((field) => ({ field, content: contentOf(frame, field) })),
  });
}

function contentOf(frame: Frame, name: string): FieldContent {
  const value = readField(frame, fieldOf(frame, name));
  if (value === undefined) return { kind: 'absent' };
  return value === null ? { kind: 'null' } : { kind: 'value', text: displayText(value) };
}
