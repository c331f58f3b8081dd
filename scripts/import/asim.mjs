import { byCode, byType, present, sorted } from './write.mjs';

/** ASIM's schemas (columns, aliases, closed sets of values) and the unifying parsers that answer with them. */
export function asim({ source, schemas, ...rest }) {
  const used = Object.entries(schemas).filter(([, schema]) => schema.unifyingParsers.length > 0);
  return {
    source,
    parsers: Object.fromEntries(sorted(used.flatMap(([name, schema]) => parsersOf(name, schema)))),
    schemas: Object.fromEntries(sorted(used.map(([name]) => [name, schemaOf(rest[`fields.${name}`])]))),
  };
}

function parsersOf(schema, { nativeTable, unifyingParsers, sourceParsers }) {
  return unifyingParsers.map(({ filtering, parameterless, filterParams }) => [
    filtering.builtin,
    present({
      schema,
      workspace: filtering.workspace,
      parameterless: parameterless.builtin,
      parameterlessWorkspace: parameterless.workspace,
      table: nativeTable,
      parameters: filterParams,
      sources: sourcesOf(filtering.workspace, sourceParsers),
    }),
  ]);
}

/** Table -> the products whose events the parser takes from it. */
function sourcesOf(parser, sourceParsers) {
  const other = parser.endsWith('Create') ? /Terminate/ : parser.endsWith('Terminate') ? /Create/ : /^$/;
  const products = {};
  for (const [name, , tables, product] of sourceParsers) {
    if (other.test(name)) continue;
    for (const table of tables) {
      products[table] ??= new Set();
      products[table].add(product);
    }
  }
  return Object.fromEntries(sorted(Object.entries(products)).map(([table, names]) => [table, [...names].sort(byCode)]));
}

function schemaOf(fields) {
  const entries = sorted(Object.entries(fields));
  return present({
    columns: byType(Object.fromEntries(entries.map(([name, { type }]) => [name, type]))),
    aliases: pick(entries, ({ aliasOf }) => aliasOf?.filter((name) => name in fields).join(' ')),
    values: pick(entries, ({ values }) => values),
  });
}

function pick(entries, property) {
  return present(Object.fromEntries(entries.map(([name, field]) => [name, property(field)])));
}
