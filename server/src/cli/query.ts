import { targets } from '../catalog/target.ts';
import { parseTimestamp } from '../events/timestamp.ts';
import { chooseQuery, queryByIndex } from '../kql/language/chosenQuery.ts';
import { targetOfQuery } from '../kql/language/targetOfQuery.ts';
import type { RunResult } from '../kusto/runKql.ts';
import type { RunOptions } from '../kusto/runOptions.ts';
import { createQueryRunner } from '../kusto/worker/runner.ts';
import { createLineIndex } from '../lineIndex.ts';
import type { Command, ExitCode } from './command.ts';
import { type Finding, findingsOf, printable } from './finding.ts';
import { textReport } from './formats/text.ts';
import type { Output } from './output.ts';
import { readStandardInput } from './readStandardInput.ts';
import type { Rows } from './rows/cells.ts';
import { csvRows } from './rows/csv.ts';
import { jsonRows } from './rows/json.ts';
import { emptyColumns, tableRows } from './rows/table.ts';
import { laidOutTables, named, readSampleTables } from './sampleTables.ts';
import { decode, readText } from './textFile.ts';
import { version } from './version.ts';
import { oneOf, parseArguments, WrongUseError } from './wrongUse.ts';

export const query: Command = {
  summary: 'run KQL on rows in files',
  help: `Usage: sigmasmith query FILE.kql|- --table NAME=FILE… [--target TARGET]
       [--function NAME=FILE] [--watchlist ALIAS=FILE] [--now TIME]
       [--query N] [--time-limit SECONDS] [--limit N] [--steps]
       [--format table|json|csv]

Runs a KQL query on rows of tables, as they were exported or written for a test.
Nothing leaves this machine. What cannot be run here is told with its place, and then
there are no rows: there is never a part of an answer.

  FILE.kql|-         the query; - is standard input
  --table NAME=FILE  rows of a table or of an ASIM parser, by the names of its
                     columns: JSON, one object a line or an array, or .csv; can be
                     given several times. Other tables that are known are empty.
                     Events in Sigma's names, or as Windows writes them, are laid
                     out as rows of the table.
  --target TARGET    whose tables are meant: asim, xdr or workspace; by default
                     those that the rows fit, or that the query names
  --query N          of a file with several queries, which empty lines part, the
                     N-th; needed there
  --function NAME=FILE
                     a function of the workspace: its query, or
                     (a: long) { … } with parameters
  --watchlist ALIAS=FILE
                     the rows of a watchlist, for _GetWatchlist
  --now TIME         what now() answers, such as 2026-01-31T12:00:00Z; by default
                     a second after the newest row
  --time-limit SECONDS
                     10 if not given
  --limit N          write no more rows than that
  --steps            say how many rows each operator leaves
  --format FORMAT    table (the default), without the columns that are empty; json:
                     an array, an object a line; csv: RFC 4180

Exit codes: 0 it ran, whatever the number of rows; 1 the query or a file is wrong;
2 wrong use.`,
  run: runQuery,
};

async function runQuery(args: string[], output: Output): Promise<ExitCode> {
  const { values, positionals } = parseArguments({
    args,
    allowPositionals: true,
    options: {
      table: { type: 'string', multiple: true, default: [] },
      target: { type: 'string' },
      function: { type: 'string', multiple: true, default: [] },
      watchlist: { type: 'string', multiple: true, default: [] },
      now: { type: 'string' },
      query: { type: 'string' },
      'time-limit': { type: 'string' },
      limit: { type: 'string' },
      steps: { type: 'boolean', default: false },
      format: { type: 'string', default: 'table' },
    },
  });
  const format = oneOf('format', values.format, ['table', 'json', 'csv']);
  const target = values.target === undefined ? undefined : oneOf('target', values.target, targets);
  const now = values.now === undefined ? undefined : timeOf(values.now);
  const seconds = values['time-limit'] === undefined ? undefined : numberOf('time-limit', values['time-limit']);
  const limit = values.limit === undefined ? undefined : numberOf('limit', values.limit);
  const number = values.query === undefined ? undefined : numberOf('query', values.query);
  const [file, more] = positionals;
  if (file === undefined) throw new WrongUseError('The query to run is missing.');
  if (more !== undefined) throw new WrongUseError(`One query is run at a time; \`${more}\` is one too many.`);

  const sampleTables = await readSampleTables('table', values.table);
  const { tables: watchlists, findings: watchlistFindings } = await readSampleTables('watchlist', values.watchlist);
  const { functions, findings: functionFindings } = readFunctions(values.function);
  const name = file === '-' ? '<stdin>' : file;
  const source = file === '-' ? decode(name, await readStandardInput()) : readText(file);
  const otherFindings = [...watchlistFindings, ...functionFindings];
  if (source.kind === 'bad') {
    report([source.finding, ...sampleTables.findings, ...otherFindings], output);
    return 1;
  }
  const text = queryIn(name, source.text, number);
  const side = target ?? targetOfQuery(text, 'auto', {});
  const { tables, findings: tableFindings } = laidOutTables(sampleTables, side);
  const unread = [...tableFindings, ...otherFindings];
  const limits = seconds === undefined ? {} : { milliseconds: seconds * 1000 };
  const meant = target ?? targetOfQuery(text, 'auto', tables);
  const options: RunOptions = {
    tables,
    watchlists,
    functions,
    limits,
    ...(now && { now }),
    ...(meant && { target: meant }),
  };
  const result = await run(text, options);
  const findings = [...findingsOf(name, source.text, result.problems), ...unread];
  report(findings, output);
  if (values.steps) reportSteps(name, source.text, result, output);
  if (result.problems.some(({ severity }) => severity === 'error')) return 1;
  const shown: Rows = { columns: result.columns, rows: result.rows.slice(0, limit ?? result.rows.length) };
  if (format === 'json') output.raw(jsonRows(shown));
  else if (format === 'csv') output.raw(csvRows(shown));
  else output.raw(tableRows(shown, output.width));
  reportCount(shown, result.rows.length, format === 'table', output);
  return findings.some(({ severity }) => severity === 'error') ? 1 : 0;
}

/** The query to run, with blanks instead of the file's others. */
function queryIn(name: string, text: string, number: number | undefined): string {
  const { count, text: first } = chooseQuery(text, undefined);
  if (number === undefined) {
    if (count <= 1) return first;
    throw new WrongUseError(`${name} has ${count} queries, with empty lines between them: --query says which is run.`);
  }
  const chosen = queryByIndex(text, number - 1);
  if (chosen !== undefined) return chosen.text;
  throw new WrongUseError(`${name} has ${count === 1 ? 'one query' : `${count} queries`}, and no number ${number}.`);
}

async function run(text: string, options: RunOptions): Promise<RunResult> {
  const runner = createQueryRunner();
  try {
    return await runner.run(text, options);
  } finally {
    await runner.dispose();
  }
}

function report(findings: readonly Finding[], output: Output): void {
  if (findings.length === 0) return;
  output.error(textReport({ files: [{ path: '', rules: 0, findings }], hasColour: false, version: version() }));
}

function reportSteps(name: string, text: string, { steps }: RunResult, output: Output): void {
  const lines = createLineIndex(text);
  for (const { range, rows } of steps) {
    const { line, character } = lines.positionAt(range.start);
    const [operator = ''] = text.slice(range.start, range.end).split(/\r?\n/);
    output.error(`${name}:${line + 1}:${character + 1}: ${rowCount(rows)}  ${printable(operator.trim())}`);
  }
}

function reportCount(shown: Rows, all: number, isTable: boolean, output: Output): void {
  const hidden = isTable ? emptyColumns(shown).length : 0;
  const limited = shown.rows.length < all ? `, of which ${shown.rows.length} are shown` : '';
  const columns = `${hidden} empty ${hidden === 1 ? 'column is' : 'columns are'} left out`;
  output.error(`${rowCount(all)}${limited}${hidden > 0 ? `; ${columns}` : ''}`);
}

function rowCount(count: number): string {
  return `${count} ${count === 1 ? 'row' : 'rows'}`;
}

function readFunctions(written: readonly string[]): {
  readonly functions: Readonly<Record<string, string>>;
  readonly findings: readonly Finding[];
} {
  const functions: Record<string, string> = {};
  const findings: Finding[] = [];
  for (const each of written) {
    const [name, file] = named('function', each);
    const read = readText(file);
    if (read.kind === 'bad') findings.push(read.finding);
    else functions[name] = hasBraces.test(read.text) ? read.text : `{\n${read.text}\n}`;
  }
  return { functions, findings };
}

/** `{ … }`, with or without parameters before it, rather than a query alone. */
const hasBraces = /^\s*(?:\((?:[^()]|\([^()]*\))*\)\s*)?\{[\s\S]*\}\s*$/;

function timeOf(written: string): Date {
  const time = parseTimestamp(written);
  if (time === undefined)
    throw new WrongUseError(`--now has to be a time such as 2026-01-31T12:00:00Z, not \`${written}\`.`);
  return new Date(time);
}

function numberOf(option: string, written: string): number {
  if (!/^[1-9]\d{0,8}$/.test(written))
    throw new WrongUseError(`--${option} has to be a whole number above 0, not \`${written}\`.`);
  return Number(written);
}
