import fc from 'fast-check';
import type { MappedField, TableMapping } from '../../../server/src/kql/mappings.ts';
import type { Item, Test } from '../../../server/src/sigma/expression.ts';
import { itemsIn } from '../../../server/src/sigma/itemsIn.ts';
import type { DetectionRule } from '../../../server/src/sigma/rule.ts';
import type { SampleEvent } from '../synthesise.ts';
import { addresses, details, expressionTexts, guids, hashes, isNumeric, times } from './items.ts';
import { filler } from './texts.ts';

/** How an event comes to its values: for one field after the other, again from the start where there are more. */
export type Nearness = readonly FieldNearness[];

interface FieldNearness {
  /** Which of the values that the rule names for the field. */
  readonly pick: number;
  /** What wildcards stand for. */
  readonly fillers: readonly string[];
  readonly change: Change;
  readonly shape: 'text' | 'typed' | 'absent' | 'null' | 'list' | 'other';
}

type Change = 'none' | 'upper' | 'lower' | 'before' | 'after' | 'shorter' | 'newline' | 'twice';

export const nearness: fc.Arbitrary<Nearness> = fc.array(
  fc.record({
    pick: fc.nat(20),
    fillers: fc.array(filler, { minLength: 1, maxLength: 2 }),
    change: fc.constantFrom<Change>('none', 'none', 'none', 'upper', 'lower', 'before', 'after', 'shorter', 'newline', 'twice'),
    shape: fc.constantFrom('text', 'text', 'text', 'text', 'text', 'typed', 'typed', 'absent', 'null', 'list', 'other'),
  }),
  { minLength: 1, maxLength: 4 },
);

/** An event that is made for the rule's values, changed a little. */
export function nearEvent({ expression }: DetectionRule, mapping: TableMapping, recipe: Nearness): SampleEvent {
  const items = expression === undefined ? [] : itemsIn(expression);
  const event: SampleEvent = {};
  const names = new Set(items.flatMap(({ field = 'Message', values }) => [field, ...values.flatMap(referenced)]));
  for (const [index, name] of [...names].entries()) {
    const near = recipe[index % recipe.length];
    if (near === undefined) continue;
    const tests = items
      .filter(({ field = 'Message' }) => field === name)
      .flatMap(({ values }) => values.flatMap(({ alternatives }) => alternatives));
    const value = valueOf(tests, mapping.fields.get(name), near, event);
    if (value !== undefined) event[name] = value;
  }
  return event;
}

function referenced({ alternatives }: Item['values'][number]): string[] {
  return alternatives.flatMap((test) => (test.kind === 'fieldref' ? [test.field] : []));
}

function valueOf(tests: readonly Test[], mapped: MappedField | undefined, near: FieldNearness, event: SampleEvent): unknown {
  const { shape, pick, fillers } = near;
  const test = tests[pick % Math.max(tests.length, 1)];
  const text = changed(test === undefined ? (Object.values(event).find((value) => typeof value === 'string') ?? fillers[0] ?? '') : textFor(test, near, event), near);
  switch (shape) {
    case 'absent':
      return undefined;
    case 'null':
      return null;
    case 'list':
      return mayHoldList(mapped) ? [text, fillers[0] ?? '', pick] : fitting(text, mapped, pick);
    case 'text':
      return fitting(text, mapped, pick);
    case 'typed':
      return typed(text);
    case 'other':
      return others[pick % others.length] ?? `C:\\a\\${text}`;
  }
}

const others: readonly unknown[] = [...guids, ...addresses, true, 5, undefined];

/** The text, or what the table can have in its place. */
function fitting(text: string, mapped: MappedField | undefined, pick: number): unknown {
  switch (mapped?.kind) {
    case 'cases': {
      const known = [...mapped.cases.keys()];
      return known.some((each) => each.toLowerCase() === text.toLowerCase()) ? text : known[pick % known.length];
    }
    case 'hashes':
      return hashes.includes(text) && text.includes('=') ? text : hashes[pick % hashes.length];
    case 'registryData':
      return pick % 3 === 0 ? details[pick % details.length] : text;
    case undefined:
      return text;
    case 'column':
    case 'computed':
      if (isNumeric(mapped)) return /^-?\d+(\.\d+)?$/.test(text) ? typed(text) : pick;
      if (mapped.type === 'bool') return /^(true|false)$/i.test(text) ? typed(text) : pick % 2 === 0;
      if (mapped.type === 'datetime') return times[pick % times.length];
      if (mapped.kind === 'computed' && /^strcat\(\w+, "\\\\"/.test(mapped.expression) && !text.includes('\\'))
        return `D\\${text}`;
      return text;
  }
}

/** Whether the table has a list for the field, and not one text. */
function mayHoldList(mapped: MappedField | undefined): boolean {
  if (mapped?.kind !== 'column' && mapped?.kind !== 'computed') return false;
  return mapped.type === 'dynamic' || mapped.holds === 'lines' || mapped.holds === 'texts';
}

/** The number or truth that a text is. */
function typed(text: string): unknown {
  if (/^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(text)) return Number(text);
  if (/^-?[1-9]\d*$/.test(text)) return BigInt(text);
  return /^(true|false)$/i.test(text) ? text.toLowerCase() === 'true' : text;
}

function textFor(test: Test, { fillers, pick }: FieldNearness, event: SampleEvent): string {
  switch (test.kind) {
    case 'string':
      return test.pattern
        .map((part, index) => (part.kind === 'text' ? part.text : part.kind === 'one' ? ([...(fillers[index % fillers.length] ?? '')][0] ?? 'q') : (fillers[index % fillers.length] ?? '')))
        .join('');
    case 'number':
    case 'boolean':
      return String(test.value);
    case 'compare':
      return typeof test.value === 'bigint' ? String(test.value + BigInt((pick % 3) - 1)) : String(test.value + (pick % 3) - 1);
    case 'null':
    case 'exists':
      return fillers[0] ?? '';
    case 'regex':
      return expressionTexts[(pick * 31 + test.source.length) % expressionTexts.length] ?? '';
    case 'cidr':
      return addresses[pick % addresses.length] ?? '';
    case 'time':
      return times[pick % times.length] ?? '';
    case 'fieldref':
      return String(event[test.field] ?? fillers[0] ?? '');
  }
}

function changed(text: string, { change, fillers }: FieldNearness): string {
  switch (change) {
    case 'none':
      return text;
    case 'upper':
      return text.toUpperCase();
    case 'lower':
      return text.toLowerCase();
    case 'before':
      return `${fillers[0] ?? ''}${text}`;
    case 'after':
      return `${text}${fillers[0] ?? ''}`;
    case 'shorter':
      return [...text].slice(1).join('');
    case 'newline':
      return `${text}\n`;
    case 'twice':
      return text.length > 1000 ? text : text + text;
  }
}
