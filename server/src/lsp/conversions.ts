import type { Target } from '../catalog/target.ts';
import { type Conversion, type ConvertOptions, convertToKql } from '../kql/convert.ts';
import { ruleMappings } from '../kql/ruleMappings.ts';
import type { Pipeline } from '../pipelines/pipeline.ts';
import { applyFilters } from '../sigma/applyFilters.ts';
import { fittingFilters } from '../sigma/otherFilters.ts';
import { withPlaceholders } from '../sigma/placeholders.ts';
import { referredDetections } from '../sigma/references.ts';
import type { DetectionRule, FilterRule, SigmaRule } from '../sigma/rule.ts';
import { processedConversion, processedRule, processedText } from './features/processedRule.ts';
import type { Surroundings } from './surroundings.ts';

/** The queries of one rule. */
export interface Conversions {
  /** The rule with the filters that apply to it, as the pipelines want it, and with the values of its placeholders. */
  readonly meant: SigmaRule;
  /** Made when it is first asked for. `table` is read where it can answer; several are joined by commas. */
  to(target: Target, table?: string): Conversion;
  /** The query as it goes into a file: in the documents that pipelines put it into. */
  text(target: Target, table?: string): string | undefined;
  /** One for each table of a target that can answer, the preferred one first; a correlation may read several tables. */
  choices(target: Target): readonly Conversion[];
}

/**
 * A rule of a file, whose rules are all given, with the filters of the file, whose places are in it too, and those of
 * others, which take the condition's. A document's version is parsed once, so its rules stay the same objects, and as
 * long as nothing around them changes nothing is converted twice.
 */
export function conversionsOf(rule: SigmaRule, rules: readonly SigmaRule[], around: Surroundings): Conversions {
  const isCorrelation = rule.kind === 'correlation';
  const named = isCorrelation ? [...rules, ...around.rules] : [rule];
  const fitting = named.flatMap((each) => fittingFilters(each, around.filters).applied.map(({ filter }) => filter));
  const filters = [...new Set(fitting)];
  const inputs: Inputs = {
    placeholders: around.placeholders,
    query: around.query,
    filters,
    others: isCorrelation ? around.rules : [],
    pipelines: around.pipelines ?? [],
  };
  const known = remembered.get(rule);
  if (known !== undefined && isSame(known.inputs, inputs)) return known.conversions;
  const conversions = createConversions(rule, rules, inputs);
  remembered.set(rule, { inputs, conversions });
  return conversions;
}

/** What of the surroundings makes a difference to a rule. */
interface Inputs extends Pick<Surroundings, 'placeholders'> {
  readonly query: Surroundings['query'];
  readonly filters: readonly FilterRule[];
  readonly others: readonly SigmaRule[];
  readonly pipelines: readonly Pipeline[];
}

const remembered = new WeakMap<SigmaRule, { readonly inputs: Inputs; readonly conversions: Conversions }>();

function isSame(one: Inputs, other: Inputs): boolean {
  return (
    one.placeholders === other.placeholders &&
    one.query === other.query &&
    isEqual(one.filters, other.filters) &&
    isEqual(one.others, other.others) &&
    isEqual(one.pipelines, other.pipelines)
  );
}

function createConversions(rule: SigmaRule, rules: readonly SigmaRule[], inputs: Inputs): Conversions {
  const { placeholders, query, filters, others, pipelines } = inputs;
  const everything = [...rules, ...others];
  const all = [...rules.filter((each) => each.kind === 'filter'), ...filters];
  const processed = (each: SigmaRule) => {
    const filtered = applyFilters(each, all, rules);
    const processing = processedRule(filtered, pipelines, everything);
    return { processing, meant: withPlaceholders(processing?.rule ?? filtered, placeholders) };
  };
  const { meant, processing } = processed(rule);
  const meaning = (each: SigmaRule): SigmaRule => (each === rule ? meant : processed(each).meant);
  const options: Omit<ConvertOptions, 'target'> = {
    ...query,
    ...(rule.kind === 'correlation' && {
      rules: rules.filter(({ kind }) => kind !== 'filter').map(meaning),
      otherRules: others.map(meaning),
    }),
  };
  const isFinalized = pipelines.some(({ finalizers }) => finalizers.length > 0);
  const plain = (target: Target, prefer: readonly string[]): Conversion =>
    convertToKql(meant, { ...options, target, tables: { prefer } });
  const convert = (target: Target, prefer: readonly string[]): Conversion =>
    processedConversion(plain(target, prefer), processing, isFinalized);
  const preferred = query?.tables?.prefer ?? [];
  // A set of tables came from a preference for one of them at most; all of them preferred may be another set.
  const preference = (target: Target, table: string): readonly string[] => {
    const names = table.split(',');
    const tried = [[], ...names.map((name) => [name])].map((first) => [...first, ...preferred]);
    const all = [...names, ...preferred];
    return names.length < 2 ? all : (tried.find((prefer) => plain(target, prefer).tables.join() === table) ?? all);
  };
  const converted = new Map<Target, Conversion>();
  const to = (target: Target, table?: string): Conversion => {
    if (table !== undefined) return convert(target, preference(target, table));
    const conversion = converted.get(target) ?? convert(target, preferred);
    converted.set(target, conversion);
    return conversion;
  };
  const text = (target: Target, table?: string): string | undefined => {
    if (to(target, table).query === undefined || pipelines.length === 0) return to(target, table).query;
    const { query } = plain(target, table === undefined ? preferred : preference(target, table));
    return query === undefined ? undefined : processedText(query, processing, pipelines);
  };
  const counted = referredDetections(meant, [...(options.rules ?? []), ...(options.otherRules ?? [])]);
  return { meant, to, text, choices: (target) => choicesOf(counted, target, to) };
}

/** For a correlation each result is a set of tables: with every table of its rules preferred in turn. */
function choicesOf(rules: readonly DetectionRule[], target: Target, to: Conversions['to']): readonly Conversion[] {
  const tables = new Set(rules.flatMap((rule) => ruleMappings(rule, target).mappings.map(({ table }) => table)));
  if (tables.size < 2 || tables.size > mostChoices) return [];
  const found = new Map<string, Conversion>();
  for (const conversion of [to(target), ...[...tables].map((table) => to(target, table))]) {
    const name = conversion.tables.join();
    if (conversion.query !== undefined && !found.has(name)) found.set(name, conversion);
  }
  return [...found.values()];
}

/** Each costs a conversion. */
const mostChoices = 20;

function isEqual<Each>(some: readonly Each[], others: readonly Each[]): boolean {
  return some.length === others.length && some.every((each, index) => each === others[index]);
}

/** How near a query is to its rule. */
export function stateOf({ query, approximate }: Conversion): 'exact' | 'approximate' | 'impossible' {
  if (query === undefined) return 'impossible';
  return approximate ? 'approximate' : 'exact';
}

/** As editors name them. */
export const targetTitles: Readonly<Record<Target, string>> = {
  asim: 'Sentinel (ASIM)',
  xdr: 'Defender XDR',
  workspace: 'Sentinel (workspace)',
};

/** Whether a rule has an error of its own: it means nothing then. */
export function isBroken({ problems }: SigmaRule): boolean {
  return problems.some(({ severity }) => severity === 'error');
}
