import filtersText from '../../../schemas/sentinel/asimFilters.json?raw';
import { lazy } from '../catalog/lazy.ts';
import { type Plan, positions, type Row } from './plan.ts';
import { hasTerm } from './terms.ts';
import { dynamicText, toText } from './values/convert.ts';
import { type Dynamic, isArray, type ScalarType, type Value } from './values/value.ts';

/**
 * What a filtering parameter of an ASIM parser lets through; undefined for one that is not known here. A value that asks
 * for nothing (an empty list, `*`, null) lets everything through. The columns it looks at are data, in
 * schemas/sentinel/asimFilters.json; a row passes if one of them does.
 */
export function asimFilter(
  parameter: string,
  value: Value,
  type: ScalarType,
  plan: Plan,
  schema: string,
): ((row: Row) => boolean) | undefined {
  if (parameter === 'pack') return () => true;
  if (parameter === 'disabled') return () => value !== true;
  if (parameter === 'starttime' || parameter === 'endtime') return timeFilter(parameter, value, plan);
  const filter = filters()[parameter];
  if (filter === undefined) return undefined;
  const wanted = isArray(value)
    ? value.map(dynamicText)
    : [type === 'dynamic' ? dynamicText(value as Dynamic) : toText(value, type)];
  const words = wanted
    .map((each) => each.toLowerCase())
    .map((each) => filter.olderWords?.[each] ?? each)
    .filter((each) => each !== '' && each !== '*');
  if (words.length === 0) return () => true;
  const readers = readersOf(filter, schema, plan);
  const test = tests[filter.test];
  return (row) => readers.some((read) => test(read(row).toLowerCase(), words));
}

/**
 * What the parsers of a schema filter by although the parameter is not given: of DNS they answer lookup queries only
 * (ASIM's schema of Dns, `eventtype`). A sample row that does not say what it is passes. Undefined if there is nothing.
 */
export function asimDefault(parameter: string, plan: Plan, schema: string): ((row: Row) => boolean) | undefined {
  const filter = filters()[parameter];
  const wanted = filter?.unlessGiven?.[schema]?.toLowerCase();
  if (filter === undefined || wanted === undefined) return undefined;
  const readers = readersOf(filter, schema, plan);
  return (row) => readers.every((read) => ['', wanted].includes(read(row).toLowerCase()));
}

interface Filter {
  readonly test: 'hasAny' | 'hasAll' | 'hasAnyPrefix' | 'equals';
  readonly columns: readonly string[];
  /** The columns of a schema that has others for it. */
  readonly inSchema?: Readonly<Record<string, readonly string[]>>;
  /** Words that the parsers still take for others, all in small letters. */
  readonly olderWords?: Readonly<Record<string, string>>;
  /** The default by schema, where it is not to let everything through. */
  readonly unlessGiven?: Readonly<Record<string, string>>;
}

const filters = lazy((): Readonly<Record<string, Filter>> => JSON.parse(filtersText).parameters);

const tests: Readonly<Record<Filter['test'], (text: string, words: readonly string[]) => boolean>> = {
  hasAny: (text, words) => words.some((word) => hasTerm(text, word, true, true)),
  hasAll: (text, words) => words.every((word) => hasTerm(text, word, true, true)),
  hasAnyPrefix: (text, words) => words.some((word) => hasTerm(text, word, true, !word.endsWith('.'))),
  equals: (text, words) => words.includes(text),
};

function readersOf(filter: Filter, schema: string, plan: Plan): ((row: Row) => string)[] {
  return (filter.inSchema?.[schema] ?? filter.columns).flatMap((name) => textReader(name, plan) ?? []);
}

function textReader(name: string, plan: Plan): ((row: Row) => string) | undefined {
  const index = positions(plan.columns).get(name);
  const type = index === undefined ? undefined : plan.columns[index]?.type;
  if (index === undefined || type === undefined) return undefined;
  const read = plan.reader(index);
  return (row) => toText(read(row), type);
}

function timeFilter(parameter: 'starttime' | 'endtime', value: Value, plan: Plan): (row: Row) => boolean {
  const index = positions(plan.columns).get('TimeGenerated');
  if (index === undefined || typeof value !== 'bigint') return () => true;
  const read = plan.reader(index);
  return (row) => {
    const time = read(row);
    return typeof time === 'bigint' && (parameter === 'starttime' ? time >= value : time <= value);
  };
}
