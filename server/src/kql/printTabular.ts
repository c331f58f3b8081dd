import type { Range } from '../range.ts';
import type { Scalar } from './ast.ts';
import { withDefinitions } from './definitions.ts';
import { breakLine, fitting, linked, type Page, type PrintedQuery, type SourceLink, separated, write } from './page.ts';
import { printComments, printOperator, printScalar, printTable } from './print.ts';
import type { NamedColumns, Pipeline, Scan, Source, Statements, Summarize, TabularOperator } from './tabular.ts';

/** Statements, the last of them the query, in the layout of `print`; what stands in parentheses is indented. */
export function printStatements({ comments = [], lets, result }: Statements): PrintedQuery {
  const page: Page = { text: '', lineStart: 0, links: [], flat: false };
  printComments(page, comments);
  for (const { name, pipeline } of lets) {
    write(page, `let ${name} = materialize(`);
    nest(page, printPipeline(pipeline));
    write(page, ');');
    breakLine(page, 0);
  }
  embed(page, printPipeline(result), 0);
  return withDefinitions({ text: page.text, sourceMap: page.links });
}

const indentWidth = 4;

function printPipeline({ source, operators }: Pipeline): PrintedQuery {
  const page: Page = { text: '', lineStart: 0, links: [], flat: false };
  printSource(page, source);
  for (const operator of operators) {
    breakLine(page, 0);
    printTabular(page, operator);
  }
  return { text: page.text, sourceMap: page.links };
}

function printSource(page: Page, source: Source): void {
  switch (source.kind) {
    case 'query':
      embed(page, printTable(source.query), 0);
      break;
    case 'named':
      write(page, source.name);
      break;
    case 'union':
      write(page, 'union');
      separated(
        source.pipelines,
        () => write(page, ','),
        (pipeline) => {
          breakLine(page, indentWidth);
          write(page, '(');
          embed(page, printPipeline(pipeline), indentWidth);
          write(page, ')');
        },
      );
  }
}

function printTabular(page: Page, operator: TabularOperator): void {
  switch (operator.kind) {
    case 'where':
    case 'extend':
      printOperator(page, operator);
      break;
    case 'project':
      write(page, '| project ');
      printColumns(page, operator.columns);
      break;
    case 'sort':
      write(page, `| sort by ${operator.by.map(({ name, order }) => `${name} ${order}`).join(', ')}`);
      break;
    case 'mvExpand':
      write(page, `| mv-expand ${operator.name} = `);
      printScalar(page, operator.values, indentWidth);
      write(page, ` to typeof(${operator.type})`);
      break;
    case 'scan':
      printScan(page, operator);
      break;
    case 'summarize':
      printSummarize(page, operator);
      break;
    case 'semiJoin':
      write(page, '| join kind=leftsemi (');
      nest(page, printPipeline(operator.right));
      write(page, `) on ${operator.on.join(', ')}`);
  }
}

function printSummarize(page: Page, { latest, columns, by }: Summarize): void {
  const printBy = (): void => {
    write(page, 'by ');
    separated(
      by,
      () => write(page, ', '),
      (column) => printColumn(page, column),
    );
  };
  write(page, '| summarize ');
  if (latest !== undefined) {
    const carried = latest.columns.join(', ');
    write(page, `(${latest.name}, ${carried}) = arg_max(${latest.of}, ${carried}),`);
    breakLine(page, indentWidth);
  }
  fitting(
    page,
    () => {
      printColumns(page, columns);
      write(page, ' ');
      printBy();
    },
    () => {
      printColumns(page, columns);
      breakLine(page, indentWidth);
      printBy();
    },
  );
}

function printScan(page: Page, { columns }: Scan): void {
  write(page, `| scan declare (${columns.map(({ name, type }) => `${name}: ${type}`).join(', ')}) with (`);
  breakLine(page, indentWidth);
  write(page, 'step row: true =>');
  separated(
    columns,
    () => write(page, ','),
    (column) => {
      breakLine(page, 2 * indentWidth);
      printColumn(page, column, 2 * indentWidth);
    },
  );
  write(page, ';');
  breakLine(page, 0);
  write(page, ')');
}

/** On one line, or each on its own. */
function printColumns(page: Page, columns: NamedColumns): void {
  const print = (between: () => void): void => separated(columns, between, (column) => printColumn(page, column));
  fitting(
    page,
    () => print(() => write(page, ', ')),
    () =>
      print(() => {
        write(page, ',');
        breakLine(page, indentWidth);
      }),
  );
}

function printColumn(page: Page, { name, value, sources = [] }: NamedColumns[number], indent = indentWidth): void {
  linked(page, sources, () => {
    if (value.kind !== 'column' || value.name !== name) write(page, `${name} = `);
    printScalar(page, value, indent);
  });
}

/** On lines of its own, for what stands between parentheses. */
function nest(page: Page, printed: PrintedQuery): void {
  breakLine(page, indentWidth);
  embed(page, printed, indentWidth);
  breakLine(page, 0);
}

/** Writes what is printed already, its lines after the first further in. No literal of KQL goes over a line's end. */
function embed(page: Page, { text, sourceMap }: PrintedQuery, indent: number): void {
  const start = page.text.length;
  const margin = ' '.repeat(indent);
  const breaks = [...text.matchAll(/\n/g)].map(({ index }) => index);
  let passed = 0;
  const placeOf = (offset: number): number => {
    while (passed > 0 && (breaks[passed - 1] ?? 0) >= offset) passed--;
    while ((breaks[passed] ?? Number.POSITIVE_INFINITY) < offset) passed++;
    return start + offset + passed * indent;
  };
  const move = ({ start: from, end }: Range): Range => ({ start: placeOf(from), end: placeOf(end) });
  page.links.push(...sourceMap.map(({ query, source }): SourceLink => ({ query: move(query), source })));
  write(page, text.replaceAll('\n', `\n${margin}`));
  page.lineStart = page.text.lastIndexOf('\n') + 1;
}

/** A scalar on one line, to tell whether two are the same. */
export function spellingOf(scalar: Scalar): string {
  const page: Page = { text: '', lineStart: 0, links: [], flat: true };
  printScalar(page, scalar, 0);
  return page.text;
}
