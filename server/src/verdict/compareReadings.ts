import { mappingsFor } from '../kql/mappings.ts';
import { print } from '../kql/print.ts';
import { logsourceOf } from '../kql/ruleMappings.ts';
import type { TableMapping } from '../kql/tableMapping.ts';
import { type TranslationOptions, translationOf } from '../kql/translation.ts';
import type { Problem } from '../problem.ts';
import { itemsIn } from '../sigma/itemsIn.ts';
import type { DetectionRule, SigmaRule } from '../sigma/rule.ts';
import { type Culprit, culprits } from './culprit.ts';
import { isManyToOne, unfaithfulFields } from './faithful.ts';
import { fieldsOf } from './items.ts';
import { readBoth } from './readBoth.ts';
import type { Reading, ReadingOptions, Sample, Translated } from './reading.ts';

/** Both readings of a rule: what its matcher and its query for a target say of each event. */
export interface Comparison {
  /** For each of the samples; none if there is no query, or it could not be run. */
  readonly readings: readonly Reading[];
  readonly disagreements: readonly Disagreement[];
  /** What the query reads. */
  readonly table?: string;
  readonly query?: string;
  /** Why the query is only near to the rule, in sentences: the listed reasons for a disagreement. */
  readonly reasons: readonly string[];
  /** Why nothing was compared, in sentences. */
  readonly obstacle?: string;
}

export interface Disagreement {
  /** Position among the samples. */
  readonly sample: number;
  readonly rule: boolean;
  readonly query: boolean;
  /** What of the rule the two read differently; missing where no part does by itself. */
  readonly culprit?: Culprit;
}

/**
 * Compares the two readings of a rule on events. The KQL is run by `options.run`. Placeholders have to be replaced before.
 * Throws `UnmatchableRuleError` for a rule that cannot be run, and the signal's reason.
 */
export async function compareReadings(
  rule: DetectionRule,
  samples: readonly Sample[],
  translating: TranslationOptions,
  options: ReadingOptions,
): Promise<Comparison> {
  const { processing } = options;
  const { query, mapping, problems, tables } = translationOf(processing?.rule ?? rule, translating);
  const reasons = problems.filter(({ code }) => code === 'approximate-mapping').map(({ message }) => message);
  if (query === undefined || mapping === undefined)
    return { readings: [], disagreements: [], reasons, obstacle: noQuery(problems) };
  const text = processing === undefined ? undefined : processing.postprocess(print(query).text);
  if (processing !== undefined && text === undefined)
    return { readings: [], disagreements: [], reasons, obstacle: 'A pipeline puts the query into another document.' };
  const own = inverseOf(rule, mapping);
  const added = processing === undefined ? [] : addedColumns(rule, own, processing.rule, mapping);
  const translated = { query, mapping: own, added, ...(text !== undefined && { text }) };
  const compared = await compareOnTable(rule, translated, samples, options);
  return { ...compared, reasons, table: tables.join() };
}

/**
 * The mapping that lays out the rule's events: pipelines give fields other names, and the events have those of the rule
 * as it is written.
 */
function inverseOf(rule: DetectionRule, mapping: TableMapping): TableMapping {
  const own = mappingsFor(logsourceOf(rule), mapping.target);
  return own.find(({ table, rows }) => table === mapping.table && rows.join() === mapping.rows.join()) ?? mapping;
}

/** What the processed rule asks for beside the columns of the rule's own fields. */
function addedColumns(rule: DetectionRule, own: TableMapping, processed: SigmaRule, mapping: TableMapping): string[] {
  if (processed.kind !== 'detection') return [];
  const asked = columnsOf(rule, own);
  return [...columnsOf(processed, mapping)].filter((column) => !asked.has(column));
}

function columnsOf({ expression }: DetectionRule, { fields }: TableMapping): Set<string> {
  const named = expression === undefined ? [] : itemsIn(expression).flatMap(fieldsOf);
  return new Set(
    named.flatMap((name) => {
      const field = fields.get(name);
      return field?.kind === 'column' ? [field.column] : [];
    }),
  );
}

function noQuery(problems: readonly Problem[]): string {
  const [first] = problems.filter(({ severity }) => severity === 'error');
  return first === undefined ? 'The rule has no query.' : `The rule has no query: ${first.message}`;
}

/** The same with a query that is there already. */
export async function compareOnTable(
  rule: DetectionRule,
  translated: Translated,
  samples: readonly Sample[],
  options: ReadingOptions,
): Promise<Pick<Comparison, 'readings' | 'disagreements' | 'query' | 'obstacle'>> {
  const query = translated.text ?? print(translated.query).text;
  const read = await readBoth(rule, translated, samples, options);
  if ('obstacle' in read)
    return { query, readings: [], disagreements: [], obstacle: `The query cannot be run here: ${read.obstacle}` };
  const readings = [...read];
  const disagreements = await settle(rule, translated, samples, readings, options);
  return { query, readings, disagreements };
}

/**
 * Explains the readings that disagree. Where that shows that the row does not say what the event says, the event counts
 * as unplaced instead.
 */
async function settle(
  rule: DetectionRule,
  translated: Translated,
  samples: readonly Sample[],
  readings: Reading[],
  options: ReadingOptions,
): Promise<Disagreement[]> {
  const found = readings.flatMap((reading, sample) => {
    const event = samples[sample]?.event;
    if (event === undefined || reading.kind !== 'compared' || reading.rule === reading.query) return [];
    return [{ sample, event, rule: reading.rule, query: reading.query, row: reading.row }];
  });
  if (found.length === 0) return [];
  const used = rule.expression === undefined ? [] : itemsIn(rule.expression);
  const unfaithful = await unfaithfulFields(found, new Set(used.flatMap(fieldsOf)), translated, options);
  const known = await culprits(rule, translated, found.slice(0, mostExplained), options);
  return found.flatMap(({ sample, rule: ruleSays, query }, index): Disagreement[] => {
    const culprit = known[index];
    const asked = culprit?.items ?? used;
    const field = unfaithful[index] ?? asked.find((item) => isManyToOne(translated.mapping, item))?.field;
    if (field === undefined) return [{ sample, rule: ruleSays, query, ...(culprit !== undefined && { culprit }) }];
    const reason = `no row of \`${translated.mapping.table}\` has its \`${field}\` as it is`;
    readings[sample] = { kind: 'unplaced', rule: ruleSays, reason };
    return [];
  });
}

/** More events of the same kind would tell nobody more. */
const mostExplained = 100;
