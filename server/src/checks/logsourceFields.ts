import { impliedField, impliedProviders, impliesEventId } from '../catalog/sigmahqConventions.ts';
import { logsource, logsources } from '../catalog/taxonomy.ts';
import type { Fix } from '../problem.ts';
import type { Check, CheckContext } from './check.ts';
import { removeEntry } from './entryEdits.ts';
import { ruleDetecting, ruleReading, ruleSelecting } from './examples.ts';
import { type ItemSite, itemsOf } from './items.ts';
import { hasOtherTaxonomy, nearName } from './logsource.ts';
import { negatedSelections } from './negatedSelections.ts';

/** What a log source says already, or should say instead of the rule's fields. */
export const logsourceFieldChecks: readonly Check[] = [
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
      const { product, service, category } = keyOf(context);
      const isSpecific = product === 'windows' && (service === 'sysmon' || service === 'security') && !category;
      if (!isSpecific) return;
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
      const { product, category } = keyOf(context);
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
      const { product, category, service } = keyOf(context);
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
      const key = keyOf(context);
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
      const key = keyOf(context);
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
      const key = keyOf(context);
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
      if (rule.kind !== 'detection' || keyOf(context).service !== 'sysmon' || rule.selections.length === 0) return;
      if (itemsOf(context).some(({ field }) => field === 'EventID')) return;
      report({
        range: rule.logsource.service?.range ?? rule.logsource.range,
        message: 'Sysmon has events of many kinds. Add the `EventID` that is meant, or use its category.',
      });
    },
  },
];

/** What Sysmon's and the Security log's events are called as categories. */
const sysmonCategories: ReadonlyMap<string, string> = new Map(
  Object.entries({
    1: 'process_creation',
    2: 'file_change',
    3: 'network_connection',
    4: 'sysmon_status',
    5: 'process_termination',
    6: 'driver_load',
    7: 'image_load',
    8: 'create_remote_thread',
    9: 'raw_access_thread',
    10: 'process_access',
    11: 'file_event',
    12: 'registry_event',
    13: 'registry_set',
    14: 'registry_rename',
    15: 'create_stream_hash',
    16: 'sysmon_status',
    17: 'pipe_created',
    18: 'pipe_created',
    19: 'wmi_event',
    20: 'wmi_event',
    21: 'wmi_event',
    22: 'dns_query',
    23: 'file_delete',
    24: 'clipboard_capture',
    25: 'process_tampering',
    26: 'file_delete_detected',
    27: 'file_block_executable',
    28: 'file_block_shredding',
    29: 'file_executable_detected',
    255: 'sysmon_error',
  }),
);

function genericCategory(service: string | undefined, eventId: string): string | undefined {
  if (service === 'security') return eventId === '4688' ? 'process_creation' : undefined;
  return sysmonCategories.get(eventId);
}

function keyOf({ rule }: CheckContext) {
  if (rule.kind === 'correlation') return {};
  const { category, product, service } = rule.logsource;
  return { category: category?.value, product: product?.value, service: service?.value };
}

function isKnownName(name: string): boolean {
  return logsources().some((each) => each.category === name || each.product === name || each.service === name);
}

function isNearMiss(part: 'category' | 'product' | 'service', name: string | undefined): boolean {
  if (name === undefined || name === '') return false;
  const near = nearName(part, name);
  return near !== undefined && near !== name;
}

/** A fix that removes the item, where others stay beside it. */
function removal({ file, rule }: CheckContext, site: ItemSite | undefined): { readonly fixes?: readonly Fix[] } {
  if (site?.mapping === undefined || site.entry === undefined || site.mapping.entries.length < 2) return {};
  // Without it a filter would take out more.
  if (negatedSelections(rule).has(site.selection)) return {};
  const edit = removeEntry(file.text, site.mapping, site.entry);
  return edit === undefined ? {} : { fixes: [{ title: `Remove \`${site.field}\``, edits: [edit] }] };
}

function sysmonRule(...selection: readonly string[]): string {
  return ruleSelecting(...selection).replace('category: process_creation', 'service: sysmon');
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
