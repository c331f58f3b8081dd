import { deref, entriesOf, entryOf, keyText } from '../yaml/navigate.ts';
import type { YamlNode, YamlScalar, YamlSequence } from '../yaml/tree.ts';
import type { Check, CheckContext, Report } from './check.ts';
import { ruleSelecting, ruleWith } from './examples.ts';
import { listUnder } from './listItems.ts';
import { removeItem } from './textEdits.ts';

/** The same thing said twice in a list. */
export const duplicateChecks: readonly Check[] = [
  {
    id: 'duplicate-value',
    severity: 'warning',
    aliases: ['sigmahq_field_duplicate_value'],
    docs: {
      what: 'A field has the same value twice. Sigma compares without regard to case, so values that differ only in it are the same, except with `cased`, `re` and the modifiers that encode.',
      why: 'It changes nothing in what the rule matches; often another value was meant.',
      example: {
        bad: ruleSelecting('Image|endswith:', "    - '\\whoami.exe'", "    - '\\Whoami.exe'"),
        good: ruleSelecting('Image|endswith:', "    - '\\whoami.exe'", "    - '\\hostname.exe'"),
      },
    },
    run(context, report) {
      if (context.rule.kind === 'correlation') return;
      for (const selection of context.rule.selections) checkSelection(context, selection.node, '', report, 0);
    },
  },
  {
    id: 'duplicate-tag',
    severity: 'warning',
    aliases: ['duplicate_tag'],
    docs: {
      what: 'A tag is there twice.',
      why: 'Some tools refuse it, none needs it; often a neighbouring technique was meant.',
      example: {
        bad: ruleWith('tags:', '    - attack.discovery', '    - attack.discovery'),
        good: ruleWith('tags:', '    - attack.discovery', '    - attack.t1033'),
      },
    },
    run: (context, report) => checkList(context, 'tags', report),
  },
  {
    id: 'duplicate-entry',
    severity: 'warning',
    aliases: ['duplicate_references'],
    docs: {
      what: 'A list such as `references`, `falsepositives`, `fields`, or the `rules` of a correlation has the same entry twice.',
      why: 'The specification wants these lists without repetitions.',
      example: {
        bad: ruleWith('references:', '    - https://example.com/report', '    - https://example.com/report'),
        good: ruleWith('references:', '    - https://example.com/report'),
      },
    },
    run(context, report) {
      for (const key of ['references', 'falsepositives', 'fields', 'scope']) checkList(context, key, report);
      const { kind, node } = context.rule;
      const inner = kind === 'detection' ? undefined : deref(entryOf(node, kind)?.value);
      if (inner?.kind !== 'mapping') return;
      checkList(context, 'rules', report, inner);
      if (kind === 'correlation') checkList(context, 'group-by', report, inner);
    },
  },
];

function checkList(context: CheckContext, key: string, report: Report, mapping = context.rule.node): void {
  const list = listUnder(mapping, key);
  if (list) reportRepetitions(context, list.sequence, (scalar) => scalar.text, report);
}

/** Walks the mappings and lists of a search identifier; its depth is bounded, whatever aliases make of it. */
function checkSelection(context: CheckContext, node: YamlNode, field: string, report: Report, depth: number): void {
  const target = deref(node);
  if (target === undefined || target.kind === 'scalar' || depth > 4) return;
  if (target.kind === 'sequence') {
    const keepsCase = /\|(re|cased|base64|base64offset|utf16|utf16le|utf16be|wide)(\||$)/.test(field);
    reportRepetitions(context, target, (scalar) => (keepsCase ? scalar.text : scalar.text.toLowerCase()), report);
    for (const item of target.items) checkSelection(context, item, field, report, depth + 1);
  } else {
    for (const entry of entriesOf(target)) {
      checkSelection(context, entry.value, keyText(entry) ?? '', report, depth + 1);
    }
  }
}

function reportRepetitions(
  context: CheckContext,
  sequence: YamlSequence,
  identity: (scalar: YamlScalar) => string,
  report: Report,
): void {
  if (sequence.items.length < 2) return;
  const seen = new Map<string, YamlScalar>();
  sequence.items.forEach((item, index) => {
    if (item.kind !== 'scalar') return;
    const key = item.value === null ? '\0null' : identity(item);
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, item);
      return;
    }
    const removal = removeItem(context.file.text, sequence, index);
    report({
      range: item.range,
      message: `\`${item.text}\` is in this list already.`,
      related: [{ message: 'Here for the first time.', range: first.range }],
      ...(removal && { fixes: [{ title: 'Remove the repetition', edits: [removal] }] }),
    });
  });
}
