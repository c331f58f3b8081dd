import type { Expression, Item, Test } from '../sigma/expression.ts';
import type { CorrelationRule, Located } from '../sigma/rule.ts';
import { place } from '../sigma/value.ts';
import { nameMatches } from './matchItem.ts';
import type { Names, ProcessingItem, Transformation } from './pipeline.ts';
import { rewriteItems } from './rewrite.ts';
import { fail, type Step, spend } from './run.ts';

type FieldAction = Extract<Transformation, { kind: 'fieldMapping' | 'fieldPrefixMapping' | 'fieldAffixes' }>;

/** Renames fields wherever the rule has them: in items, in references between fields, in `fields`, and in correlations. */
export function renameFields(step: Step, item: ProcessingItem<FieldAction>): void {
  const { run } = step;
  const { action } = item;
  const namesOf = (name: string | undefined): Names | undefined => {
    const names = newNames(action, name);
    return names !== undefined && nameMatches(item.field, name, run) ? names : undefined;
  };
  const renamed = (name: string): Names => {
    const names = namesOf(name);
    if (names === undefined) return [name];
    track(step, name, names);
    return names;
  };
  run.fields = run.fields.flatMap(renamed);
  if (run.rule.kind === 'correlation') run.rule = renameCorrelation(step, run.rule, renamed);
  rewriteItems(step, item, (each) => renameItem(step, each, namesOf, renamed));
}

function newNames(action: FieldAction, name: string | undefined): Names | undefined {
  switch (action.kind) {
    case 'fieldMapping': {
      const names = action.mapping.get(name ?? null);
      return names?.length === 0 ? undefined : names;
    }
    case 'fieldPrefixMapping': {
      if (name === undefined) return undefined;
      for (const [prefix, names] of action.mapping) {
        if (name.startsWith(prefix)) return names.map((each) => each + name.slice(prefix.length));
      }
      return undefined;
    }
    case 'fieldAffixes':
      return name === undefined ? undefined : [action.prefix + name + action.suffix];
  }
}

function renameItem(
  step: Step,
  item: Item,
  namesOf: (name: string | undefined) => Names | undefined,
  renamed: (name: string) => Names,
): Expression {
  const { run } = step;
  const referring = renameReferences(item, namesOf, renamed);
  const names = namesOf(item.field);
  if (names === undefined) return referring;
  if (item.field !== undefined) run.mapped.add(item.field);
  for (const name of names) run.mapped.add(name);
  if (!spend(step, 'growth', (names.length - 1) * (1 + item.values.length))) return item;
  const bound = item.field === undefined ? withWildcards(referring) : referring;
  const copies = names.map((field): Item => ({ ...bound, field, isRenamed: true }));
  const [only] = copies;
  if (only !== undefined && copies.length === 1) return only;
  // `neq` says that none of the fields has the value.
  const { range } = item;
  const any: Expression = {
    kind: 'or',
    operands: copies.map((copy) => ({ ...copy, negated: false })),
    range,
    ...(item.origin && { origin: item.origin }),
  };
  return item.negated ? { kind: 'not', operand: any, range, ...(item.origin && { origin: item.origin }) } : any;
}

/** A keyword stands anywhere in a value, and so it does in a field (pySigma). */
function withWildcards(item: Item): Item {
  const anywhere = (test: Test): Test =>
    test.kind === 'string' ? { ...test, pattern: place(test.pattern, 'contains') } : test;
  return {
    ...item,
    values: item.values.map((value) => ({ ...value, alternatives: value.alternatives.map(anywhere) })),
  };
}

function renameReferences(
  item: Item,
  namesOf: (name: string | undefined) => Names | undefined,
  renamed: (name: string) => Names,
): Item {
  const rename = (test: Test): readonly Test[] => {
    if (test.kind !== 'fieldref' || namesOf(test.field) === undefined) return [test];
    return renamed(test.field).map((field) => ({ ...test, field, isRenamed: true as const }));
  };
  if (!item.values.some(({ alternatives }) => alternatives.some(({ kind }) => kind === 'fieldref'))) return item;
  let isChanged = false;
  const values = item.values.map((value) => {
    const alternatives = value.alternatives.flatMap(rename);
    const same = alternatives.every((test, index) => test === value.alternatives[index]);
    isChanged ||= !same;
    return same ? value : { ...value, alternatives };
  });
  return isChanged ? { ...item, values } : item;
}

/** pySigma refuses to give an alias or the counted field several names, too. */
function renameCorrelation(step: Step, rule: CorrelationRule, renamed: (name: string) => Names): CorrelationRule {
  const one = (field: Located<string>): Located<string> => {
    const [name = field.value, second] = renamed(field.value);
    if (second !== undefined)
      fail(step, `gives \`${field.value}\` several names, but only one can stand here.`, field.range);
    return { ...field, value: name };
  };
  const aliases = rule.aliases?.map((alias) => ({
    ...alias,
    fields: alias.fields.map((each) => ({ ...each, field: one(each.field) })),
  }));
  const names = new Set(aliases?.map(({ name }) => name.value));
  const groupBy = rule.groupBy.flatMap((field) =>
    names.has(field.value) ? [field] : renamed(field.value).map((value) => ({ ...field, value })),
  );
  const { condition } = rule;
  return {
    ...rule,
    groupBy,
    ...(aliases !== undefined && { aliases }),
    ...(condition?.kind === 'criteria' && { condition: { ...condition, fields: condition.fields.map(one) } }),
  };
}

/** Which items have made a name, for conditions on names outside of items (pySigma, `track_field_processing_items`). */
function track({ run, id }: Step, from: string, to: Names): void {
  if (to.length === 1 && to[0] === from) return;
  const applied = new Set(run.appliedToNames.get(from));
  if (id !== undefined) applied.add(id);
  run.appliedToNames.delete(from);
  for (const name of to) run.appliedToNames.set(name, applied);
}
