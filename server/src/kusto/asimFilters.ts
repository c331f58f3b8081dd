import filtersText from '../../../schemas/sentinel/asimFilters.json?raw';
import { lazy } from '../catalog/lazy.ts';
import { type Plan, positions, type Row } from './plan.ts';
import { hasTerm } from './terms.ts';
import { dynamicText, toText } from './values/convert.ts';
import { type Dynamic, isArray, type ScalarType, type Value } from './values/value.ts';

/**
 * What a filtering parameter of an ASIM parser lets through; undefined for one that is not known here. A parameter that
 * is left at its default (an empty list, `*`, null) lets everything through. The columns it looks at are data, in
 * schemas/sentinel/asimFilters.json; a row passes if one of them does.
 */
export function asimFilter(
  parameter: string,
  value: Value,
  type: ScalarType,
  plan: Plan,
): ((row: Row) => boolean) | undefined {
  if (parameter === 'pack') return () => true;
  if (parameter === 'disabled') return () => value !== true;
  if (parameter === 'starttime' || parameter === 'endtime') return timeFilter(parameter, value, plan);
  const filter = filters()[parameter];
  if (filter === undefined) return undefined;
  const wanted = isArray(value)
    ? value.map(dynamicText)
    : [type === 'dynamic' ? dynamicText(value as Dynamic) : toText(value, type)];
  const words = wanted.map((each) => each.toLowerCase()).filter((each) => each !== '' && each !== '*');
  if (words.length === 0) return () => true;
  const readers = filter.columns.flatMap((name) => textReader(name, plan) ?? []);
  const test = tests[filter.test];
  return (row) => readers.some((read) => test(read(row).toLowerCase(), words));
}

interface Filter {
  readonly test: 'hasAny' | 'hasAll' | 'hasAnyPrefix' | 'equals';
  readonly columns: readonly string[];
}

const filters = lazy((): Readonly<Record<string, Filter>> => JSON.parse(filtersText).parameters);

const tests: Readonly<Record<Filter['test'], (text: string, words: readonly string[]) => boolean>> = {
  hasAny: (text, words) => words.some((word) => hasTerm(text, word, true, true)),
  hasAll: (text, words) => words.every((word) => hasTerm(text, word, true, true)),
  hasAnyPrefix: (text, words) => words.some((word) => hasTerm(text, word, true, !word.endsWith('.'))),
  equals: (text, words) => words.includes(text),
};

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
