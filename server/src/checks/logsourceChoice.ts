import { genericCategory } from '../catalog/genericCategories.ts';
import { logsource, logsources } from '../catalog/taxonomy.ts';
import type { Check } from './check.ts';
import { ruleReading, ruleSelecting } from './examples.ts';
import { itemsOf } from './items.ts';
import { hasOtherTaxonomy, logsourceKey, nearName } from './logsource.ts';

/** Whether another log source is meant: a category instead of a service, one that Sigma knows, one kind of event of Sysmon. */
export const logsourceChoiceChecks: readonly Check[] = [
  {
    id: 'generic-logsource',
    severity: 'information',
    aliases: ['specific_instead_of_generic_logsource'],
    docs: {
      what: 'The rule names a Windows event id of Sysmon, or 4688, where Sigma has a category for these events.',
      why: 'A category is read from whatever source has such events: Sysmon, the Security log, an endpoint product. An event id ties the rule to one of them.',
      example: {
        bad: sysmonRule('EventID: 1'),
        good: ruleSelecting("Image|endswith: '\\whoami.exe'"),
      },
    },
    run(context, report) {
      const { product, service, category } = logsourceKey(context);
      if (product !== 'windows' || service === undefined || category) return;
      for (const site of itemsOf(context)) {
        if (site.field !== 'EventID' || site.modifiers.length > 0) continue;
        for (const { scalar, node } of site.values) {
          const generic = genericCategory(service, scalar.text);
          if (generic === undefined) continue;
          report({
            range: node.range,
            message: `Sigma has the category \`${generic}\` for event ${scalar.text}: use it instead of \`service: ${service}\`.`,
          });
        }
      }
    },
  },
  {
    id: 'unknown-logsource',
    severity: 'information',
    aliases: ['sigmahq_logsource_unknown'],
    profiles: [],
    docs: {
      what: 'Neither Sigma’s taxonomy nor SigmaHQ’s rules have this combination of `category`, `product` and `service`.',
      why: 'Log sources of your own are allowed, and need a mapping of your own. Only the profile `all` has this check.',
      example: {
        bad: ruleReading('product: contoso', 'service: frobnicator'),
        good: ruleReading('category: process_creation', 'product: windows'),
      },
    },
    run(context, report) {
      const { rule } = context;
      if (rule.kind === 'correlation' || hasOtherTaxonomy(rule.node)) return;
      const key = logsourceKey(context);
      const parts = (['category', 'product', 'service'] as const).flatMap((part) => key[part] ?? []);
      if (parts.length === 0 || logsource(key) !== undefined) return;
      const { category, product, service } = rule.logsource;
      // A near miss is found by `unusual-logsource`.
      if ((['category', 'product', 'service'] as const).some((part) => isNearMiss(part, key[part]))) return;
      const odd = [category, product, service].find((part) => part && !isKnownName(part.value));
      report({
        range: (odd ?? service ?? category ?? product)?.range ?? rule.logsource.range,
        message: `No known log source is \`${parts.join(' / ')}\`.`,
      });
    },
  },
  {
    id: 'sysmon-without-event-id',
    severity: 'information',
    aliases: ['sigmahq_sysmon_missing_eventid'],
    profiles: [],
    docs: {
      what: 'The rule reads `service: sysmon` and asks for no `EventID`.',
      why: 'Sysmon writes events of some thirty kinds; the fields of one mean something else in another. Only the profile `all` has this check.',
      example: {
        bad: sysmonRule("Image|endswith: '\\whoami.exe'"),
        good: sysmonRule('EventID: 100'),
      },
    },
    run(context, report) {
      const { rule } = context;
      if (rule.kind !== 'detection' || logsourceKey(context).service !== 'sysmon' || rule.selections.length === 0)
        return;
      if (itemsOf(context).some(({ field }) => field === 'EventID')) return;
      report({
        range: rule.logsource.service?.range ?? rule.logsource.range,
        message: 'Sysmon has events of many kinds. Add the `EventID` that is meant, or use its category.',
      });
    },
  },
];

function isKnownName(name: string): boolean {
  return logsources().some((each) => each.category === name || each.product === name || each.service === name);
}

function isNearMiss(part: 'category' | 'product' | 'service', name: string | undefined): boolean {
  if (name === undefined || name === '') return false;
  const near = nearName(part, name);
  return near !== undefined && near !== name;
}

function sysmonRule(...selection: readonly string[]): string {
  return ruleSelecting(...selection).replace('category: process_creation', 'service: sysmon');
}
