import { table } from '../catalog/tables.ts';
import { type LaidOut, layOut } from '../kql/rows/layOut.ts';
import type { MappedField, TableMapping } from '../kql/tableMapping.ts';
import type { Event } from '../match/event.ts';
import type { Item } from '../sigma/expression.ts';
import { ambiguityOf } from './ambiguity.ts';
import { withoutDevices } from './devices.ts';
import { fieldsOf, wholeEvent } from './items.ts';
import type { Row, Sample } from './reading.ts';
import { otherTable, rowOfTable } from './tableRow.ts';
import { timeColumn, timeOfEvent } from './times.ts';

export type Place =
  | { readonly kind: 'laidOut'; readonly row: Row }
  /** The event is a row, in whose names the rule is not written. */
  | { readonly kind: 'row'; readonly row: Row }
  /** Why there is no row that says the same, as half a sentence. */
  | { readonly kind: 'unplaced'; readonly reason: string };

/**
 * Puts events where a query on the mapping's table finds them. `used`: the items of the rule. An event without a time gets
 * one by its position.
 */
export function createPlacer(
  mapping: TableMapping,
  used: readonly Item[],
): (sample: Sample, position: number) => Place {
  const time = timeColumn(mapping.table, mapping.target);
  const { mapping: tellable, constants } = withoutDevices(mapping);
  const names = new Set(used.flatMap(fieldsOf));
  const hasKeywords = used.some(({ field }) => field === undefined);
  const speaksOfColumns = !hasKeywords && [...names].every((name) => isColumn(name, mapping.fields.get(name)));
  const placed = (event: Event, row: Row): Place => {
    const reason = ambiguityOf(mapping, event, row, used);
    return reason === undefined ? { kind: 'laidOut', row } : { kind: 'unplaced', reason };
  };
  return ({ event, original = event }, position) => {
    const row = rowOfTable(mapping, original);
    if (row !== undefined) {
      if (!speaksOfColumns) return { kind: 'row', row };
      return placed(original, row);
    }
    const other = otherTable(mapping, original);
    if (other !== undefined)
      return { kind: 'unplaced', reason: `it is a row of \`${other}\`, and the query reads \`${mapping.table}\`` };
    const laidOut = withKeywords(tellable, event);
    if (!laidOut.isSelected) return { kind: 'unplaced', reason: notSelected(tellable) };
    const unplaced = laidOut.unplaced.find((name) => hasKeywords || names.has(name));
    if (unplaced !== undefined)
      return { kind: 'unplaced', reason: `no row of \`${mapping.table}\` can have its \`${unplaced}\`` };
    if (hasKeywords) {
      const missing = Object.keys(event).find((name) => name !== wholeEvent && isMissing(mapping, event, name));
      if (missing !== undefined)
        return {
          kind: 'unplaced',
          reason: `keywords may stand in its \`${missing}\`, for which \`${mapping.table}\` has no column`,
        };
    }
    const { [time]: written = timeOfEvent(event, position) } = laidOut.row;
    return placed(event, { ...laidOut.row, ...constants, [time]: written });
  };
}

function isColumn(name: string, field: MappedField | undefined): boolean {
  return (
    field?.kind === 'column' &&
    field.column === name &&
    field.holds === undefined &&
    (field.rewrites ?? []).length === 0 &&
    (field.forms ?? []).length === 0
  );
}

function isMissing({ fields }: TableMapping, event: Event, name: string): boolean {
  return event[name] !== undefined && event[name] !== null && fields.get(name) === undefined;
}

function notSelected({ table: name, rows, requires }: TableMapping): string {
  const wanted = [
    ...rows.map((row) => `\`${row}\``),
    ...[...requires].map(
      ([field, value]) => `\`${field}\` is ${typeof value === 'string' ? value : value.join(' or ')}`,
    ),
  ];
  return `it cannot be told to be one of the rows of \`${name}\` that the query reads (${wanted.join(', ')})`;
}

/** What stands for the whole event in a rule of keywords goes into a column that keywords are looked for in. */
function withKeywords(mapping: TableMapping, event: Event): LaidOut {
  const laidOut = layOut(mapping, event);
  const { [wholeEvent]: message } = event;
  if (message === undefined || mapping.fields.get(wholeEvent) !== undefined) return laidOut;
  const columns = table(mapping.table, mapping.target)?.columns ?? new Map();
  const candidates = mapping.keywords.includes('*') ? [...columns.keys()] : mapping.keywords;
  const column = candidates.find((name) => columns.get(name) === 'string' && laidOut.row[name] === undefined);
  if (column === undefined) return { ...laidOut, unplaced: [...laidOut.unplaced, wholeEvent] };
  return { ...laidOut, row: { ...laidOut.row, [column]: message } };
}
