import asimText from '../../../schemas/sentinel/asim.json?raw';
import { type Columns, type ColumnType, type PackedColumns, unpackColumns, words } from './columns.ts';
import { lazy } from './lazy.ts';

/** A unifying parser of the Advanced Security Information Model: a function that is queried like a table. */
export interface AsimParser {
  /** Built into every workspace: `_Im_ProcessCreate`. */
  readonly name: string;
  /** Deployed into the workspace by hand: `imProcessCreate`. */
  readonly workspaceName: string;
  /** The same without parameters: `_ASim_ProcessEvent_Create` and `ASimProcessEventCreate`. */
  readonly parameterless: readonly string[];
  readonly schema: string;
  readonly columns: Columns;
  /** Alias -> the columns that it stands for, the first with a value counts: `CommandLine` -> `TargetProcessCommandLine`. */
  readonly aliases: ReadonlyMap<string, readonly string[]>;
  /** The closed sets of values: `EventType` -> `ProcessCreated`, `ProcessTerminated`. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** Filtering parameters, all optional, in their order: `starttime`, `commandline_has_any`. */
  readonly parameters: ReadonlyMap<string, ColumnType>;
  /** Tables it reads -> the products whose events it takes from there. */
  readonly sources: ReadonlyMap<string, readonly string[]>;
}

/** The parser by its built-in or its workspace name; names are case-sensitive. */
export function asimParser(name: string): AsimParser | undefined {
  return byName().get(name);
}

export function asimParsers(): readonly AsimParser[] {
  return parsers();
}

interface AsimFile {
  readonly parsers: Record<string, PackedParser>;
  readonly schemas: Record<string, PackedSchema>;
}

interface PackedParser {
  readonly schema: string;
  readonly workspace: string;
  readonly parameterless: string;
  readonly parameterlessWorkspace: string;
  readonly parameters?: Record<string, ColumnType>;
  readonly sources?: Record<string, string[]>;
}

interface PackedSchema {
  readonly columns: PackedColumns;
  readonly aliases?: Record<string, string>;
  readonly values?: Record<string, string[]>;
}

const parsers = lazy((): AsimParser[] => {
  const file: AsimFile = JSON.parse(asimText);
  const schemas = new Map(Object.entries(file.schemas).map(([name, schema]) => [name, unpackSchema(schema)]));
  return Object.entries(file.parsers).flatMap(([name, parser]) => {
    const schema = schemas.get(parser.schema);
    return schema === undefined ? [] : [{ ...unpackParser(name, parser), ...schema }];
  });
});

const byName = lazy(() => {
  const named = parsers().flatMap((parser) =>
    [parser.name, parser.workspaceName].map((name) => [name, parser] as const),
  );
  return new Map(named);
});

function unpackSchema({ columns, aliases = {}, values = {} }: PackedSchema) {
  return {
    columns: unpackColumns(columns),
    aliases: new Map(Object.entries(aliases).map(([alias, names]) => [alias, words(names)])),
    values: new Map(Object.entries(values)),
  };
}

function unpackParser(name: string, parser: PackedParser) {
  return {
    name,
    workspaceName: parser.workspace,
    parameterless: [parser.parameterless, parser.parameterlessWorkspace],
    schema: parser.schema,
    parameters: new Map(Object.entries(parser.parameters ?? {})),
    sources: new Map(Object.entries(parser.sources ?? {})),
  };
}
