import path from 'node:path';
import { isCatalogued } from '../catalog/isCatalogued.ts';
import type { Target } from '../catalog/target.ts';
import { hasTextOnly, readRows } from '../events/rows.ts';
import { filesPath, nodeFiles } from '../host/nodeFiles.ts';
import type { SampleRow } from '../kusto/samples.ts';
import { typedTexts } from '../kusto/typedTexts.ts';
import { rowsOfEvents } from '../verdict/rowsOfEvents.ts';
import { type Finding, fileFinding, findingsOf } from './finding.ts';
import { WrongUseError } from './wrongUse.ts';

/** The same with the events laid out that are no rows of their table, because they have Sigma's names or those of Windows. */
export function laidOutTables({ tables, findings }: SampleTables, target: Target | undefined): SampleTables {
  const placed = Object.entries(tables).map(([name, rows]) => ({ name, ...rowsOfEvents(name, target, rows) }));
  return {
    tables: Object.fromEntries(placed.map(({ name, rows }) => [name, rows])),
    findings: [
      ...findings,
      ...placed.flatMap(({ name, problems }) =>
        problems.map(({ message }) => fileFinding(`--table ${name}`, 'event-broken', message)),
      ),
    ],
  };
}

/** Rows by the names they were given, and what could not be read of their files. */
export interface SampleTables {
  readonly tables: Readonly<Record<string, readonly SampleRow[]>>;
  readonly findings: readonly Finding[];
}

/** Reads the files of `NAME=FILE` options: JSON in any of the forms of events, or CSV. A name may have several files. */
export async function readSampleTables(option: string, written: readonly string[]): Promise<SampleTables> {
  const tables = new Map<string, SampleRow[]>();
  const findings: Finding[] = [];
  for (const each of written) {
    const [name, file] = named(option, each);
    const content = await nodeFiles().read(filesPath(path.resolve(file)));
    const rows = tables.get(name) ?? [];
    tables.set(name, rows);
    if (content.kind !== 'text') {
      findings.push(fileFinding(file, 'unreadable-file', unreadable[content.kind]));
      continue;
    }
    const read = readRows(file, content.text);
    const isInferred = option === 'table' && hasTextOnly(file) && !isCatalogued(name);
    for (const row of isInferred ? typedTexts(read.rows) : read.rows) rows.push(row);
    findings.push(...findingsOf(file, content.text, read.problems));
  }
  return { tables: Object.fromEntries(tables), findings };
}

/** The two parts of `NAME=VALUE`; throws a `WrongUseError` where there are none. */
export function named(option: string, written: string): readonly [name: string, value: string] {
  const [, name, value] = /^([^=]+)=(.+)$/s.exec(written) ?? [];
  if (name === undefined || value === undefined)
    throw new WrongUseError(`--${option} has to be NAME=FILE, not \`${written}\`.`);
  return [name, value];
}

const unreadable = {
  missing: 'Cannot be read: there is no such file.',
  tooLarge: 'The file is too large to be read as a whole.',
  unreadable: 'Cannot be read.',
};
