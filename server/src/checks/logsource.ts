import { type LogsourceKey, logsources } from '../catalog/taxonomy.ts';
import { nearest } from '../sigma/nearest.ts';
import { deref, entryOf } from '../yaml/navigate.ts';
import type { Check, CheckContext } from './check.ts';
import { ruleReading } from './examples.ts';
import { replaceScalar } from './textEdits.ts';

/** Log sources whose names are almost those of Sigma's taxonomy. */
export const logsourceChecks: readonly Check[] = [
  {
    id: 'unusual-logsource',
    severity: 'information',
    docs: {
      what: 'A `category`, `product` or `service` is almost one that Sigma’s taxonomy or SigmaHQ’s rules have.',
      why: 'Names of your own are allowed, but tools find tables and fields by these names: a misspelt one makes a rule that is never converted.',
      example: { bad: ruleReading('category: proces_creation'), good: ruleReading('category: process_creation') },
      url: 'https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-appendix-taxonomy.md',
    },
    run({ rule }, report) {
      if (rule.kind === 'correlation' || hasOtherTaxonomy(rule.node)) return;
      const owner = entryOf(rule.node, 'logsource');
      const mapping = owner && deref(owner.value);
      if (mapping?.kind !== 'mapping') return;
      for (const part of parts) {
        const entry = entryOf(mapping, part);
        const scalar = entry && deref(entry.value);
        if (scalar?.kind !== 'scalar' || scalar.text === '' || knownNames(part).has(scalar.text)) continue;
        const meant = nearName(part, scalar.text);
        if (meant === undefined) continue;
        const message = `No known log source has the ${part} \`${scalar.text}\`. Did you mean \`${meant}\`?`;
        report({ range: scalar.contentRange, message, fixes: [replaceScalar(scalar, meant)] });
      }
    },
  },
];

const parts = ['category', 'product', 'service'] as const;
type Part = (typeof parts)[number];

/** The names of the rule's log source; none for a correlation. */
export function logsourceKey({ rule }: CheckContext): LogsourceKey {
  if (rule.kind === 'correlation') return {};
  const { category, product, service } = rule.logsource;
  return { category: category?.value, product: product?.value, service: service?.value };
}

/** Whether the names in the rule are those of another scheme, of which nothing is known. */
export function hasOtherTaxonomy(node: Parameters<typeof entryOf>[0]): boolean {
  const entry = entryOf(node, 'taxonomy');
  const scalar = entry && deref(entry.value);
  return scalar?.kind === 'scalar' && scalar.text !== 'sigma' && scalar.text !== '';
}

/** The known name that another one was probably meant to be; itself where it is known. */
export function nearName(part: Part, name: string): string | undefined {
  const plain = name.toLowerCase().replaceAll(/[ -]/g, '_');
  return knownNames(part).has(plain) ? plain : nearest(plain, [...knownNames(part)]);
}

function knownNames(part: Part): ReadonlySet<string> {
  let names = namesByPart.get(part);
  if (names === undefined) {
    names = new Set(logsources().flatMap((logsource) => logsource[part] ?? []));
    namesByPart.set(part, names);
  }
  return names;
}

const namesByPart = new Map<Part, ReadonlySet<string>>();
