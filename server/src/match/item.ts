import type { Item, ItemValue } from '../sigma/expression.ts';
import { someScalar, textOf } from './event.ts';
import { fold } from './fold.ts';
import { type Field, type Frame, fieldOf, foldedKeywords, foldedText, keywordScalars, readField } from './frame.ts';
import { type CompiledTest, compileTest, shapePredicate } from './test.ts';
import { anyShape } from './text.ts';
import type { TextPredicate } from './wildcard.ts';

/** A question about the event that the frame is looking at. */
export type Question = () => boolean;

/** Whether an item holds, its negation included. Throws `UnmatchableRuleError`. */
export function compileItem(item: Item, frame: Frame): Question {
  const question =
    item.quantifier === 'any'
      ? anyOf(
          compileTogether(
            item.values.flatMap((value) => testsOf(value)),
            item,
            frame,
          ),
        )
      : allOf(item.values.map((value) => compileItemValue(value, item, frame)));
  return item.negated ? () => !question() : question;
}

/** Whether one value of an item is what the field has, whatever the item's negation. */
export function compileItemValue(value: ItemValue, item: Item, frame: Frame): Question {
  return anyOf(compileTogether(testsOf(value), item, frame));
}

export function anyOf(questions: readonly Question[]): Question {
  const [first, second] = questions;
  if (first === undefined) return () => false;
  if (second === undefined) return first;
  if (questions.length === 2) return () => first() || second();
  return () => {
    for (const question of questions) if (question()) return true;
    return false;
  };
}

export function allOf(questions: readonly Question[]): Question {
  const [first, second] = questions;
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  if (questions.length === 2) return () => first() && second();
  return () => {
    for (const question of questions) if (!question()) return false;
    return true;
  };
}

function testsOf(value: ItemValue): CompiledTest[] {
  return value.alternatives.map((test) => compileTest(test, value.range));
}

/** Tests joined by `or`; those on the folded text become one question. */
function compileTogether(tests: readonly CompiledTest[], item: Item, frame: Frame): Question[] {
  const shapes = tests.flatMap((test) => (test.kind === 'folded' ? [test.shape] : []));
  const others = tests.filter((test) => test.kind !== 'folded');
  if (item.field === undefined) {
    return [
      ...(shapes.length > 0 ? [foldedKeyword(anyShape(shapes), frame)] : []),
      ...others.map((test) => keywordQuestion(test, frame)),
    ];
  }
  const field = fieldOf(frame, item.field);
  return [
    ...(shapes.length > 0 ? [foldedQuestion(anyShape(shapes), field, frame)] : []),
    ...others.map((test) => fieldQuestion(test, field, frame)),
  ];
}

function foldedQuestion(matches: TextPredicate, field: Field, frame: Frame): Question {
  return () => {
    const value = readField(frame, field);
    if (typeof value === 'string') return matches(foldedText(field, value));
    if (value === undefined || value === null) return false;
    return someScalar(value, (scalar) => matches(fold(textOf(scalar))));
  };
}

function fieldQuestion(test: CompiledTest, field: Field, frame: Frame): Question {
  switch (test.kind) {
    case 'folded':
      return foldedQuestion(shapePredicate(test.shape), field, frame);
    case 'text': {
      const { matches } = test;
      return () => {
        const value = readField(frame, field);
        return typeof value === 'string' ? matches(value) : someScalar(value, (scalar) => matches(textOf(scalar)));
      };
    }
    case 'scalar': {
      const { matches } = test;
      return () => someScalar(readField(frame, field), matches);
    }
    case 'presence': {
      const { matches } = test;
      return () => matches(readField(frame, field));
    }
    case 'fields': {
      const { matches } = test;
      const other = fieldOf(frame, test.other);
      return () => matches(readField(frame, field), readField(frame, other));
    }
  }
}

function foldedKeyword(matches: TextPredicate, frame: Frame): Question {
  return () => foldedKeywords(frame).some(matches);
}

/** Presence and other fields mean nothing without a field. */
function keywordQuestion(test: CompiledTest, frame: Frame): Question {
  switch (test.kind) {
    case 'folded':
      return foldedKeyword(shapePredicate(test.shape), frame);
    case 'text': {
      const { matches } = test;
      return () => keywordScalars(frame).some((scalar) => matches(textOf(scalar)));
    }
    case 'scalar': {
      const { matches } = test;
      return () => keywordScalars(frame).some(matches);
    }
    case 'presence':
    case 'fields':
      return () => false;
  }
}
