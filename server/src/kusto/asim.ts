import type { AsimParser } from '../catalog/asim.ts';
import { asimDefault, asimFilter } from './asimFilters.ts';
import { noRow } from './expression.ts';
import { Failure } from './failure.ts';
import type { Plan, Row } from './plan.ts';
import { inferredType, rowsOf, type SampleRow, type SampleTable } from './samples.ts';
import type { Given } from './scope.ts';
import type { Column } from './syntax.ts';

/** A parser with the rows that it answers. */
export interface AsimSource {
  readonly columns: readonly Column[];
  readonly rows: readonly SampleRow[];
  /** Filtering parameters in their order; none for the forms without parameters. */
  readonly parameters: AsimParser['parameters'];
  readonly schema: string;
  /** The properties of a row that a column is read from: its own, those it is an alias of, or its alias. */
  readonly namesOf: (column: string) => readonly string[];
}

/** The parsers that the text names, by that name. Rows can be given under any of a parser's names. */
export function parserSources(
  words: ReadonlySet<string>,
  tables: Readonly<Record<string, SampleTable>>,
  parsers: readonly AsimParser[],
): Map<string, AsimSource> {
  const found = new Map<string, AsimSource>();
  for (const parser of parsers) {
    const names = [parser.name, parser.workspaceName, ...parser.parameterless];
    if (!names.some((name) => words.has(name))) continue;
    const rows = names.flatMap((name) => (tables[name] === undefined ? [] : rowsOf(tables[name])));
    const columns = columnsOf(parser, rows);
    for (const name of names.filter((each) => words.has(each))) {
      const parameters = parser.parameterless.includes(name) ? new Map() : parser.parameters;
      found.set(name, {
        columns,
        rows,
        parameters,
        schema: parser.schema,
        namesOf: (column) => namesOf(column, parser),
      });
    }
  }
  return found;
}

/** The rows that all filtering parameters let through, given or by their defaults. */
export function filteredRows(source: AsimSource, plan: Plan, given: readonly Given[]): readonly Row[] {
  const { parameters, schema } = source;
  const names = given.map(({ name }, index) => name ?? [...parameters.keys()][index]);
  const byDefault = [...parameters.keys()]
    .filter((name) => !names.includes(name))
    .flatMap((name) => asimDefault(name, plan, schema) ?? []);
  const tests = given.flatMap(({ value }, index) => {
    const parameter = names[index];
    if (parameter === undefined || value === undefined) return [];
    const filter = asimFilter(parameter, value.evaluate(noRow), value.type, plan, schema);
    if (filter === undefined)
      throw new Failure(
        'kql-not-implemented',
        `The filtering parameter \`${parameter}\` cannot be run on sample events yet.`,
      );
    return [filter];
  });
  const all = [...byDefault, ...tests];
  return all.length === 0 ? plan.rows() : plan.rows().filter((row) => all.every((test) => test(row)));
}

function columnsOf(parser: AsimParser, rows: readonly SampleRow[]): Column[] {
  const known = [...parser.columns].map(([name, type]): Column => ({ name, type }));
  const others = new Set(rows.flatMap((row) => Object.keys(row)).filter((name) => !parser.columns.has(name)));
  return [...known, ...[...others].map((name): Column => ({ name, type: inferredType(rows.map((row) => row[name])) }))];
}

function namesOf(column: string, { aliases }: AsimParser): readonly string[] {
  const aliased = aliases.get(column);
  if (aliased !== undefined) return [column, ...aliased];
  const alias = [...aliases].find(([, columns]) => columns.length === 1 && columns[0] === column);
  return alias === undefined ? [column] : [column, alias[0]];
}
