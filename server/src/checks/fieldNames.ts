import { fieldsOf, type LogsourceKey, logsource } from '../catalog/taxonomy.ts';
import type { Fix } from '../problem.ts';
import { nearest } from '../sigma/nearest.ts';
import type { Check, CheckContext, CheckDocs, Finding } from './check.ts';
import { ruleSelecting } from './examples.ts';
import { type ItemSite, itemsOf } from './items.ts';
import { hasOtherTaxonomy } from './logsource.ts';

/** Names of fields, against those that the taxonomy and SigmaHQ's rules know for the log source. */
export const fieldNameChecks: readonly Check[] = [
  fieldCheck(
    'field-case',
    'warning',
    ['sigmahq_fieldname_cast'],
    {
      what: 'The log source has the field, written with other capital letters.',
      why: 'Names of fields are compared letter by letter in most places: the rule finds nothing there, or is not converted.',
      example: {
        bad: ruleSelecting('Commandline|contains: whoami'),
        good: ruleSelecting('CommandLine|contains: whoami'),
      },
      url: taxonomyPage(),
    },
    (field, known) => {
      const meant = known.byFold.get(field.toLowerCase());
      if (known.names.has(field) || meant === undefined) return undefined;
      return { message: `The field is written \`${meant}\`.`, meant };
    },
  ),
  fieldCheck(
    'unknown-field',
    'information',
    ['sigmahq_invalid_fieldname'],
    {
      what: 'Neither Sigma’s taxonomy nor any of SigmaHQ’s rules has this field for the log source.',
      why: 'It may be a slip of the finger, or belong to another log source; then the rule never fires. In log sources without a fixed list of fields only near misses are reported; in SigmaHQ’s profile every other list that is documented counts as fixed.',
      example: {
        bad: ruleSelecting('ComandLine|contains: whoami'),
        good: ruleSelecting('CommandLine|contains: whoami'),
      },
      url: taxonomyPage(),
    },
    (field, known, { isStrict }) => {
      if (known.names.has(field) || known.byFold.has(field.toLowerCase()) || /\s/.test(field)) return undefined;
      const meant = field.length > 4 ? nearest(field, known.names) : undefined;
      if (meant === undefined && !known.isClosed && !(isStrict && known.isDocumented)) return undefined;
      const hint = meant === undefined ? 'Check its name, or the log source.' : `Did you mean \`${meant}\`?`;
      return {
        message: `This log source is not known to have a field \`${field}\`. ${hint}`,
        ...(meant && { meant, isGuess: true }),
      };
    },
  ),
  {
    id: 'space-in-field-name',
    severity: 'warning',
    aliases: ['sigmahq_space_field_name'],
    profiles: ['sigmahq'],
    docs: {
      what: 'The name of a field has a blank in it.',
      why: 'Most query languages cannot write such a name, and converters do not agree on what to make of it.',
      example: {
        bad: ruleSelecting('Command Line|contains: whoami'),
        good: ruleSelecting('CommandLine|contains: whoami'),
      },
    },
    run(context, report) {
      const known = knownFields(context);
      for (const { field, fieldRange } of itemsOf(context)) {
        if (field === undefined || !field.includes(' ')) continue;
        const forms = [field.replaceAll(' ', ''), field.replaceAll(' ', '_')];
        const meant = forms.find((form) => known?.names.has(form));
        report({
          range: fieldRange,
          message: `\`${field}\` has a blank in its name. ${meant === undefined ? 'Write it without, or with an underscore.' : `Did you mean \`${meant}\`?`}`,
          ...(meant !== undefined && {
            fixes: [{ title: `Rename to \`${meant}\``, edits: [{ range: fieldRange, text: meant }] }],
          }),
        });
      }
    },
  },
];

interface KnownFields {
  readonly names: ReadonlySet<string>;
  readonly byFold: ReadonlyMap<string, string>;
  /** Whether the log source has a fixed list of fields, and not whatever some service writes. */
  readonly isClosed: boolean;
  /** Whether SigmaHQ's taxonomy or the specification lists its fields, so that they are more than what rules happen to use. */
  readonly isDocumented: boolean;
}

/** Those of the rule's log source; undefined where nothing is known of it. */
function knownFields({ rule }: CheckContext): KnownFields | undefined {
  if (rule.kind === 'correlation' || hasOtherTaxonomy(rule.node)) return undefined;
  const { category, product, service } = rule.logsource;
  const key: LogsourceKey = { category: category?.value, product: product?.value, service: service?.value };
  const name = `${key.category}|${key.product}|${key.service}`;
  if (known.has(name)) return known.get(name);
  const uses = logsource(key) === undefined ? [] : fieldsOf(key);
  const names = new Set(uses.map((field) => field.name));
  const byFold = new Map([...names].reverse().map((field) => [field.toLowerCase(), field]));
  const isClosed = key.product === 'windows' && key.category !== undefined;
  // A product alone says nothing about its events.
  const isSpecific = key.category !== undefined || key.service !== undefined;
  const isDocumented = isSpecific && uses.some(({ rules }) => rules === 0);
  const fields = names.size < 3 ? undefined : { names, byFold, isClosed, isDocumented };
  if (known.size > 500) known.clear();
  known.set(name, fields);
  return fields;
}

const known = new Map<string, KnownFields | undefined>();

interface Verdict {
  readonly message: string;
  /** The name that was probably meant. */
  readonly meant?: string;
  readonly isGuess?: true;
}

function fieldCheck(
  id: string,
  severity: Check['severity'],
  aliases: readonly string[],
  docs: CheckDocs,
  judge: (field: string, known: KnownFields, context: CheckContext) => Verdict | undefined,
): Check {
  return {
    id,
    severity,
    aliases,
    // SigmaHQ's own continuous integration leaves the case alone.
    profiles: id === 'field-case' ? ['spec'] : ['spec', 'sigmahq'],
    docs,
    run(context, report) {
      const fields = knownFields(context);
      if (fields === undefined) return;
      const verdicts = new Map<string, ReturnType<typeof judge>>();
      for (const site of itemsOf(context)) {
        const { field } = site;
        if (field === undefined || field === '' || verdicts.size > maximumOfNames) continue;
        if (!verdicts.has(field)) verdicts.set(field, judge(field, fields, context));
        const verdict = verdicts.get(field);
        if (verdict !== undefined) report(findingAt(site, verdict));
      }
    },
  };
}

/** Comparing names takes time, and a rule with more of them is no rule. */
const maximumOfNames = 100;

function findingAt({ fieldRange: range, mapping, modifiers }: ItemSite, { message, meant, isGuess }: Verdict): Finding {
  if (meant === undefined) return { range, message };
  const chain = modifiers.map(({ name }) => `|${name}`).join('');
  const isTaken = mapping?.entries.some(({ key }) => key.kind === 'scalar' && key.text === `${meant}${chain}`);
  if (isTaken) return { range, message };
  const fix: Fix = { title: `Rename to \`${meant}\``, edits: [{ range, text: meant }], ...(isGuess && { isGuess }) };
  return { range, message, fixes: [fix] };
}

function taxonomyPage(): string {
  return 'https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-appendix-taxonomy.md';
}
