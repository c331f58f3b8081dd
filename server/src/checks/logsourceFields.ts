import { impliedField, impliedProviders, impliesEventId } from '../catalog/sigmahqConventions.ts';
import { logsource } from '../catalog/taxonomy.ts';
import type { Fix } from '../problem.ts';
import type { Check, CheckContext } from './check.ts';
import { removeEntry } from './entryEdits.ts';
import { ruleDetecting, ruleSelecting } from './examples.ts';
import { type ItemSite, itemsOf } from './items.ts';
import { logsourceKey } from './logsource.ts';
import { negatedSelections } from './negatedSelections.ts';

/** Fields that ask for what the log source says already. */
export const logsourceFieldChecks: readonly Check[] = [
  {
    id: 'category-event-id',
    severity: 'information',
    aliases: ['sigmahq_category_event_id', 'sigmahq_redundant_field'],
    docs: {
      what: 'The rule has a Windows category, such as `process_creation`, and asks for an `EventID` as well.',
      why: 'The category says which events are meant; the id limits the rule to one source of them, and is nowhere to be found in the others.',
      example: {
        bad: ruleSelecting('EventID: 1', "Image|endswith: '\\whoami.exe'"),
        good: ruleSelecting("Image|endswith: '\\whoami.exe'"),
      },
    },
    run(context, report) {
      const { product, category } = logsourceKey(context);
      if (product !== 'windows' || category === undefined || !impliesEventId(category)) return;
      const ids = logsource({ product, category })?.eventIds ?? [];
      for (const site of itemsOf(context)) {
        if (site.field !== 'EventID') continue;
        const isImplied = site.modifiers.length === 0 && ids.some((id) => site.values[0]?.scalar.text === String(id));
        report({
          range: site.fieldRange,
          message: `\`category: ${category}\` says already which events are meant. Leave \`EventID\` out.`,
          ...removal(context, isImplied ? site : undefined),
        });
      }
    },
  },
  {
    id: 'category-provider',
    severity: 'information',
    aliases: ['sigmahq_category_windows_provider_name'],
    docs: {
      what: 'The rule has a Windows category, and asks for a `Provider_Name` whose events the category takes in any case.',
      why: 'It limits the rule to one source of these events, or says the same twice.',
      example: {
        bad: ruleSelecting('Provider_Name: Microsoft-Windows-Sysmon', "Image|endswith: '\\whoami.exe'"),
        good: ruleSelecting("Image|endswith: '\\whoami.exe'"),
      },
    },
    run(context, report) {
      const { product, category, service } = logsourceKey(context);
      if (product !== 'windows' || category === undefined || service !== undefined) return;
      const providers = impliedProviders(category);
      const sites = itemsOf(context).filter(({ field }) => field === 'Provider_Name');
      // A filter may well take one of the sources out.
      const negated = sites.length > 0 ? negatedSelections(context.rule) : undefined;
      for (const site of sites) {
        if (negated?.has(site.selection)) continue;
        const found = site.values.filter(({ scalar }) => providers.includes(scalar.text));
        const [first] = found;
        if (first === undefined) continue;
        report({
          range: first.scalar.contentRange,
          message: `\`category: ${category}\` takes the events of \`${first.scalar.text}\` in any case.`,
          ...removal(context, found.length === site.values.length && site.modifiers.length === 0 ? site : undefined),
        });
      }
    },
  },
  {
    id: 'redundant-field',
    severity: 'information',
    aliases: ['sigmahq_redundant_field'],
    docs: {
      what: 'The rule asks for a channel that its log source stands for, or for the `EventType` in `registry_set`, where it is always the same.',
      why: 'It says the same twice; and where the log source is mapped to another table, the field may not be there.',
      example: {
        bad: channelRule('Channel: Security', 'EventID: 4625'),
        good: channelRule('EventID: 4625'),
      },
    },
    run(context, report) {
      const key = logsourceKey(context);
      if (key.product !== 'windows') return;
      const channels = logsource(key)?.channels.map((channel) => channel.toLowerCase()) ?? [];
      const implied = key.category === undefined ? undefined : impliedField(key.category);
      for (const site of itemsOf(context)) {
        if (implied !== undefined && site.field === implied) {
          report({
            range: site.fieldRange,
            message: `\`category: ${key.category}\` says already which \`${implied}\` the events have. Leave it out.`,
          });
        }
        if (site.field !== 'Channel' || site.modifiers.length > 0 || site.values.length === 0) continue;
        if (!site.values.every(({ scalar }) => channels.includes(scalar.text.toLowerCase()))) continue;
        report({
          range: site.fieldRange,
          message: 'The log source says already which channel is meant. Leave `Channel` out.',
          ...removal(context, channels.length === 1 ? site : undefined),
        });
      }
    },
  },
  {
    id: 'redundant-provider',
    severity: 'hint',
    profiles: [],
    docs: {
      what: 'The rule asks for the provider whose name its log source’s only channel bears.',
      why: 'All events of that channel are its own, so it says the same twice. Only the profile `all` has this check.',
      example: {
        bad: serviceRule('taskscheduler', 'EventID: 129', 'Provider_Name: Microsoft-Windows-TaskScheduler'),
        good: serviceRule('taskscheduler', 'EventID: 129'),
      },
    },
    run(context, report) {
      const key = logsourceKey(context);
      const [channel, ...others] = logsource(key)?.channels ?? [];
      const provider = /^(.+)\/Operational$/.exec(channel ?? '')?.[1]?.toLowerCase();
      if (key.product !== 'windows' || key.category !== undefined || provider === undefined || others.length > 0)
        return;
      for (const site of itemsOf(context)) {
        if (site.field !== 'Provider_Name' || site.modifiers.length > 0 || site.values.length === 0) continue;
        if (!site.values.every(({ scalar }) => scalar.text.toLowerCase() === provider)) continue;
        report({
          range: site.fieldRange,
          message: 'The channel of the log source is this provider’s own. Leave `Provider_Name` out.',
          ...removal(context, site),
        });
      }
    },
  },
];

/** A fix that removes the item, where others stay beside it. */
function removal({ file, rule }: CheckContext, site: ItemSite | undefined): { readonly fixes?: readonly Fix[] } {
  if (site?.mapping === undefined || site.entry === undefined || site.mapping.entries.length < 2) return {};
  // Without it a filter would take out more.
  if (negatedSelections(rule).has(site.selection)) return {};
  const edit = removeEntry(file.text, site.mapping, site.entry);
  return edit === undefined ? {} : { fixes: [{ title: `Remove \`${site.field}\``, edits: [edit] }] };
}

function channelRule(...selection: readonly string[]): string {
  return serviceRule('security', ...selection);
}

function serviceRule(service: string, ...selection: readonly string[]): string {
  return ruleDetecting('selection:', ...selection.map((line) => `    ${line}`), 'condition: selection').replace(
    'category: process_creation',
    `service: ${service}`,
  );
}
