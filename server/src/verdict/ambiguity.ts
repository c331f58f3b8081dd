import type { MappedField, TableMapping } from '../kql/tableMapping.ts';
import { matchesPattern } from '../kql/translate/patterns.ts';
import { passesRegex } from '../kql/translate/regex.ts';
import { type Event, scalarsOf } from '../match/event.ts';
import type { Item, Test } from '../sigma/expression.ts';
import { fieldsOf, wholeEvent } from './items.ts';
import type { Row } from './reading.ts';

/**
 * Why the row does not say the same as the event, as half a sentence: a column of text has no way to tell the empty text
 * from none (ARCHITECTURE, "KQL"), nor null from either, nor a registry value without data, nor a field that its service
 * writes as `-`; the rows of a log source have values that an event may lack, and what a text would be of a list nobody
 * knows. Only the fields that the rule asks for count.
 */
export function ambiguityOf(
  { fields, table }: TableMapping,
  event: Event,
  row: Row,
  used: readonly Item[],
): string | undefined {
  for (const item of used) {
    const { field: name = wholeEvent } = item;
    const reason =
      item.field === undefined && meetsOthers(item, event, row)
        ? `a keyword stands in what every row of \`${table}\` has`
        : (valueAmbiguity(item, name, fields.get(name), event, row) ??
          absence(item, name, fields.get(name), event, row));
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function valueAmbiguity(
  item: Item,
  name: string,
  field: MappedField | undefined,
  event: Event,
  row: Row,
): string | undefined {
  const value = event[name];
  const list = fieldsOf(item).find((each) => Array.isArray(event[each]) && (each !== name || !mayHoldList(field)));
  if (list !== undefined) return `its \`${list}\` is a list, and a row has one text`;
  const other = fieldsOf(item).find((each) => each !== name && event[each] === '');
  if (other !== undefined) return `a row cannot tell its empty \`${other}\` from none`;
  if (value === undefined || value === null) return undefined;
  const isEmpty =
    value === '' ||
    (Array.isArray(value) && value.includes('')) ||
    (field?.kind === 'registryData' && /^\(empty\)$/i.test(String(value)));
  if (isEmpty) return `a row cannot tell its empty \`${name}\` from none`;
  const isUnclear =
    isRespelled(field, String(value), row) ||
    (typeof value === 'string' && asks(item, 'compare') && looseNumber.test(value)) ||
    (typeof value === 'string' && asks(item, 'cidr') && /^\s|\s$/.test(value));
  return isUnclear ? `a row does not keep how its \`${name}\` is written` : undefined;
}

function absence(item: Item, name: string, field: MappedField | undefined, event: Event, row: Row): string | undefined {
  const value = event[name];
  if (value !== undefined && value !== null) return undefined;
  const kept = field?.kind === 'column' ? (row[field.column] ?? undefined) : undefined;
  if (field?.kind === 'cases' || kept !== undefined) return `it has no \`${name}\`, which every such row has`;
  const isEmptyToo =
    (value === null && asks(item, 'exists')) ||
    field?.kind === 'registryData' ||
    (field?.kind === 'computed' && /\bisempty\(/.test(field.expression)) ||
    item.values.some(({ alternatives }) => alternatives.some(asksForEmpty));
  return isEmptyToo ? `a row cannot tell that it has no \`${name}\` from an empty one` : undefined;
}

function asks({ values }: Item, kind: Test['kind']): boolean {
  return values.some(({ alternatives }) => alternatives.some((test) => test.kind === kind));
}

function asksForEmpty(test: Test): boolean {
  return (test.kind === 'string' && test.pattern.length === 0) || (test.kind === 'regex' && test.source === '^$');
}

/** What Kusto's conversions of text take for a number beside plain decimals. */
const looseNumber = /^\s|\s$|^[+-]?(?:0x|inf|nan)|_|,/i;

/** Whether a keyword would be found in what the row has and the event has not: constants, and fields side by side in a text. */
function meetsOthers({ values }: Item, event: Event, row: Row): boolean {
  const own = new Set(scalarsOf(event).map(String));
  const others = scalarsOf(row)
    .map(String)
    .filter((text) => !own.has(text));
  return values.some(({ alternatives }) =>
    alternatives.some((test) =>
      others.some((text) =>
        test.kind === 'string'
          ? matchesPattern(test.pattern, text, test.cased)
          : test.kind === 'regex' && passesRegex(test, text),
      ),
    ),
  );
}

/**
 * Whether a number stands in the event as a text that a column of numbers does not keep, `01` or `0x1`, a list or bag as
 * a text that a dynamic column parses, or a time without its hour or in another zone than the column's.
 */
function isRespelled(field: MappedField | undefined, value: string, row: Row): boolean {
  if (field?.kind !== 'column' && field?.kind !== 'computed') return false;
  switch (field.type) {
    case 'string':
      return field.forms !== undefined && /^(?:\d+|0x[\da-f]+)$/i.test(value);
    case 'dynamic':
      return /^\s*[{[]/.test(value);
    case 'datetime':
      return !/\d[T ]\d.*Z$/.test(value);
    case 'int':
    case 'long':
    case 'real':
      if (field.kind === 'computed') return !/^-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/.test(value);
      break;
    default:
  }
  const kept = field.kind === 'column' ? row[field.column] : undefined;
  return kept !== undefined && String(kept).toLowerCase() !== value.toLowerCase();
}

/** Whether the table has a list for the field, and not one text. */
function mayHoldList(field: MappedField | undefined): boolean {
  if (field?.kind !== 'column' && field?.kind !== 'computed') return false;
  return field.type === 'dynamic' || field.holds === 'lines' || field.holds === 'texts';
}
