import { targets } from '../server/src/catalog/target.ts';
import { type LogsourceKey, logsources } from '../server/src/catalog/taxonomy.ts';
import { columnText } from '../server/src/kql/fieldMapping.ts';
import { mappingsFor, type TableMapping } from '../server/src/kql/mappings.ts';
import { unmapped } from '../server/src/kql/unmapped.ts';

/** docs/mappings.md: which table and column each field of each log source becomes, from the mappings themselves. */
export function mappingsPage(): string {
  const described = new Map<TableMapping, string[]>();
  for (const key of logsources()) {
    const name = nameOf(key);
    for (const mapping of targets.flatMap((target) => mappingsFor(key, target))) {
      described.set(mapping, [...(described.get(mapping) ?? []), name]);
    }
  }
  const sections = [...grouped(described)].sort(([first], [second]) => (first < second ? -1 : 1));
  const contents = sections.map(([names]) => `- ${names}`).join('\n');
  const body = sections.map(([names, mappings]) => `## ${names}\n\n${mappings.map(describe).join('\n')}`).join('\n');
  return `${introduction}\n${contents}\n\n${withoutCounterpart()}\n${body}`;
}

function nameOf({ product, category, service }: LogsourceKey): string {
  return [product, category, service].filter((part) => part !== undefined).join(' / ');
}

/** What public rules ask for and no target has. */
function withoutCounterpart(): string {
  const { logsources: sources, fields } = unmapped();
  const lines = [
    ...sources.map((each) => `- ${nameOf(each)}: ${each.why}.`),
    ...fields.map((each) => `- \`${each.field}\` of ${nameOf(each)}: ${each.why}.`),
  ];
  return `## Without a counterpart\n\nWhat SigmaHQ’s rules ask for and no table of any target has:\n\n${lines.join('\n')}\n`;
}

const introduction = `<!-- Written by \`npm run docs\` from schemas/sentinel/mappings. Do not edit. -->
# Mappings

What a log source's fields are in each target's tables. Of several tables of a target the first that has all fields of a rule is taken; \`--prefer\` and the setting \`sigmasmith.kql.preferTables\` choose another. What is not listed has no counterpart, and a rule that needs it gets no query.
`;

/** Log sources with the same tables share a section. */
function grouped(described: ReadonlyMap<TableMapping, readonly string[]>): Map<string, TableMapping[]> {
  const sections = new Map<string, TableMapping[]>();
  for (const [mapping, names] of described) {
    const heading = [...new Set(names)].join(', ');
    sections.set(heading, [...(sections.get(heading) ?? []), mapping]);
  }
  return sections;
}

function describe(mapping: TableMapping): string {
  const { target, table, rows, requires, approximate, note, keywords } = mapping;
  const lines = [
    `### ${target}: \`${table}\`\n`,
    ...rows.map((row) => `- Rows: ${code(row)}`),
    ...[...requires].map(([field, value]) => `- Only for rules that demand \`${field}: ${value}\``),
    ...(approximate === undefined ? [] : [`- Approximate: ${approximate}.`]),
    ...(note === undefined ? [] : [`- Note: ${note}.`]),
    ...(keywords.length === 0 ? [] : [`- Keywords: ${keywords.map(code).join(', ')}`]),
    ...sameNames(mapping),
  ];
  const table_ = fieldRows(mapping);
  return `${lines.join('\n')}\n${table_.length === 0 ? '' : `\n${['| field | column | loss |', '|---|---|---|', ...table_].join('\n')}\n`}`;
}

/** Fields that keep their name need no row each. */
function sameNames({ fields }: TableMapping): string[] {
  const places = new Map<string, string[]>();
  for (const [name, field] of fields) {
    const place = isPlain(name, field);
    if (place !== undefined) places.set(place, [...(places.get(place) ?? []), name]);
  }
  return [...places].map(([place, names]) => {
    const shown = names.length > mostNames ? [...names.slice(0, mostNames), `… (${names.length} in all)`] : names;
    return `- ${place}: ${shown.join(' ')}`;
  });
}

const mostNames = 40;

function fieldRows({ fields }: TableMapping): string[] {
  return [...fields]
    .filter(([name, field]) => isPlain(name, field) === undefined)
    .map(
      ([name, field]) => `| ${name} | ${code(columnText(field)).replaceAll('|', '\\|')} | ${field.approximate ?? ''} |`,
    );
}

type Field = NonNullable<ReturnType<TableMapping['fields']['get']>>;

function isPlain(name: string, field: Field): string | undefined {
  if (field.kind === 'column' && field.column === name && field.type === 'string' && !field.approximate)
    return 'Columns of the same name';
  if (field.kind !== 'computed' || field.packed === undefined) return undefined;
  const { column, format, path } = field.packed;
  const loss = field.approximate === undefined ? '' : ` (${field.approximate})`;
  return path.length === 1 && name.endsWith(path[0] ?? '') ? `In \`${column}\`, ${formats[format]}${loss}` : undefined;
}

const formats = { dynamic: 'a bag', json: 'JSON', xml: 'XML', keyValue: 'pairs of key and value' } as const;

function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}
