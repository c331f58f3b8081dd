import type { Fix } from '../problem.ts';
import { deref, entriesOf, keyText } from '../yaml/navigate.ts';
import type { YamlEntry, YamlMapping } from '../yaml/tree.ts';
import type { Check, CheckContext } from './check.ts';
import { ruleReading, ruleWith } from './examples.ts';
import { misspeltKeys, ownerMapping } from './misspeltKeys.ts';
import { placesAt } from './plainValue.ts';
import { keysAt } from './schemaDocs.ts';

/** Keys of a document: those that are missing, unknown, or almost known. */
export const keyChecks: readonly Check[] = [
  {
    id: 'missing-key',
    severity: 'error',
    docs: {
      what: 'A key that every rule of this kind must have is not there.',
      why: 'Tools refuse a rule without it: it is neither converted nor deployed.',
      example: {
        bad: ruleWith().replace(/^title: .*\n/, ''),
        good: ruleWith(),
      },
      url: 'https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-rules-specification.md',
    },
    run(context, report) {
      if (!context.isComplete || isPartOfCollection(context)) return;
      const misspelt = misspeltKeys(context);
      for (const finding of context.schemaFindings) {
        if (finding.cause !== 'missing') continue;
        const { path, keys } = finding;
        const owner = path.join('/');
        if (isReportedByParser(path, keys)) continue;
        if (misspelt.some((other) => other.owner === owner && keys.includes(other.suggestion))) continue;
        const names = keys.map((key) => `\`${key}\``);
        const [name, ...others] = names;
        const place = path.length === 0 ? kindNames[context.rule.kind] : `\`${ownerName(path)}\``;
        const wanted = others.length > 0 ? `one of ${names.join(', ')}` : name;
        const range = ownerKeyRange(context, path);
        report({ range, message: `${place} needs ${wanted}.` });
      }
    },
  },
  {
    id: 'misspelt-key',
    severity: 'warning',
    aliases: ['custom_attributes', 'fieldname_logsource', 'sigmahq_unknown_field'],
    docs: {
      what: 'A key is almost, but not quite, one that Sigma knows.',
      why: 'Sigma allows keys of your own, so tools silently skip a misspelt one, and with it what it was meant to say.',
      example: {
        bad: ruleWith('descripton: Somebody asks who he is.'),
        good: ruleWith('description: Somebody asks who he is.'),
      },
    },
    run(context, report) {
      for (const { entry, key, suggestion, owner, required, isTaken } of misspeltKeys(context)) {
        const fix: Fix = {
          title: `Rename to \`${suggestion}\``,
          edits: [{ range: entry.key.range, text: suggestion }],
        };
        report({
          range: entry.key.range,
          message: `\`${key}\` is not a key that Sigma knows. ${isTaken ? `The rule has \`${suggestion}\` too: put it there.` : `Did you mean \`${suggestion}\`?`}`,
          ...(!isTaken && { fixes: [fix] }),
          ...(required && { severity: 'error', replaces: `missing-${suggestion}` }),
          ...(owner === comparison && { severity: 'error' }),
        });
      }
    },
  },
  {
    id: 'unknown-key',
    severity: 'warning',
    aliases: ['fieldname_logsource'],
    docs: {
      what: 'A key stands where only certain keys have a meaning: under `logsource`, `correlation`, its `condition`, or in an entry of `related`.',
      why: 'Tools skip it, so the rule does not say what it seems to say.',
      example: {
        bad: ruleReading('category: process_creation', 'vendor: Contoso'),
        good: ruleReading('category: process_creation', 'definition: Needs the sensor of Contoso'),
      },
    },
    run(context, report) {
      const misspelt = misspeltKeys(context);
      // A mapping can have very many of them: it is searched once.
      const entries = new Map<YamlMapping, ReadonlyMap<string | undefined, YamlEntry>>();
      for (const finding of context.schemaFindings) {
        if (finding.cause !== 'unknown') continue;
        const { path, key } = finding;
        const owner = ownerMapping(context, path);
        if (owner === undefined) continue;
        const byKey = entries.get(owner) ?? new Map(entriesOf(owner).map((each) => [keyText(each), each]));
        entries.set(owner, byKey);
        const entry = byKey.get(key);
        if (entry === undefined || misspelt.some((other) => other.entry === entry)) continue;
        const known = keysAt(context.rule.kind, path).map((docs) => `\`${docs.key}\``);
        const message = `\`${ownerName(path)}\` has no key \`${key}\`. It may have ${known.join(', ')}.`;
        report({ range: entry.key.range, message, ...(path.join('/') === comparison && { severity: 'error' }) });
      }
    },
  },
];

/** Where an unknown key makes tools refuse the rule, pySigma (`SigmaCorrelationCondition.from_dict`) as well as the matcher. */
const comparison = 'correlation/condition';

const kindNames = { detection: 'A detection rule', correlation: 'A correlation', filter: 'A filter' };

/** What a rule needs to have a meaning at all is found when it is read. */
function isReportedByParser(path: readonly string[], [key]: readonly string[]): boolean {
  return (
    (path.length === 0 && key === 'detection') ||
    (path.length === 1 && path[0] !== 'correlation' && key === 'condition')
  );
}

/** In a collection with `action: global` the documents inherit keys from each other. */
export function isPartOfCollection({ file }: CheckContext): boolean {
  return file.problems.some((problem) => problem.code === 'rule-collection');
}

/** The key of the mapping that lacks something; for the document, or an item of a list, its first key. */
function ownerKeyRange(context: CheckContext, path: readonly string[]) {
  const place = placesAt(context.rule.node, path).at(-1);
  const node = place && deref(place.node);
  const first = node?.kind === 'mapping' ? node.entries[0] : undefined;
  return place?.entry?.key.range ?? first?.key.range ?? place?.node.range ?? context.rule.node.range;
}

function ownerName(path: readonly string[]): string {
  return path.findLast((segment) => !/^\d+$/.test(segment)) ?? '';
}
