import fc from 'fast-check';
import { type MappedField, allMappings, type TableMapping } from '../../../server/src/kql/mappings.ts';
import { parseSigma } from '../../../server/src/sigma/parse.ts';
import type { DetectionRule } from '../../../server/src/sigma/rule.ts';
import type { SampleEvent } from '../synthesise.ts';
import { columnMappings } from './columnMappings.ts';
import { conditions } from './conditions.ts';
import { nearEvent, nearness } from './nearEvents.ts';
import { type GeneratedItem, items, keywordItems } from './items.ts';

/** A rule on one table, with events near to it. */
export interface Scene {
  readonly mapping: TableMapping;
  readonly text: string;
  readonly rule: DetectionRule;
  readonly events: readonly SampleEvent[];
}

/** Rules over the mappings: each kind of field as often as any other, however many mappings have it. */
export const scenes: fc.Arbitrary<Scene> = fc
  .nat()
  .chain((seed) => {
    const { mapping, field } = placeOf(seed);
    return fc.record({
      mapping: fc.constant(mapping),
      selections: fc.array(selection(mapping, field), { minLength: 1, maxLength: 3 }),
      keywords: mapping.keywords.length === 0 ? fc.constant(undefined) : fc.option(keywordItems, { freq: 12 }),
      condition: conditions,
      recipes: fc.array(nearness, { minLength: 4, maxLength: 14 }),
    });
  })
  .map(({ mapping, selections, keywords, condition, recipes }) => {
    const parts = keywords ? [...selections, [keywords]] : selections;
    const text = written(mapping, parts, condition);
    const [rule] = parseSigma(text).rules;
    if (rule?.kind !== 'detection') throw new Error(`No rule: ${text}`);
    const required = Object.fromEntries(
      [...mapping.requires].map(([name, value]) => [name, typeof value === 'string' ? value : value[0]]),
    );
    const events = [{}, ...recipes.map((recipe) => nearEvent(rule, mapping, recipe))];
    return { mapping, text, rule, events: events.map((event) => ({ ...event, ...required })) };
  });

function selection(mapping: TableMapping, field: string): fc.Arbitrary<readonly GeneratedItem[]> {
  const names = namesOf(mapping);
  const others = fc.nat(names.length - 1).map((index) => names[index] ?? field);
  const name = fc.oneof({ arbitrary: fc.constant(field), weight: 3 }, others);
  return fc.uniqueArray(
    name.chain((each) => items(each, mapping.fields.get(each), others)),
    { minLength: 1, maxLength: 3, selector: ({ key }) => key },
  );
}

/** The rule's text: JSON's quotes are YAML's too. */
function written(
  mapping: TableMapping,
  selections: readonly (readonly GeneratedItem[])[],
  condition: (names: readonly string[]) => string,
): string {
  const names = selections.map((_, index) => `sel${index}`);
  const required = [...mapping.requires].map(([name, value]) => `        ${JSON.stringify(name)}: ${JSON.stringify(value)}\n`);
  const all = condition(names);
  return [
    'title: T\nlogsource:\n    category: test\ndetection:\n',
    ...selections.map((parts, index) => `    sel${index}:\n${parts.map((item) => `        ${shown(item)}\n`).join('')}`),
    ...(required.length > 0 ? [`    required:\n${required.join('')}    condition: required and (${all})\n`] : [`    condition: ${all}\n`]),
  ].join('');
}

function shown({ key, values }: GeneratedItem): string {
  const texts = values.map((value) => (typeof value === 'bigint' ? String(value) : JSON.stringify(value)));
  return key === undefined ? `- ${texts[0] ?? '""'}` : `${JSON.stringify(key)}: ${texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`}`;
}

function namesOf(mapping: TableMapping): readonly string[] {
  const known = fieldNames.get(mapping) ?? [...mapping.fields.keys()];
  fieldNames.set(mapping, known);
  return known;
}

const fieldNames = new Map<TableMapping, readonly string[]>();

interface Place {
  readonly mapping: TableMapping;
  readonly field: string;
}

function placeOf(seed: number): Place {
  places ??= byKind();
  const kind = places[seed % places.length] ?? [];
  const place = kind[Math.floor(seed / places.length) % kind.length];
  if (place === undefined) throw new Error('There is no mapping.');
  return place;
}

let places: readonly (readonly Place[])[] | undefined;

function byKind(): readonly (readonly Place[])[] {
  const kinds = new Map<string, Place[]>();
  const mappings = [...new Set(allMappings().map(({ mapping }) => mapping)), ...columnMappings()];
  for (const mapping of mappings) {
    for (const [field, mapped] of mapping.fields) {
      const kind = kindOf(mapped);
      kinds.set(kind, [...(kinds.get(kind) ?? []), { mapping, field }]);
    }
  }
  return [...kinds.values()];
}

function kindOf(mapped: MappedField): string {
  if (mapped.kind !== 'column' && mapped.kind !== 'computed') return mapped.kind;
  const { kind, type, holds, forms, rewrites } = mapped;
  const how = kind === 'column' ? '' : (mapped.packed?.format ?? (mapped.inverse ? 'inverse' : mapped.expression.split('(')[0]));
  return [kind, how, type, holds, forms?.join(), rewrites && 'rewritten'].join(' ');
}
