import { table } from '../../catalog/tables.ts';
import type { CasesField, MappedField, TableMapping } from '../tableMapping.ts';
import { giveField } from './giveField.ts';
import { finished, type PackedText, placePacked } from './packed.ts';
import { parseExpression } from './parseExpression.ts';
import { type RowDraft, setColumn } from './row.ts';
import { holds, makeHold } from './solve.ts';

/** An event in Sigma's names as a row of a table. */
export interface LaidOut {
  /** By column, as Kusto would export it: bags are objects, 64-bit numbers that are too large for a number are bigints. */
  readonly row: Readonly<Record<string, unknown>>;
  /** Fields of the event that the table has a column for and that could not be put into it. */
  readonly unplaced: readonly string[];
  /** Whether the mapping's selection of rows is known to take it. */
  readonly isSelected: boolean;
}

/**
 * The inverse of a mapping: the row that the table would hold for the event, such that the mapping's expressions give the
 * event's values. Fields that the mapping does not have are left out, as they are in the table.
 */
export function layOut(mapping: TableMapping, event: Readonly<Record<string, unknown>>): LaidOut {
  const columns = table(mapping.table, mapping.target)?.columns ?? new Map();
  const draft: RowDraft = { columns, values: new Map() };
  const packed: PackedText = new Map();
  for (const [column, value] of mapping.row) setColumn(draft, column, value);

  const fields = Object.entries(event).flatMap(([name, value]): Placing[] => {
    const mapped = value === undefined || value === null ? undefined : mapping.fields.get(name);
    return mapped === undefined ? [] : [{ name, mapped, value }];
  });
  const unplaced = new Set(fields.map(({ name }) => name));
  const place = (chosen: readonly Placing[]): void => {
    for (const { name, mapped, value } of chosen) {
      if (placePacked(draft, packed, mapped, value) || giveField(draft, mapped, value)) unplaced.delete(name);
    }
  };
  // What says of which kind the row is comes first, because expressions depend on it; first of all what tells most kinds
  // apart: Sysmon's `EventType` before its `EventID`.
  place(fields.filter(isCases).sort((first, second) => second.mapped.cases.size - first.mapped.cases.size));
  place(fields.filter(({ mapped }) => mapped.kind !== 'cases' && mapped.kind !== 'computed'));
  // A selection may ask the text of a column for something that the fields of its JSON make.
  place(fields.filter(({ mapped }) => mapped.kind === 'computed' && mapped.packed?.format === 'json'));
  const selections = mapping.rows.map((text) => {
    const predicate = parseExpression(text);
    return { predicate, isMet: predicate !== undefined && makeHold(draft, predicate) };
  });
  place(fields.filter(({ name, mapped }) => mapped.kind === 'computed' && unplaced.has(name)));
  const row = finished(draft, packed);
  const whole: RowDraft = { columns, values: new Map(Object.entries(row)) };
  const isSelected =
    selections.every(
      ({ predicate, isMet }) => isMet || (predicate !== undefined && holds(whole, predicate) === true),
    ) && [...mapping.requires].every(([field, wanted]) => isGiven(event[field], wanted));
  return { row, unplaced: [...unplaced], isSelected };
}

/** Whether the event is one of those that the mapping holds for. */
function isGiven(value: unknown, wanted: string | readonly number[]): boolean {
  return typeof wanted === 'string' ? String(value).toLowerCase() === wanted : wanted.includes(Number(value));
}

function isCases(placing: Placing): placing is Placing & { readonly mapped: CasesField } {
  return placing.mapped.kind === 'cases';
}

interface Placing {
  readonly name: string;
  readonly mapped: MappedField;
  readonly value: unknown;
}
