import { nearest } from '../sigma/nearest.ts';
import type { Check } from './check.ts';
import { ruleWith } from './examples.ts';
import { listUnder } from './listItems.ts';

/** Tags of all namespaces. What stands behind a tag of `attack` is checked in attackTags.ts. */
export const tagChecks: readonly Check[] = [
  {
    id: 'unknown-tag-namespace',
    severity: 'information',
    aliases: ['namespace_tag'],
    docs: {
      what: 'The part of a tag before the first dot is none of the namespaces that Sigma defines: `attack`, `car`, `cve`, `d3fend`, `detection`, `stp`, `tlp`.',
      why: 'Namespaces of your own are allowed, but nobody else knows what they mean; and it may be a slip of the finger.',
      example: { bad: tagged('atack.execution'), good: tagged('attack.execution') },
      url: 'https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-appendix-tags.md',
    },
    run({ rule }, report) {
      for (const { scalar } of listUnder(rule.node, 'tags')?.items ?? []) {
        const dot = scalar.text.indexOf('.');
        const namespace = scalar.text.slice(0, dot);
        if (dot <= 0 || namespaces.includes(namespace) || !/^[a-z0-9_-]+$/.test(namespace)) continue;
        const near = nearest(namespace, namespaces);
        // Where the text has escapes its characters have no places of their own.
        const isLiteral = scalar.contentRange.end - scalar.contentRange.start === scalar.text.length;
        const range = isLiteral
          ? { start: scalar.contentRange.start, end: scalar.contentRange.start + dot }
          : scalar.contentRange;
        const fix = { title: `Replace with \`${near}\``, edits: [{ range, text: near ?? namespace }] };
        report({
          range,
          message: `Sigma has no tag namespace \`${namespace}\`.${near === undefined ? '' : ` Did you mean \`${near}\`?`}`,
          ...(near !== undefined && { severity: 'warning', ...(isLiteral && { fixes: [fix] }) }),
        });
      }
    },
  },
];

const namespaces = ['attack', 'car', 'cve', 'd3fend', 'detection', 'stp', 'tlp'];

/** An example with this tag. */
function tagged(tag: string): string {
  return ruleWith('tags:', `    - ${tag}`);
}
