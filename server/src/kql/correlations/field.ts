import type { Range } from '../../range.ts';
import type { Query, Scalar } from '../ast.ts';
import { call, column, text, verbatim } from '../build.ts';
import { quote } from '../quote.ts';
import type { ColumnField, ComputedField, MappedField, TableMapping } from '../tableMapping.ts';
import { approximate, type Building, refuse } from './building.ts';
import type { Demand } from './rows.ts';

/** A column's value, and the column that has to be computed before it. */
export interface FieldValue {
  readonly value: Scalar;
  /** The same value where the query computes no column for the field. */
  readonly plain: Scalar;
  readonly parsed?: { readonly name: string; readonly expression: string };
}

/** Whether the table has the field in a form that can be grouped or counted. */
export function hasField(mapping: TableMapping, field: string): boolean {
  const mapped = mapping.fields.get(field);
  return mapped !== undefined && mapped.kind !== 'hashes' && mapped.kind !== 'registryData';
}

/** A field of the rule's events as text, or as a number; undefined, with a problem at the demand's place, where there is none. */
export function fieldValue(
  field: string,
  { kind, place }: Pick<Demand, 'kind' | 'place'>,
  { mapping, query }: { readonly mapping: TableMapping; readonly query: Query },
  building: Building,
): FieldValue | undefined {
  const mapped = mapping.fields.get(field);
  const { table } = query;
  if (mapped === undefined) {
    const message = `\`${table}\` (${mapping.target}) has no column for \`${field}\`, which the correlation needs.`;
    return refuse(building, 'unmapped-field', message, place);
  }
  if (mapped.kind === 'hashes' || mapped.kind === 'registryData') {
    const message = `\`${field}\` lies in several columns of \`${table}\`, which together are no value to ${kind === 'text' ? 'group by or count' : 'calculate with'}.`;
    return refuse(building, 'unsupported-value', message, place);
  }
  if (mapped.approximate !== undefined)
    approximate(building, `\`${field}\` in \`${table}\`: ${mapped.approximate}.`, place);
  if (mapped.kind === 'cases') {
    const value = casesText(mapped.cases);
    return { value, plain: value };
  }
  tellLosses(field, mapped, table, place, building);
  const given = mapped.kind === 'column' ? column(mapped.column) : computed(mapped, query);
  const parsed = mapped.kind === 'computed' && given.kind === 'verbatim' ? mapped.parsed : undefined;
  const demanded = (scalar: Scalar): Scalar | undefined => {
    const value = kind === 'text' ? asText(scalar, mapped.type) : asNumber(scalar, mapped.type);
    return value && whenPresent(value, mapped, kind);
  };
  const value = demanded(given);
  const plain = mapped.kind === 'column' ? value : demanded(verbatim(mapped.expression));
  if (value === undefined || plain === undefined) {
    const message = `\`${field}\` is a ${mapped.type} in \`${table}\`, which is no number.`;
    return refuse(building, 'unsupported-value', message, place);
  }
  return { value, plain, ...(parsed !== undefined && { parsed }) };
}

/** Text that is put together of several columns is not empty where the field is absent. */
function whenPresent(value: Scalar, mapped: ColumnField | ComputedField, kind: Demand['kind']): Scalar {
  if (mapped.kind === 'column' || mapped.presence?.test !== 'isnotempty') return value;
  const present = call('isnotempty', verbatim(mapped.presence.of));
  return call('iff', present, value, kind === 'text' ? text('') : verbatim('decimal(null)'));
}

function tellLosses(
  field: string,
  { holds, type }: MappedField & (ColumnField | ComputedField),
  table: string,
  place: Range,
  building: Building,
): void {
  if (holds === 'fileName')
    approximate(
      building,
      `\`${table}\` has only the file name of \`${field}\`: files of one name count as one.`,
      place,
    );
  if (type === 'dynamic' || holds === 'lines' || holds === 'texts')
    approximate(building, `\`${field}\` may be a list in \`${table}\`, which counts as one value.`, place);
}

/** The column that the query computes already, or the expression itself. */
function computed({ expression }: ComputedField, { operators }: Query): Scalar {
  const columns = operators.flatMap((operator) => (operator.kind === 'extend' ? operator.columns : []));
  const known = columns.find(({ value }) => value.kind === 'verbatim' && value.text === expression);
  return known === undefined ? verbatim(expression) : column(known.name);
}

function asText(value: Scalar, type: ColumnField['type']): Scalar {
  return type === 'string' ? value : call('tostring', value);
}

/**
 * A decimal, in which sums are exact. Text counts where it is a decimal number, as in the matcher: Kusto's own conversion
 * would take more. A `real` goes by its digits.
 */
function asNumber(value: Scalar, type: ColumnField['type']): Scalar | undefined {
  switch (type) {
    case 'int':
    case 'long':
      return call('todecimal', value);
    case 'real':
      return call('todecimal', call('tostring', value));
    case 'string':
      return numberInText(value);
    case 'dynamic':
      return numberInText(call('tostring', value));
    case 'bool':
    case 'datetime':
    case 'timespan':
    case 'guid':
      return undefined;
  }
}

function numberInText(value: Scalar): Scalar {
  const isNumber: Scalar = { kind: 'binary', operator: 'matches regex', left: value, right: decimalNumber };
  return call('iff', isNumber, call('todecimal', value), verbatim('decimal(null)'));
}

const decimalNumber: Scalar = { kind: 'string', value: '^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?$' };

function casesText(cases: ReadonlyMap<string, string>): Scalar {
  const parts = [...cases].flatMap(([value, predicate]) => [predicate, quote(value)]);
  return verbatim(`case(${[...parts, '""'].join(', ')})`);
}
